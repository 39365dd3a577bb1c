"""When somebody is reminded of a limit: before it turns yellow, not after."""

from __future__ import annotations

from datetime import datetime

from app.domain.calendar import Calendar

#: Working time before a limit turns yellow: half a day, in which something can still be done.
LEAD = 4 * 3600


def reaches_to(calendar: Calendar, now: datetime) -> datetime:
    """Limits that turn yellow before this moment are due for a reminder now."""
    return calendar.at_seconds(calendar.seconds_to(now) + LEAD)


def is_time(calendar: Calendar, *, opened: datetime, warn: datetime, now: datetime) -> bool:
    """Whether a part is to be reminded of, half of its time to yellow being over.

    A part that is hours old knows its limit without a reminder; one that is yellow already shows it.
    """
    if not opened < warn or warn <= now:
        return False
    return calendar.elapsed(opened, now) >= calendar.elapsed(now, warn)
