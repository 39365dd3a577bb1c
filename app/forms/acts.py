"""The payload of each verb as fields: one entry a verb, built with the kinds of the one form."""

from __future__ import annotations

from collections.abc import Callable

from app.forms import (
    delivering,
    of_appeals,
    of_cases,
    of_decisions,
    of_papers,
    of_waits,
    reclassifying,
    surveying,
)
from app.forms.act_specs import Spec, options, reason, spec
from app.forms.setting import Setting
from app.translations import gettext as _


def _only(*fields: Callable[[Setting], Spec]) -> Callable[[Setting], list[Spec]]:
    return lambda at: [make(at) for make in fields]


def _why(_at: Setting) -> Spec:
    return reason()


def _to(at: Setting) -> Spec:
    """Which department takes it over: any but the one that has it."""
    others = {
        code: name
        for code, name in at.around.departments.items()
        if code != at.part.get("department")
    }
    return spec("department", "choice", _("To department"), options=options(others))


#: Verb → its fields.
FIELDS: dict[str, Callable[[Setting], list[Spec]]] = {
    "supplement": of_papers.supplement,
    "supply": of_papers.supply,
    "accept": of_cases.conditions,
    "accept_deferred": lambda at: [
        *of_cases.conditions(at),
        spec("deadline", "date", _("Missing papers come by")),
        spec("commitment", "yes_no", _("commitment signed")),
    ],
    "reject_acceptance": of_cases.reject,
    "assign": _only(
        lambda at: spec("owner", "choice", _("Handled by"), options=options(at.around.colleagues))
    ),
    "transfer": _only(_to, _why),
    "finish_step": of_decisions.finish,
    "step_back": _only(_why),
    "suspend": of_waits.suspend,
    "resume": of_waits.resume,
    "extend": _only(of_waits.days, _why),
    "set_term": _only(surveying.term),
    "grant": of_decisions.grant,
    "grant_partly": lambda at: [
        *of_decisions.grant(at),
        reason(),
        spec("remedy", "long_text", _("Remedy")),
    ],
    "refuse": of_decisions.refuse,
    "return_task": _only(_why),
    "deliver": lambda at: of_appeals.told(at) or delivering.fields(at),
    "order_correction": _only(lambda _at: spec("expected", "date", _("To be put right by")), _why),
    "fail_check": _only(_why),
    **of_appeals.FIELDS,
    "withdraw": of_cases.withdraw,
    "void": _only(_why),
    "reopen": of_cases.reopen,
    "correct": of_cases.correct,
    "reclassify": reclassifying.fields,
    "arrange_survey": surveying.arrange,
    "record_survey": surveying.record,
    "ask_void": _only(_why),
    "ask_supplement": of_papers.supplement,
    "ask_extend": _only(of_waits.days, _why),
    "answer": of_cases.answer,
}


#: Kind of a case → verbs that ask otherwise of it.
OF_KIND: dict[str, dict[str, Callable[[Setting], list[Spec]]]] = {
    "rectification": {
        "grant": of_decisions.reply("granted"),
        "grant_partly": of_decisions.reply("partly"),
        "refuse": of_decisions.reply("refused"),
    },
}


def specs_of(verb: str, at: Setting) -> list[Spec]:
    """The fields a verb asks for here; none where one press does it."""
    asked = FIELDS | OF_KIND.get(at.blueprint["kind"], {})
    return asked[verb](at) if verb in asked else []
