"""How much of a limit has passed: working seconds, working days or natural days outside holds."""

from collections.abc import Callable, Iterable
from datetime import datetime

from app.domain.calendar import Calendar

#: From, until (excluded); None while it runs.
Hold = tuple[datetime, datetime | None]
#: Where a moment lies on a scale: working seconds, working days or natural days so far.
Position = Callable[[datetime], int]


def union(holds: Iterable[Hold]) -> list[tuple[datetime, datetime]]:
    """The holds as sorted intervals that do not touch (R15); a running one ends at datetime.max."""
    merged: list[tuple[datetime, datetime]] = []
    for since, until in sorted((since, until or datetime.max) for since, until in holds):
        if merged and since <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(until, merged[-1][1])
        # A hold without length has held nothing.
        elif since < until:
            merged.append((since, until))
    return merged


def resumed(holds: Iterable[Hold], moment: datetime) -> list[Hold]:
    """The holds as they would be if every running one ended at `moment`: "if resumed now"."""
    return [(since, moment if until is None else until) for since, until in holds]


def position_of(calendar: Calendar, unit: str) -> Position:
    """The scale a limit of this unit is counted on."""
    return SCALES[unit](calendar)


def _working_days(calendar: Calendar) -> Position:
    return lambda moment: calendar.workdays_to(moment.date())


def _working_seconds(calendar: Calendar) -> Position:
    return calendar.seconds_to


def _natural_days(_calendar: Calendar) -> Position:
    return lambda moment: moment.date().toordinal()


SCALES: dict[str, Callable[[Calendar], Position]] = {
    "immediate": _working_days,
    "working_minute": _working_seconds,
    "working_hour": _working_seconds,
    "working_day": _working_days,
    "natural_day": _natural_days,
}


def used(position: Position, start: datetime, *, end: datetime, holds: Iterable[Hold]) -> int:
    """How much of a scale has passed from `start` to `end` outside the holds."""
    if end <= start:
        return 0
    total = position(end) - position(start)
    for since, until in union(holds):
        begun, ended = max(since, start), min(until, end)
        if begun < ended:
            total -= position(ended) - position(begun)
    return total


def elapsed_days(
    calendar: Calendar, start: datetime, *, end: datetime, holds: Iterable[Hold] = ()
) -> int:
    """Counted working days: not the day of `start`, nor a hold's last, but its first."""
    return used(position_of(calendar, "working_day"), start, end=end, holds=holds)


def elapsed_seconds(
    calendar: Calendar, start: datetime, *, end: datetime, holds: Iterable[Hold] = ()
) -> int:
    """Working seconds from `start` to `end` outside the holds."""
    return used(calendar.seconds_to, start, end=end, holds=holds)
