"""The payload of each verb as fields: one entry a verb, built with the kinds of the one form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from app.domain.case.acceptance import to_confirm
from app.domain.fields import Checks
from app.forms import act_words as words
from app.forms import delivering, of_appeals, reclassifying, surveying
from app.forms.act_specs import Spec
from app.forms.act_specs import options as _options
from app.forms.act_specs import reason as _reason
from app.forms.act_specs import spec as _field
from app.forms.base import DeskForm
from app.forms.correcting import correction_field
from app.forms.kinds import PREFIX, field_of
from app.forms.lines import in_own_words, lines_field
from app.forms.points import places, points_field
from app.forms.setting import Setting
from app.translations import gettext as _


def _points(at: Setting, keys: list[str], label: str, takes: str, **more: Any) -> list[Spec]:
    """Points of these papers to tick; ``takes`` says what the ticks become in the command."""
    papers = at.papers(keys)
    spec = _field("points", "points", label, required=False, papers=papers, takes=takes, **more)
    return [spec] if papers else []


def _supplement(at: Setting) -> list[Spec]:
    whole = at.spec.get("kind") == "intake"
    papers = at.missing if whole else []
    papers = papers or at.used or at.in_order(at.state["documents"])
    listed = {key: at.name(key) for key in papers if key in at.blueprint["documents"]}
    open_ones = [key for key in listed if not all(at.around.ticks.get(key, []))]
    return [
        _field("fault", "choice", _("What is wrong"), options=_options(words.faults(whole=whole))),
        _field("documents", "lines", _("Documents"), options=_options(listed), default=open_ones),
        _reason(_("For all of them, or the applicant as a whole"), required=False),
        _field("expected", "date", _("To be supplied by"), required=False),
    ]


def _supply(at: Setting) -> list[Spec]:
    holds = [hold for hold in at.part["holds"] if hold["until"] is None]
    asked = {key for hold in holds for key in set(hold["documents"] or ()) - set(hold["got"])}
    if at.spec.get("kind") == "papers":
        asked |= set((at.state["debts"] or {}).get("documents", ())) - set(at.state["documents"])
    wanted = at.in_order(asked or at.missing)
    return _points(at, wanted, _("What came: tick each review point that holds"), "came")


def _checked(at: Setting) -> list[Spec]:
    """The officer's own look, paper by paper, at the points as the window ticked them."""
    # As the window left them: an officer confirms or takes back, and types nothing twice.
    held = places({key: at.around.ticks.get(key, []) for key in at.used}, on=True)
    say = _("Ticked as it was found before. Look at each paper yourself and say so; untick what does not hold.")  # fmt: skip
    return _points(at, at.used, _("Review points"), "ticks", ticked=held, note=say, looks=True)


def _finish(at: Setting) -> list[Spec]:
    if at.spec.get("kind") != "work":
        return []
    return [*_checked(at), _field("opinion", "long_text", _("Opinion"), required=False)]


def _suspend(at: Setting) -> list[Spec]:
    return [
        _field("kind", "choice", _("Procedure"), options=_options(_procedures(at, listed=True))),
        _field("expected", "date", _("Expected until")),
        _field("notice", "yes_no", _("The applicant was told the time in writing")),
    ]


def _procedures(at: Setting, *, listed: bool) -> dict[str, str]:
    own = {key: entry["name"] for key, entry in (at.spec.get("procedures") or {}).items()}
    return words.procedures(listed=listed) | own


def _resume(at: Setting) -> list[Spec]:
    names = _procedures(at, listed=False)
    running = {
        str(hold["id"]): names.get(hold["kind"], hold["kind"])
        for hold in at.part["holds"]
        # A supplement ends by what comes, never by a press.
        if hold["until"] is None and hold["kind"] != "supplement"
    }
    # One is chosen already: a question with one answer only costs a key.
    only = next(iter(running), None) if len(running) == 1 else None
    return [_field("hold", "choice", _("What has ended"), options=_options(running), default=only)]


def _grant(at: Setting) -> list[Spec]:
    if at.state.get("appeal"):
        return [*_closing(at, "granted"), *of_appeals.told(at)]
    result = at.spec.get("result")
    number, numbered = _("Number of the result"), bool(result) and at.spec.get("numbered", True)
    given = at.name(result) if result in at.blueprint["documents"] else ""
    # A part of one step has no step before at which its points were looked at.
    single = _checked(at) if len(at.part["steps"]) == 1 else []
    return [
        *single,
        _field("result_number", "text", number, required=numbered, help=given),
        _field("valid_from", "date", _("Valid from"), required=False),
        _field("valid_until", "date", _("Valid until"), required=False),
        *_closing(at, "granted"),
    ]


def _closing(at: Setting, outcome: str) -> list[Spec]:
    """Texts that closing this task demands."""
    wanted = {name for names in (at.spec.get("closing") or {}).get(outcome, []) for name in names}
    return [
        _field(name, "long_text", label, required=False)
        for name, label in words.closing().items()
        if name in wanted
    ]


def _refuse(at: Setting) -> list[Spec]:
    failed = places({key: at.around.ticks.get(key, []) for key in at.used}, on=False)
    say = _("Tick what failed, or name the law below.")
    label = _("Review points that failed")
    points = _points(at, at.used, label, "said", ticked=failed, note=say, unless="law")
    remedy = _("Reconsideration may be applied for within 60 days, or a lawsuit brought within 6 months.")  # fmt: skip
    return [
        *points,
        _field("law", "text", _("Law"), required=not points and not at.state.get("appeal")),
        _reason(),
        _field("remedy", "long_text", _("Remedy"), default=remedy),
        *(spec for spec in _closing(at, "refused") if spec["key"] != "reason"),
        *of_appeals.outside(at),
        *of_appeals.told(at),
    ]


def _conditions(at: Setting) -> list[Spec]:
    """What only the clerk can judge, each to be ticked; none where the theme asks nothing of the kind."""
    options = _options(
        {str(place): one["text"] for place, one in enumerate(to_confirm(at.blueprint))}
    )
    label = _("Acceptance conditions, confirmed by you")
    return [_field("confirmed", "multiple", label, options=options)] if options else []


def _reject(_at: Setting) -> list[Spec]:
    return [
        _field("ground", "choice", _("Ground"), options=_options(words.grounds())),
        _reason(),
        _field("competent_department", "text", _("Competent department"), required=False),
    ]


def _parts(at: Setting, *, closed: bool) -> list[dict[str, str]]:
    """Work tasks of this case that are closed, or that are not."""
    found = {task["key"]: task["name"] for task in at.blueprint["tasks"] if task["kind"] == "work"}
    tasks = at.state["tasks"]
    return _options(
        {
            key: name
            for key, name in found.items()
            if key in tasks and (tasks[key]["state"] == "closed") is closed
        }
    )


def _reopen(at: Setting) -> list[Spec]:
    return [
        _field("tasks", "multiple", _("Parts"), options=_parts(at, closed=True)),
        _reason(),
    ]


def _withdraw(at: Setting) -> list[Spec]:
    """The whole case, or the parts that are named."""
    label = _("Only these parts; none ticked: everything that is not decided")
    undecided = _parts(at, closed=False)
    few = _field("items", "multiple", label, options=undecided, required=False)
    return [*([few] if len(undecided) > 1 else []), _reason(required=False)]


def _correct(at: Setting) -> list[Spec]:
    """What was entered wrongly, papers ticked that had not come; what was given out stays as it is."""
    received = _options({key: at.name(key) for key in at.in_order(at.state["documents"])})
    mistaken = _field("documents", "multiple", _("Received by mistake"), options=received, required=False)  # fmt: skip
    note = _("Whoever sees the case reads the reason: write no ID number and no phone into it.")
    return [
        *(
            _field(entry.key, "correction", "", entry=entry, of=at.blueprint, takes="correction")
            for entry in at.around.corrections
        ),
        *([mistaken] if received else []),
        _reason() | {"help": note},
    ]


def _only(*fields: Callable[[Setting], Spec]) -> Callable[[Setting], list[Spec]]:
    return lambda at: [make(at) for make in fields]


def _days(at: Setting) -> Spec:
    """Further days: how many at most stands beside the field (R18)."""
    rule = (at.spec if at.task else at.blueprint).get("extend") or {}
    cap = _("At most %(days)s, and only once.", days=rule["cap"]) if rule.get("cap") else ""
    return _field("days", "number", _("Working days"), min=1, help=cap)


def _why(_at: Setting) -> Spec:
    return _reason()


def _maybe(_at: Setting) -> Spec:
    return _reason(required=False)


def _answer(at: Setting) -> list[Spec]:
    """Which request, whether one agrees, and why; the only one is chosen already."""
    waiting = at.around.requests
    only = next(iter(waiting), None) if len(waiting) == 1 else None
    return [
        _field("ask", "choice", _("Request"), options=_options(waiting), default=only),
        _field("answer", "choice", _("Answer"), options=_options(words.answers())),
        _reason(),
    ]


#: Verb → its fields.
FIELDS: dict[str, Callable[[Setting], list[Spec]]] = {
    "supplement": _supplement,
    "supply": _supply,
    "accept": _conditions,
    "accept_deferred": lambda at: [
        *_conditions(at),
        _field("deadline", "date", _("Missing papers come by")),
        _field("commitment", "yes_no", _("commitment signed")),
    ],
    "reject_acceptance": _reject,
    "assign": _only(
        lambda at: _field(
            "owner", "choice", _("Handled by"), options=_options(at.around.colleagues)
        )
    ),
    "transfer": _only(
        lambda at: _field(
            "department", "choice", _("To department"), options=_options(at.around.departments)
        ),
        _why,
    ),
    "finish_step": _finish,
    "step_back": _only(_why),
    "suspend": _suspend,
    "resume": _resume,
    "extend": _only(_days, _why),
    "set_term": _only(surveying.term),
    "grant": _grant,
    "grant_partly": lambda at: [*_grant(at), _reason(), _field("remedy", "long_text", _("Remedy"))],
    "refuse": _refuse,
    "return_task": _only(_why),
    "deliver": lambda at: of_appeals.told(at) or delivering.fields(at),
    "order_correction": _only(
        lambda _at: _field("expected", "date", _("To be put right by")), _why
    ),
    "fail_check": _only(_why),
    **of_appeals.FIELDS,
    "withdraw": _withdraw,
    "void": _only(_why),
    "reopen": _reopen,
    "correct": _correct,
    "reclassify": reclassifying.fields,
    "arrange_survey": surveying.arrange,
    "record_survey": surveying.record,
    "ask_void": _only(_why),
    "ask_supplement": _supplement,
    "ask_extend": _only(_days, _why),
    "answer": _answer,
}


def specs_of(verb: str, at: Setting) -> list[Spec]:
    """The fields a verb asks for here; none where one press does it."""
    return FIELDS[verb](at) if verb in FIELDS else []


def name_of(spec: Spec) -> str:
    """A field's name in the form."""
    return f"{PREFIX}{spec['key']}"


def form_class(specs: list[Spec], *, checks: Checks, today: date) -> type[DeskForm]:
    """A form class for these fields."""
    fields = {
        name_of(spec): MADE_HERE.get(spec["kind"], field_of)(spec, checks, today) for spec in specs
    }
    return type("ActForm", (DeskForm,), fields)


def _of_points(spec: Spec, _checks: Checks, _today: date) -> Any:
    given = {name: spec[name] for name in ("ticked", "note", "looks") if name in spec}
    other = f"{PREFIX}{spec['unless']}" if "unless" in spec else None
    return points_field(
        spec["label"], spec["papers"], whole=spec["takes"] == "came", unless=other, **given
    )


#: Kinds that only acts ask → their field.
MADE_HERE: dict[str, Callable[[Spec, Checks, date], Any]] = {
    "points": _of_points,
    "lines": lines_field,
    "class": reclassifying.class_field,
    "correction": lambda spec, checks, today: correction_field(
        spec["entry"], spec["of"], checks=checks, today=today
    ),
}


def payload_of(form: DeskForm, specs: list[Spec]) -> dict[str, Any]:
    """The command's payload: what was filled in; days to their end, ticks as what they stand for."""
    payload: dict[str, Any] = {}
    for spec in specs:
        taken = TAKEN.get(spec.get("takes") or spec["key"], _plain)(form[name_of(spec)], spec)
        # Values are gathered from many fields, everything else is said by one.
        for name in GATHERED & taken.keys():
            taken[name] = {**payload.get(name, {}), **taken[name]}
        payload |= taken
    return in_own_words(payload)


#: Parts of a payload that several fields fill.
GATHERED = frozenset({"values", "answers", "picked"})


def _plain(field: Any, spec: Spec) -> dict[str, Any]:
    value = getattr(field, "value", None)
    return {} if value in (None, "", []) else {spec["key"]: value}


def _whole_day(field: Any, spec: Spec) -> dict[str, Any]:
    return {name: f"{value}T23:59:59" for name, value in _plain(field, spec).items()}


def _answer_of(field: Any, spec: Spec) -> dict[str, Any]:
    return {
        "answers": {
            name.removeprefix("answer-"): value for name, value in _plain(field, spec).items()
        }
    }


def _came(field: Any, _spec: Spec) -> dict[str, Any]:
    whole = {key: points for key, points in field.ticks.items() if all(points)}
    return {"documents": sorted(whole), "ticks": whole}


#: Field, or what its ticks stand for → its part of the payload.
TAKEN: dict[str, Callable[[Any, Spec], dict[str, Any]]] = {
    **dict.fromkeys(("expected", "deadline"), _whole_day),
    "hold": lambda field, spec: {name: int(value) for name, value in _plain(field, spec).items()},
    "confirmed": lambda field, spec: {
        name: [int(place) for place in places] for name, places in _plain(field, spec).items()
    },
    "appointment": lambda field, spec: {
        name: value.strip().replace(" ", "T") for name, value in _plain(field, spec).items()
    },
    "documents": lambda field, spec: {**_plain(field, spec), "lines": getattr(field, "said", {})},
    "came": _came,
    "ticks": lambda field, _spec: {"ticks": field.ticks} if field.was_asked else {},
    "asked_answer": _answer_of,
    "chosen": lambda field, spec: {"picked": _plain(field, spec)},
    "correction": lambda field, _spec: {"values": field.values},
    "said": lambda field, _spec: {"points": field.said} if field.ticked else {},
}
