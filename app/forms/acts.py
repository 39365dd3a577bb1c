"""The payload of each verb as fields: one entry a verb, built with the kinds of the one form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from flask_babel import gettext as _

from app.domain.case.clocks import LISTED
from app.domain.fields import Checks
from app.forms.base import DeskForm
from app.forms.one_form import one_form, values_of

Spec = dict[str, Any]


class Setting(NamedTuple):
    """What a form may ask about: the case's fold and blueprint, the task, names for codes."""

    state: dict[str, Any]
    blueprint: dict[str, Any]
    task: str | None
    missing: list[str]
    departments: dict[str, str]
    colleagues: dict[str, str]

    @property
    def spec(self) -> Spec:
        """The task's entry in the blueprint."""
        return next((task for task in self.blueprint["tasks"] if task["key"] == self.task), {})

    @property
    def part(self) -> dict[str, Any]:
        """The task's fold."""
        found: dict[str, Any] = self.state["tasks"].get(self.task, {"holds": []})
        return found

    def name(self, document: str) -> str:
        """A document's name."""
        return str(self.blueprint["documents"].get(document, {}).get("name", document))


def _field(key: str, kind: str, label: str, *, required: bool = True, **more: Any) -> Spec:
    return {"key": key, "kind": kind, "label": label, "required": required, **more}


def _reason(label: str | None = None, *, required: bool = True) -> Spec:
    return _field("reason", "long_text", label or _("Reason"), required=required)


def _options(choices: dict[str, str]) -> list[dict[str, str]]:
    return [{"value": value, "label": label} for value, label in choices.items()]


def _supplement(at: Setting) -> list[Spec]:
    whole = at.spec.get("kind") == "intake"
    faults = (
        {"incomplete": _("missing"), "incorrect": _("not right")}
        if whole
        else {
            "incorrect": _("not right"),
            "incomplete": _("missing"),
            "extra": _("more than the list asks"),
        }
    )
    used = [
        line["document"] for line in at.blueprint["merge"]["lines"] if at.task in line["used_by"]
    ]
    papers = at.missing if whole and at.missing else used or sorted(at.state["documents"])
    listed = {key: at.name(key) for key in papers if key in at.blueprint["documents"]}
    return [
        _field("fault", "choice", _("What is wrong"), options=_options(faults)),
        _field("documents", "multiple", _("Documents"), options=_options(listed)),
        _reason(_("What must be supplied, and how it will be right"), required=False),
        _field("expected", "date", _("To be supplied by"), required=False),
    ]


def _supply(at: Setting) -> list[Spec]:
    asked = {
        key for hold in at.part["holds"] if hold["until"] is None for key in hold["documents"] or ()
    }
    asked |= (
        set((at.state["debts"] or {}).get("documents", ()))
        if at.spec.get("kind") == "papers"
        else set()
    )
    wanted = sorted((asked or set(at.missing)) & set(at.blueprint["documents"]))
    points = {key: at.name(key) + _points(at, key) for key in wanted}
    return [
        _field(
            "documents",
            "multiple",
            _("Came, and every review point holds"),
            options=_options(points),
        )
    ]


def _points(at: Setting, document: str) -> str:
    points = at.blueprint["documents"][document].get("points") or []
    return f"（{'；'.join(points)}）" if points else ""


def _suspend(at: Setting) -> list[Spec]:
    own = {key: entry["name"] for key, entry in (at.spec.get("procedures") or {}).items()}
    return [
        _field(
            "kind",
            "choice",
            _("Procedure"),
            options=_options(own | {key: str(PROCEDURES[key]()) for key in LISTED}),
        ),
        _field("expected", "date", _("Expected until")),
        _field("notice", "yes_no", _("The applicant was told the time in writing")),
    ]


PROCEDURES: dict[str, Callable[[], str]] = {
    "hearing": lambda: _("hearing"),
    "tender": lambda: _("tender"),
    "auction": lambda: _("auction"),
    "inspection": lambda: _("inspection"),
    "test": lambda: _("testing"),
    "quarantine": lambda: _("quarantine"),
    "appraisal": lambda: _("appraisal"),
    "expert_review": lambda: _("expert review"),
    "force_majeure": lambda: _("force majeure"),
}


def _resume(at: Setting) -> list[Spec]:
    own = {key: entry["name"] for key, entry in (at.spec.get("procedures") or {}).items()}
    names = {key: say() for key, say in PROCEDURES.items()} | own
    open_ones = [
        hold for hold in at.part["holds"] if hold["until"] is None and hold["kind"] != "supplement"
    ]
    running = {str(hold["id"]): names.get(hold["kind"], hold["kind"]) for hold in open_ones}
    return [_field("hold", "choice", _("What has ended"), options=_options(running))]


def _grant(at: Setting) -> list[Spec]:
    result = at.spec.get("result")
    fields = [
        _field(
            "result_number",
            "text",
            _("Number of the result"),
            required=False,
            help=at.name(result) if result else "",
        )
    ]
    fields += [
        _field("valid_from", "date", _("Valid from"), required=False),
        _field("valid_until", "date", _("Valid until"), required=False),
    ]
    return [*fields, *_closing(at, "granted")]


def _closing(at: Setting, outcome: str) -> list[Spec]:
    """Texts that closing this task demands."""
    wanted = {name for names in (at.spec.get("closing") or {}).get(outcome, []) for name in names}
    return [
        _field(name, "long_text", str(CLOSING[name]()), required=False)
        for name in CLOSING
        if name in wanted
    ]


CLOSING: dict[str, Callable[[], str]] = {
    "explanation": lambda: _("Explanation with its basis in policy"),
    "guidance": lambda: _("Guidance"),
    "agent": lambda: _("Who helps or acts for the applicant"),
    "reason": lambda: _("Reason"),
    "progress": lambda: _("Progress"),
    "reply": lambda: _("Reply"),
}


def _refuse(at: Setting) -> list[Spec]:
    used = {row["document"] for row in at.blueprint["rows"] if row["item"] == at.task}
    points = [
        f"{at.name(key)}：{point}"
        for key in sorted(used)
        for point in at.blueprint["documents"][key].get("points") or []
    ]
    chosen = (
        [
            _field(
                "points",
                "multiple",
                _("Review points that failed"),
                required=False,
                options=_options({point: point for point in points}),
            )
        ]
        if points
        else []
    )
    return [
        *chosen,
        _field("law", "text", _("Law"), required=False),
        _reason(),
        _field(
            "remedy",
            "long_text",
            _("Remedy"),
            default=_(
                "Reconsideration may be applied for within 60 days, or a lawsuit brought within 6 months."
            ),
        ),
        *_closing(at, "refused"),
    ]


def _reject(_at: Setting) -> list[Spec]:
    grounds = {
        "wrong_department": _("not this department"),
        "no_permit_needed": _("needs no permit"),
        "condition": _("a condition is not met"),
    }
    return [
        _field("ground", "choice", _("Ground"), options=_options(grounds)),
        _reason(),
        _field("competent_department", "text", _("Competent department"), required=False),
    ]


def _only(*fields: Callable[[Setting], Spec]) -> Callable[[Setting], list[Spec]]:
    return lambda at: [make(at) for make in fields]


def _days(_at: Setting) -> Spec:
    return _field("days", "number", _("Working days"), min=1)


def _why(_at: Setting) -> Spec:
    return _reason()


def _until(_at: Setting) -> Spec:
    return _field("expected", "date", _("To be put right by"))


#: Verb → its fields.
FIELDS: dict[str, Callable[[Setting], list[Spec]]] = {
    "supplement": _supplement,
    "supply": _supply,
    "accept_deferred": _only(
        lambda _at: _field("deadline", "date", _("Missing papers come by")),
        lambda _at: _field("commitment", "yes_no", _("commitment signed")),
    ),
    "reject_acceptance": _reject,
    "assign": _only(
        lambda at: _field("owner", "choice", _("Handled by"), options=_options(at.colleagues))
    ),
    "transfer": _only(
        lambda at: _field(
            "department", "choice", _("To department"), options=_options(at.departments)
        ),
        _why,
    ),
    "finish_step": _only(lambda _at: _field("opinion", "long_text", _("Opinion"), required=False)),
    "step_back": _only(_why),
    "suspend": _suspend,
    "resume": _resume,
    "extend": _only(_days, _why),
    "set_term": _only(_days),
    "grant": _grant,
    "grant_partly": lambda at: [*_grant(at), _reason(), _field("remedy", "long_text", _("Remedy"))],
    "refuse": _refuse,
    "return_task": _only(_why),
    "deliver": _only(
        lambda _at: _field(
            "way",
            "choice",
            _("How"),
            options=_options(
                {"window": _("at the window"), "mail": _("by mail"), "door": _("brought home")}
            ),
        ),
        lambda _at: _field("receiver", "person", _("Received by"), required=False),
    ),
    "order_correction": _only(_until, _why),
    "fail_check": _only(_why),
    "close_inquiry": _only(
        lambda _at: _field(
            "finding",
            "choice",
            _("Finding"),
            options=_options({"upheld": _("upheld"), "not_upheld": _("not upheld")}),
        ),
        lambda _at: _reason(required=False),
    ),
    "withdraw": _only(lambda _at: _reason(required=False)),
    "void": _only(_why),
    "reopen": _only(
        lambda at: _field(
            "tasks",
            "multiple",
            _("Parts"),
            options=_options(
                {
                    task["key"]: task["name"]
                    for task in at.blueprint["tasks"]
                    if task["kind"] == "work" and task["key"] in at.state["tasks"]
                }
            ),
        ),
        _why,
    ),
}


def specs_of(verb: str, at: Setting) -> list[Spec]:
    """The fields a verb asks for here; none where one press does it."""
    return FIELDS[verb](at) if verb in FIELDS else []


def form_class(specs: list[Spec], *, checks: Checks, today: date) -> type[DeskForm]:
    """A form class for these fields."""
    return one_form(specs, checks=checks, today=today)


def payload_of(form: DeskForm, specs: list[Spec]) -> dict[str, Any]:
    """The command's payload: what was filled in; moments to the end of their day."""
    values = {
        key: value for key, value in values_of(form, specs).items() if value not in (None, "", [])
    }
    for name in ("expected", "deadline"):
        if name in values:
            values[name] = f"{values[name]}T23:59:59"
    if "hold" in values:
        values["hold"] = int(values["hold"])
    return values
