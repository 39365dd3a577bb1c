"""Days, times and office hours, read as people write them."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any

from flask_babel import gettext as _

#: 2026-10-01, 10-1, 10.1, 10月1日.
DAY = re.compile(r"^(?:(\d{4})\s*[-./年]\s*)?(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?$")
CLOCK = re.compile(r"^([01]?\d|2[0-3])[:：]([0-5]\d)$")
#: From and until, whatever dash stands between.
SPAN = re.compile(r"([0-2]?\d[:：][0-5]\d)\s*[-–—~至到]+\s*([0-2]?\d[:：][0-5]\d)")


def read_day(text: str | None, year: int | None = None) -> date | None:
    """A day as people write it; without its year it is of ``year``. None where it is no day."""
    found = DAY.match((text or "").strip())
    if not found or not (found[1] or year):
        return None
    try:
        return date(int(found[1] or year or 0), int(found[2]), int(found[3]))
    except ValueError:
        return None


def read_time(text: str | None) -> time | None:
    """A time as 8:30; None where it is none."""
    found = CLOCK.match((text or "").strip())
    return time(int(found[1]), int(found[2])) if found else None


def read_hours(text: str | None) -> list[list[str]] | None:
    """Office hours as 8:30-11:30、13:30-17:00, in order; None where they are none."""
    spans = SPAN.findall(text or "")
    left = re.sub(r"[\s,，、;；]+", "", SPAN.sub("", text or ""))
    times = [[read_time(end) for end in span] for span in spans]
    if not spans or left or any(None in span for span in times):
        return None
    pairs = [[f"{end:%H:%M}" for end in span if end] for span in times]
    if any(a >= b for a, b in pairs) or any(one[1] > two[0] for one, two in pairwise(pairs)):
        return None
    return pairs


def write_hours(pairs: list[list[str]]) -> str:
    """Office hours as the form shows them."""
    return " ".join(f"{opens}-{closes}" for opens, closes in pairs)


def read_moment(day: Any, clock: Any) -> datetime | None:
    """The moment in two fields; None where one is none, said at it."""
    found, at = read_day(day.data), read_time(clock.data)
    if found is None:
        day.errors = [_("Write the day as 2026-10-01.")]
    if at is None:
        clock.errors = [_("Write the time as 12:00.")]
    return datetime.combine(found, at) if found and at else None
