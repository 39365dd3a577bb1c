"""When the house is open: what it does at night, and what it says in the morning."""

from __future__ import annotations

from datetime import datetime

from app.domain.calendar import Calendar


def is_open(calendar: Calendar, now: datetime) -> bool:
    """Whether people are served at this moment."""
    return any(begins <= now.time() < ends for begins, ends in calendar.windows_on(now.date()))


def has_begun(calendar: Calendar, now: datetime) -> bool:
    """Whether this working day's first hour has begun; never on a day of rest."""
    windows = calendar.windows_on(now.date())
    return bool(windows) and now.time() >= min(begins for begins, _ends in windows)
