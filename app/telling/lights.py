"""A limit as the window says it: kind of light and its words, from the domain's own functions."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from app.domain import light as lights
from app.domain.calendar import Calendar
from app.domain.due import END_OF_DAY, Due
from app.translations import gettext as _
from app.translations import ngettext


class Ended(NamedTuple):
    """A limit whose clock has stopped."""

    due_at: datetime


def kind_of(row: Any, now: datetime) -> str:
    """Light of a row with ``held``, ``due_at`` and ``warn_at``: red, yellow, green, pause or none."""
    if row.held:
        return "pause"
    if row.due_at is None:
        return "none"
    due = Due(row.due_at, row.warn_at or row.due_at, provisional=False)
    return lights.light(due, now) or "none"


def words(kind: str, row: Any, *, calendar: Calendar, now: datetime) -> str:
    """What stands beside the light: how much is left, or that the clock stands."""
    if kind == "pause":
        return _("On hold")
    if row.due_at is None:
        return _("No limit set")
    # A limit in days ends with its day; one in hours ends at some moment of it (spine §4).
    unit = "working_day" if row.due_at.time() == END_OF_DAY else "working_minute"
    left = lights.remaining(
        calendar, Due(row.due_at, row.due_at, provisional=False), now=now, unit=unit
    )
    return SAID[(left.late, left.days is not None)](left)


def ended(due_at: datetime, *, calendar: Calendar, at: datetime) -> str:
    """How a limit was kept, once its clock has stopped: in time, or late by how much (R04, R62)."""
    row = Due(due_at, due_at, provisional=False)
    if not lights.is_late(row, at):
        return _("Finished in time")
    return _("Finished, %(late)s", late=words("red", Ended(due_at), calendar=calendar, now=at))


def _days_left(left: lights.Remaining) -> str:
    if not left.days:
        return _("Due today")
    return ngettext("%(num)s working day left", "%(num)s working days left", left.days)


def _days_late(left: lights.Remaining) -> str:
    return ngettext("%(num)s working day overdue", "%(num)s working days overdue", left.days or 1)


def _hours_left(left: lights.Remaining) -> str:
    if not left.hours:
        return _("%(minutes)s min left", minutes=left.minutes)
    return _("%(hours)s h %(minutes)s min left", hours=left.hours, minutes=left.minutes)


def _hours_late(left: lights.Remaining) -> str:
    return _("%(hours)s h %(minutes)s min overdue", hours=left.hours, minutes=left.minutes)


#: (late, counted in days) → the sentence.
SAID = {
    (False, True): _days_left,
    (True, True): _days_late,
    (False, False): _hours_left,
    (True, False): _hours_late,
}
