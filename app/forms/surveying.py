"""What the form of a site survey offers: visits to join, parts that could come along, days to fix."""

from __future__ import annotations

from flask_babel import gettext as _

from app.domain.case.state import step_name
from app.domain.case.surveys import SURVEY, is_ahead
from app.forms import act_words as words
from app.forms.act_specs import Spec, options, spec
from app.forms.setting import Setting


def visits(at: Setting) -> dict[str, str]:
    """Visits of other parts that are not over: number → its time and whose it is."""
    return {
        number: f"{visit['at'][:16].replace('T', ' ')} {_whose(at, visit['parts'])}"
        for number, visit in at.state["surveys"].items()
        if any(part["outcome"] is None and key != at.task for key, part in visit["parts"].items())
    }


def _whose(at: Setting, parts: dict[str, object]) -> str:
    tasks, names = at.state["tasks"], at.around.departments
    codes = [tasks[key]["department"] for key in parts if key != at.task]
    return "、".join(dict.fromkeys(names.get(code, code) for code in codes))


def asked_along(at: Setting) -> str | None:
    """The visit to which this part was asked along, where nobody of it is named yet."""
    for number, visit in at.state["surveys"].items():
        part = visit["parts"].get(at.task)
        if part and not part["people"] and part["outcome"] is None:
            return str(number)
    return None


def others(at: Setting) -> dict[str, str]:
    """Other open parts that have their survey before them: key → department and item."""
    tasks, names = at.state["tasks"], at.around.departments
    named = {task["key"]: task["name"] for task in at.blueprint["tasks"] if task["kind"] == "work"}
    return {
        key: f"{names.get(tasks[key]['department'], tasks[key]['department'])} {name}"
        for key, name in named.items()
        if key in tasks and key != at.task and is_ahead(tasks[key])
    }


def fixes_days(at: Setting) -> bool:
    """Whether the survey of this part fixes the promised days of the case."""
    limit = at.blueprint["limits"].get("promise") or {}
    steps = at.spec.get("steps") or []
    sets = any(
        not isinstance(step, str) and step_name(step) == SURVEY and step.get("sets_term")
        for step in steps
    )
    return bool(limit.get("min") and sets)


def term(at: Setting) -> Spec:
    """The promise as the survey fixes it, between its least and its most."""
    limit = at.blueprint["limits"].get("promise") or {}
    most = limit.get("value")
    span = _("%(least)s to %(most)s, as the site demands.", least=limit.get("min"), most=most) if limit.get("min") else ""  # fmt: skip
    return spec("days", "number", _("Working days"), min=1, help=span)


def arrange(at: Setting) -> list[Spec]:
    """When, where, who comes, which parts come along; or whose visit is joined."""
    there = options(visits(at))
    own = options({"": _("an appointment of our own")}) if there else []
    joins = spec("visit", "choice", _("Together with"), options=[*own, *there], required=False)
    joins["default"] = asked_along(at) or ""
    along = options(others(at))
    label = _("Parts that come along")
    return [
        *([joins] if there else []),
        spec("appointment", "text", _("Day and time"), required=not there)
        | {
            "help": _(
                "As 2026-09-22 14:00. Arranged once more, the visit is moved for all who come."
            )
        },
        spec("place", "text", _("Place"), required=False),
        spec("people", "multiple", _("Who comes from here"), options=options(at.around.colleagues)),
        *([spec("along", "multiple", label, options=along, required=False)] if along else []),
        spec("notice", "yes_no", _("The applicant was told the appointment")),
    ]


def record(at: Setting) -> list[Spec]:
    """What was found; where the survey fixes the promised days, how many."""
    days = {**term(at), "required": False} if fixes_days(at) else None
    return [
        spec("outcome", "choice", _("The place"), options=options(words.found())),
        spec("opinion", "long_text", _("What was found")),
        *([days] if days else []),
    ]
