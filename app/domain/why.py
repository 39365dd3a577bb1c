"""Why this due date: the same functions that decide it, told day by day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.domain.calendar import SATURDAY, Calendar
from app.domain.due import END_OF_DAY, SCALE, Due, Limit, due, is_set, length_of
from app.domain.elapsed import Hold, position_of, used

#: Seconds on the scale for one unit of what the page shows; other units are shown as counted.
_SHOWN = {"working_hour": 60, "working_minute": 60}


@dataclass(frozen=True)
class WhyDay:
    """One row. `kind`: start, workday, makeup, weekend, holiday or closed.

    `count` is what has been counted when the day ends: days, or working minutes where the limit
    counts hours; None where the day adds nothing. `held`: a hold took the day or a part of it.
    `today`, `warn` (turns yellow), `due`: the day is that day. `works` says of the start day, too,
    whether it is a working day. `shut`: what closures took out of its hours, and why.
    """

    day: date
    kind: str
    name: str | None
    count: int | None
    held: bool
    today: bool
    warn: bool
    due: bool
    works: bool
    shut: tuple[tuple[time, time, str], ...] = ()


def why(
    calendar: Calendar,
    start: datetime,
    *,
    limit: Limit | None,
    holds: Iterable[Hold] = (),
    extra: int = 0,
    now: datetime,
) -> list[WhyDay]:
    """The days from `start` to the due date; up to today while a hold runs; none without limit."""
    if not is_set(limit):
        return []
    holds = list(holds)
    decided = due(calendar, start, limit=limit, holds=holds, extra=extra)
    # On hold there is no due day: the page shows what has been counted so far.
    end = decided.at if decided else max(start, now)
    counts = _Counts(calendar, start, limit, holds, length_of(limit, extra))
    days = range((end.date() - start.date()).days + 1)
    return [
        _row(counts, start.date() + timedelta(days=offset), decided, end=end, today=now.date())
        for offset in days
    ]


def kind_of(calendar: Calendar, day: date) -> str:
    """What the day is in the calendar: workday, makeup, weekend, holiday or closed."""
    weekend = day.weekday() >= SATURDAY
    if calendar.works_on(day):
        return "makeup" if weekend else "workday"
    # Before the holiday: a closure closes nothing on a day that is off anyway.
    if calendar.closures_on(day):
        return "closed"
    if day in calendar.names or calendar.is_fixed_holiday(day):
        return "holiday"
    return "weekend" if weekend else "closed"


@dataclass(frozen=True)
class _Counts:
    calendar: Calendar
    start: datetime
    limit: Limit
    holds: list[Hold]
    length: int

    def at(self, moment: datetime, holds: Iterable[Hold]) -> int:
        position = position_of(self.calendar, self.limit["unit"])
        return used(position, self.start, end=moment, holds=holds)

    def on(self, day: date, end: datetime) -> tuple[int | None, bool]:
        """What stands counted when the day ends, if the day adds to it; whether a hold took any."""
        before = max(self.start, datetime.combine(day - timedelta(days=1), END_OF_DAY))
        after = min(end, datetime.combine(day, END_OF_DAY))
        total = self.at(after, self.holds)
        added = total - self.at(before, self.holds)
        held = self.at(after, ()) - self.at(before, ()) > added
        unit = self.limit["unit"]
        # A day to which the end was only rolled, or the day of an immediate limit, counts nothing.
        if not added or total > self.length * SCALE[unit]:
            return None, held
        return total // _SHOWN.get(unit, 1), held


def _row(counts: _Counts, day: date, decided: Due | None, *, end: datetime, today: date) -> WhyDay:
    count, held = counts.on(day, end)
    calendar = counts.calendar
    return WhyDay(
        day=day,
        kind="start" if day == counts.start.date() else kind_of(calendar, day),
        name=calendar.names.get(day),
        count=count,
        held=held,
        today=day == today,
        warn=decided is not None and day == decided.warn.date(),
        due=decided is not None and day == decided.at.date(),
        works=calendar.works_on(day),
        shut=tuple(calendar.closures_on(day)),
    )
