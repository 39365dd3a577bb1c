"""When a limit is due: one landing rule on three scales (working days, seconds, natural days).

A clock is a start, a limit, its holds and an extension; everything else is computed from them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeGuard

from app.domain.calendar import Calendar
from app.domain.elapsed import Hold, Position, position_of, union, used

#: {"value", "unit"} and, where wanted, "warn" (same unit), "min", "roll", "cases", "basis".
Limit = Mapping[str, Any]
END_OF_DAY = time(23, 59, 59)
DAY_SECONDS = 86_400
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


@dataclass(frozen=True)
class Due:
    """`at`: the last second in time; `warn`: yellow from here; `provisional`: see R06."""

    at: datetime
    warn: datetime
    provisional: bool


@dataclass(frozen=True)
class _Clock:
    calendar: Calendar
    start: datetime
    pauses: list[tuple[datetime, datetime]]
    length: int
    warn: int
    roll: bool

    def land(self, position: Position, need: int) -> int:
        """Where on the scale `need` is used up, pauses left out."""
        target = position(self.start) + need
        for since, until in self.pauses:
            begun = position(since)
            if target <= begun:
                break
            target += position(until) - begun
        return target

    def half(self, position: Position, end: datetime) -> int:
        """Where on the scale half of what is used until `end` is used, rounded up."""
        return self.land(
            position, (used(position, self.start, end=end, holds=self.pauses) + 1) // 2
        )


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
    clock = _Clock(
        calendar=calendar,
        start=start,
        pauses=pauses,
        length=length * SCALE[unit],
        warn=(DEFAULT_WARN.get(unit, 1) if warn is None else warn) * SCALE[unit],
        roll=bool(limit.get("roll")),
    )
    return _RULES[unit](clock)


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


def _due_in_working_time(clock: _Clock) -> Due:
    calendar = clock.calendar
    at = calendar.at_seconds(clock.land(calendar.seconds_to, clock.length))
    # The later of both, so that nothing is born yellow.
    early = max(clock.length - clock.warn, (clock.length + 1) // 2)
    warn = calendar.at_seconds(clock.land(calendar.seconds_to, early))
    return Due(at, warn, calendar.provisional(clock.start.date(), at.date()))


def _due_in_working_days(clock: _Clock) -> Due:
    calendar = clock.calendar
    day = calendar.workday(clock.land(position_of(calendar, "working_day"), clock.length))
    at = datetime.combine(day, END_OF_DAY)
    # Warning before the first day cannot count: half of the limit is later than that anyway.
    days = calendar.count(clock.start.date(), day)
    warn = calendar.back_workdays(day, min(clock.warn, days - 1))
    half = clock.half(lambda moment: calendar.seconds_through(moment.date()), at)
    return Due(
        at,
        max(_midnight(warn), calendar.at_seconds(half)),
        calendar.provisional(clock.start.date(), day),
    )


def _due_in_natural_days(clock: _Clock) -> Due:
    last = date.fromordinal(clock.land(position_of(clock.calendar, "natural_day"), clock.length))
    day = clock.calendar.add_workdays(last, 0) if clock.roll else last
    # Seconds of the clock on the wall from the first midnight there is: a day ends on its ordinal.
    half = clock.half(lambda moment: moment.toordinal() * DAY_SECONDS, _midnight(last))
    return Due(
        datetime.combine(day, END_OF_DAY),
        max(_midnight(day - timedelta(days=clock.warn)), datetime.min + timedelta(seconds=half)),
        clock.roll and clock.calendar.provisional(last, day),
    )


def _due_at_once(clock: _Clock) -> Due:
    calendar = clock.calendar
    day = _next_open_day(calendar, clock.start)
    for since, until in clock.pauses:
        # Begun and ended on one day a hold moves nothing, as with limits in days.
        if since.date() <= day and since.date() < until.date():
            day = max(day, _next_open_day(calendar, until))
    at = datetime.combine(day, END_OF_DAY)
    half = calendar.at_seconds(clock.half(calendar.seconds_to, at))
    return Due(at, max(half, clock.start), calendar.provisional(clock.start.date(), day))


def _next_open_day(calendar: Calendar, moment: datetime) -> date:
    """The first day with working time left after the moment."""
    return calendar.at_seconds(calendar.seconds_to(moment) + 1).date()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


_RULES: dict[str, Callable[[_Clock], Due]] = {
    "immediate": _due_at_once,
    "working_minute": _due_in_working_time,
    "working_hour": _due_in_working_time,
    "working_day": _due_in_working_days,
    "natural_day": _due_in_natural_days,
}
