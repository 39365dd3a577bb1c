"""A limit in words: 3 至 5 个工作日, with what it is called, and what it is in which situation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.admin import words
from app.domain.condition_words import explain
from app.services.naming import Names

HOUR = 60
#: Unit → its words with a number.
COUNTED: dict[str, Callable[[int], str]] = {
    "working_day": lambda n: ngettext("%(num)s working day", "%(num)s working days", n),
    "working_hour": lambda n: ngettext("%(num)s working hour", "%(num)s working hours", n),
    "working_minute": lambda n: ngettext("%(num)s working minute", "%(num)s working minutes", n),
    "natural_day": lambda n: ngettext("%(num)s natural day", "%(num)s natural days", n),
}


def amount(value: int | None, unit: str, least: int | None = None) -> str:
    """A number with its unit: 5 个工作日, 3 至 5 个工作日, 即办."""
    if unit not in COUNTED:
        return words.word(words.UNITS, unit)
    if unit == "working_minute" and value and value % HOUR == 0 and not least:
        return COUNTED["working_hour"](value // HOUR)
    most = COUNTED[unit](value or 0)
    return _("%(least)s to %(most)s", least=least, most=most) if least else most


def said(limit: Any, names: Names) -> str:
    """A limit as an entry has it: the name of a class, or written in place."""
    if not limit:
        return ""
    if isinstance(limit, Mapping):
        return amount(limit.get("value"), limit["unit"], limit.get("min"))
    found = names.get("sla", {}).get(limit)
    if found is None or found.unit is None:
        return str(limit)
    numbers = amount(found.value, found.unit, found.min)
    return _("%(limit)s (%(name)s)", limit=numbers, name=found.name) if found.name else numbers


def whole(limit: Mapping[str, Any] | None, fields: Mapping[str, Any]) -> str:
    """A limit with its situations: 4 个工作日；经营面积不小于300：8 个工作日."""
    if not limit:
        return ""
    parts = [amount(limit.get("value"), limit["unit"], limit.get("min"))]
    parts += [situation(case, limit, fields) for case in limit.get("cases") or []]
    return "；".join(parts)


def situation(case: Mapping[str, Any], limit: Mapping[str, Any], fields: Mapping[str, Any]) -> str:
    """One situation of a limit: what it needs, and what then holds."""
    then = {**limit, **case}
    return _(
        "%(name)s: %(value)s",
        name=explain(case["when"], fields, translate=_),
        value=amount(then.get("value"), then["unit"], then.get("min")),
    )


def extension(extend: Mapping[str, Any] | None, unit: str = "working_day") -> str:
    """Who may extend, and how far."""
    if not extend:
        return ""
    by = words.word(words.ROLES, extend["by"])
    return _("at most %(amount)s, by: %(role)s", amount=amount(extend["cap"], unit), role=by)
