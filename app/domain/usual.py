"""How long parts usually take, and so by when one is to be begun: the order of the queue by risk."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from app.domain.calendar import Calendar, OutsideCalendar
from app.domain.elapsed import Hold, elapsed_seconds

#: With fewer closed parts nothing is said: one slow case would be a quarter of what is usual.
LEAST = 5


def begin_by(due: datetime, seconds: int, *, calendar: Calendar) -> datetime:
    """The moment from which so much working time is left until ``due``; ``due`` where nobody can count."""
    try:
        return min(due, calendar.at_seconds(max(0, calendar.seconds_to(due) - seconds)))
    except OutsideCalendar:
        return due


def usual(seconds: Sequence[int]) -> int | None:
    """The median of the working times of closed parts; None where there are too few."""
    return round(statistics.median(seconds)) if len(seconds) >= LEAST else None


def left_at(
    steps: Mapping[str, datetime],
    closed_at: datetime,
    *,
    holds: Iterable[Hold] = (),
    calendar: Calendar,
) -> dict[str, int]:
    """Working seconds from the beginning of each step to the end of the part, outside its holds.

    ``steps`` says when each began, the last time it did. What lies outside the calendar is left out.
    """
    stood, found = list(holds), {}
    for step, begun in steps.items():
        try:
            found[step] = elapsed_seconds(calendar, begun, end=closed_at, holds=stood)
        except OutsideCalendar:
            continue
    return found
