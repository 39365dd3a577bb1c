"""A list of the queue in words: what it is narrowed to."""

from __future__ import annotations

from typing import Any

from app.services.queue import Filter
from app.telling import days
from app.translations import gettext as _
from app.translations import lazy_gettext as _l

SCOPES: dict[str, Any] = {
    "mine": _l("Mine"),
    "department": _l("My department"),
    "all": _l("All I may see"),
}
LIGHTS: dict[str, Any] = {
    "red": _l("Overdue"),
    "yellow": _l("Due soon"),
    "green": _l("In time"),
    "held": _l("On hold"),
}
ORDERS: dict[str, Any] = {"risk": _l("By risk"), "due": _l("By due date")}
#: Order → group of urgency → its head.
HEADS: dict[str, dict[str, Any]] = {
    "risk": {
        "overdue": _l("Overdue · past the promised limit, first"),
        "tight": _l("Less time left than such parts usually take · begin these now"),
        "soon": _l("To be begun or due by the next working day · least spare time first"),
        "later": _l("Time enough"),
        "held": _l("On hold, the clock stands · the limit moves on when it resumes"),
    },
    "due": {
        "overdue": _l("Overdue · past the promised limit, first"),
        "soon": _l("Due today or on the next working day · least working time first"),
        "later": _l("Due later"),
        "held": _l("On hold, the clock stands · the limit moves on when it resumes"),
    },
}


def conditions(asked: Filter) -> list[str]:
    """What a list is narrowed to, besides whose it is."""
    said = (
        str(LIGHTS[asked.light]) if asked.light else "",
        asked.theme,
        days.step_name("", asked.step) if asked.step else "",
        _("Newly arrived") if asked.since or asked.new else "",
    )
    return [one for one in said if one]


def of(asked: Filter) -> str:
    """A whole list in words: whose, narrowed to what, in which order."""
    order = [] if asked.order == "risk" else [str(ORDERS[asked.order])]
    return " · ".join([str(SCOPES[asked.scope]), *conditions(asked), *order])
