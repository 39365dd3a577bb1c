"""What the why page says of a limit's beginning, its end and its calendar; days and hours differ."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from app.telling import days
from app.translations import gettext as _


class Said(NamedTuple):
    """Notes of the first row and of the last, and what stands below the table."""

    start: str
    due: str
    foot: str


def said(
    rule: dict[str, Any] | None,
    start: datetime,
    at: datetime | None,
    *,
    confirmed: Collection[int],
) -> Said:
    """The words of a limit; ``at`` is when it is due, None while a hold stops it; ``confirmed``: years."""
    unit = (rule or {}).get("unit", "")
    found = SAID.get(unit, _days)(start, at)
    years = [
        str(year) for year in range(start.year, (at or start).year + 1) if year not in confirmed
    ]
    return found._replace(foot=f"{_unconfirmed(years)} {found.foot}") if years else found


def _unconfirmed(years: list[str]) -> str:
    """Why the date is a provisional one (R06)."""
    return _(
        "The holidays of %(years)s are not announced yet; once they are, this date is worked out anew.",
        years="、".join(years),
    )


def _days(_start: datetime, _at: datetime | None) -> Said:
    return Said(
        _("the day it starts; counted from the next"),
        _("due: closed on this day is in time"),
        _("Working days and make-up days from the centre's calendar. The day it starts is not counted (Civil Code, Article 201)."),
    )  # fmt: skip


def _hours(start: datetime, at: datetime | None) -> Said:
    begun, due = days.clock(start), days.clock(at) if at else ""
    return Said(
        _("starts at %(time)s; working minutes are counted", time=begun),
        _("due at %(time)s: closed by then is in time", time=due),
        _("Only office hours of the centre's calendar are counted; begun outside them, it starts with the next."),
    )  # fmt: skip


def _immediate(_start: datetime, _at: datetime | None) -> Said:
    return Said(
        _("done on the spot"),
        _("due: closed on this day is in time"),
        _("Begun after closing or on a rest day, it is due on the next working day."),
    )


#: Unit → its words; the other units count days.
SAID = {"working_minute": _hours, "working_hour": _hours, "immediate": _immediate}
