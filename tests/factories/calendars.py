"""Calendars for tests: the real one of 2024-2026, and random ones on a half-hour grid."""

from datetime import date, datetime, time, timedelta
from typing import Any

import chinese_calendar
from hypothesis import strategies as st

from app.domain import sla
from app.domain.calendar import Calendar

HALF_HOUR = timedelta(minutes=30)
HOURS = ((time(8, 30), time(11, 30)), (time(13, 30), time(17, 0)))
YEARS = range(2024, 2027)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def china(**changes: Any) -> Calendar:
    """2024-2026 confirmed as published, the table until the end of 2031."""
    every = [date(2024, 1, 1) + timedelta(days=n) for n in range(366 + 365 + 365)]
    plain = {
        "first": date(2024, 1, 1),
        "last": date(2031, 12, 31),
        "days": {
            day: chinese_calendar.is_workday(day)
            for day in every
            if chinese_calendar.is_workday(day) != (day.weekday() < 5)
        },
        "windows": HOURS,
        "confirmed": frozenset(YEARS),
        "names": {
            day: name for day in every if (name := chinese_calendar.get_holiday_detail(day)[1])
        },
    }
    return Calendar(**plain | changes)


CENTRE = china()


@st.composite
def windows(draw: st.DrawFn, *, least: int = 1) -> tuple[tuple[time, time], ...]:
    edges = sorted(draw(st.sets(st.integers(12, 40), min_size=6, max_size=6)))
    pairs = list(zip(edges[::2], edges[1::2], strict=True))[: draw(st.integers(least, 3))]
    return tuple((_clock(opens), _clock(closes)) for opens, closes in pairs)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """One year and a half with odd days off and on, half-days, days without any window."""
    day = st.integers(0, 200).map(lambda offset: date(2026, 1, 1) + timedelta(days=offset))
    return Calendar(
        first=date(2026, 1, 1),
        last=date(2027, 6, 30),
        days=draw(st.dictionaries(day, st.booleans(), max_size=30)),
        windows=draw(windows()),
        special=draw(st.dictionaries(day, windows(least=0), max_size=8)),
        confirmed=frozenset({2026}),
    )


def moments(days: int = 100) -> st.SearchStrategy[datetime]:
    """Half-hours in the first `days` days of the random calendars."""
    return st.integers(0, 48 * days).map(lambda n: datetime(2026, 1, 1) + n * HALF_HOUR)


@st.composite
def holds(draw: st.DrawFn, start: datetime) -> list[tuple[datetime, datetime | None]]:
    """Up to four holds around and after the start; they may overlap, touch or nest."""
    step = st.integers(-20, 300)
    found: list[tuple[datetime, datetime | None]] = []
    since = start
    for _ in range(draw(st.integers(0, 4))):
        since = max(datetime(2026, 1, 1), since + draw(step) * HALF_HOUR)
        found.append((since, since + draw(st.integers(0, 400)) * HALF_HOUR))
    return found


def _clock(half_hours: int) -> time:
    return time(half_hours // 2, 30 * (half_hours % 2))


def due_of(
    start: str, limit: sla.Limit | None, *, calendar: Calendar = CENTRE, **clock: Any
) -> Any:
    return sla.due(calendar, at(start), limit=limit, **clock)


def working_days(value: int) -> dict[str, Any]:
    return {"unit": "working_day", "value": value}


def working_hours(value: int) -> dict[str, Any]:
    return {"unit": "working_hour", "value": value}


def suspended(intervals: Any) -> list[tuple[datetime, datetime]]:
    return [(at(since), at(until)) for since, until in intervals]
