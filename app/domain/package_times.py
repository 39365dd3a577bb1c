"""Days, years and hours as a package writes them."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
#: Years a notice can be about; a slip like 206 would build a table of eighteen centuries.
YEARS = range(2000, 2100)
HOURS_SAID = '[["08:30", "11:30"], …] in order, without overlap'


def is_day(value: Any) -> bool:
    """Whether a text is a day as 2026-09-18."""
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def is_moment(value: Any) -> bool:
    """Whether a text is a moment to the minute."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return False
    return found is not None and found.isoformat(timespec="minutes") == value


def is_years(value: Any) -> bool:
    """Whether a value is a list of years, one at least."""
    return isinstance(value, list) and bool(value) and all(map(_is_year, value))


def _is_year(value: Any) -> bool:
    # In Python a bool is an int; in a package true is no year.
    return isinstance(value, int) and not isinstance(value, bool) and value in YEARS


def is_hours(value: Any) -> bool:
    """Office hours in order: [from, to] pairs that neither overlap nor run backwards, one at least."""
    if not (isinstance(value, list) and value and all(map(_is_pair, value))):
        return False
    edges = [edge for pair in value for edge in pair]
    # Written with two digits each, times sort as text does.
    return edges == sorted(edges) and all(opens < closes for opens, closes in value)


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_time, value))  # noqa: PLR2004 - from, to


def _is_time(value: Any) -> bool:
    return isinstance(value, str) and bool(TIME.fullmatch(value))
