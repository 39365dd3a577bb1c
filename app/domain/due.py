"""When a limit is due: one landing rule on three scales (working days, seconds, natural days).

A clock is a start, a limit, its holds and an extension; everything else is computed from them.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeGuard

from app.domain.calendar import Calendar
from app.domain.due_rules import END_OF_DAY, RULES, Clock, Due
from app.domain.elapsed import Hold, union

__all__ = [
    "END_OF_DAY",
    "SCALE",
    "UNITS",
    "Due",
    "Limit",
    "due",
    "is_set",
    "length_of",
]

#: {"value", "unit"} and, where wanted, "warn" (same unit), "min", "roll", "cases", "basis".
Limit = Mapping[str, Any]
#: What one of the unit is on its own scale.
SCALE = {
    "immediate": 1,
    "working_minute": 60,
    "working_hour": 3600,
    "working_day": 1,
    "natural_day": 1,
}
UNITS = tuple(SCALE)
#: Yellow that long before the end, in the limit's unit, where the limit itself says nothing.
DEFAULT_WARN = {"working_minute": 60}


def due(
    calendar: Calendar,
    start: datetime,
    *,
    limit: Limit | None,
    holds: Iterable[Hold] = (),
    extra: int = 0,
) -> Due | None:
    """The due date of a limit that runs from `start`; None while a hold runs or nothing is set.

    `extra` lengthens the limit in its own unit (R18). Days: day 0 is the day of `start`, a hold
    takes the working days after the day it begins up to the day it ends, due to 23:59:59 (R01-R05,
    R13-R17). Hours and minutes: the earliest second at which they are used up (R07). Natural days
    skip nothing; `roll` moves their end off a rest day (R08). Immediate, or 0 of any unit: the
    same day, after closing or on a rest day the next working day (R09). Yellow starts at the later
    of `warn` before the end and the moment half of the time is used (R60).
    Raises OutsideCalendar where the end lies beyond the calendar's table.
    """
    if not is_set(limit):
        return None
    pauses = [(max(since, start), until) for since, until in union(holds) if until > start]
    if pauses and pauses[-1][1] == datetime.max:
        return None
    length = length_of(limit, extra)
    unit = _rule_of(limit["unit"], length)
    warn = limit.get("warn")
    clock = Clock(
        calendar=calendar,
        start=start,
        pauses=pauses,
        length=length * SCALE[unit],
        warn=(DEFAULT_WARN.get(unit, 1) if warn is None else warn) * SCALE[unit],
        roll=bool(limit.get("roll")),
    )
    return RULES[unit](clock)


def is_set(limit: Limit | None) -> TypeGuard[Limit]:
    """Whether there is a limit to keep (R12: a legal limit may be unknown)."""
    return limit is not None and (limit["unit"] == "immediate" or limit.get("value") is not None)


def length_of(limit: Limit, extra: int = 0) -> int:
    """Value and extension together, in the limit's unit; an immediate limit has no value."""
    return extra if limit["unit"] == "immediate" else limit["value"] + extra


def _rule_of(unit: str, length: int) -> str:
    if length == 0:
        return "immediate"
    return "working_day" if unit == "immediate" else unit
