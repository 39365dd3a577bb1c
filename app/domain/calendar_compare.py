"""In what two calendars differ: the days whose hours change, and from which day on dues may move."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from app.domain.calendar import Calendar
from app.domain.office_hours import Windows


class Changed(NamedTuple):
    """A day whose hours change; none at all: it is no working day."""

    day: date
    before: Windows
    after: Windows


def changed_days(old: Calendar, new: Calendar) -> Iterator[Changed]:
    """Every day on which the two differ, as far as both reach, in order."""
    first, last = max(old.first, new.first), min(old.last, new.last)
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        before, after = old.windows_on(day), new.windows_on(day)
        if before != after:
            yield Changed(day, before, after)


def moves_from(old: Calendar, new: Calendar) -> date | None:
    """No due before this day differs between the two; None where none can differ at all.

    A year confirmed, or no longer, changes the mark of every due in it.
    """
    found = next((change.day for change in changed_days(old, new)), None)
    years = sorted(old.confirmed ^ new.confirmed)
    marks = date(years[0], 1, 1) if years else None
    return min((day for day in (found, marks) if day), default=None)
