"""Before and now of one theme, with what its cases of the last year really took (R54)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.calendar import Calendar
from app.domain.figures import Measure, Taken, measures, taken
from app.models import Case, ServiceVersion
from app.services import blueprints, calendars, versions

#: Older cases were handled under other promises; they would only blur what is promised now.
BACK = timedelta(days=365)


class Figures(NamedTuple):
    """The lines of the comparison, the limit promised now, and what cases took in its unit."""

    measures: list[Measure]
    promise: dict[str, Any] | None
    taken: Taken


def since(calendar: Calendar, *, now: datetime) -> date:
    """The first day on which a case that counts was accepted: whole days, as a register is asked for."""
    # Before its first day the calendar cannot count.
    return max((now - BACK).date(), calendar.first)


def of_theme(session: Session, code: str, *, now: datetime) -> Figures | None:
    """The figures of a theme as it is published now; None where it is not."""
    version = versions.current(session, "joint", code, at=now)
    if version is None:
        return None
    blueprint = blueprints.blueprint(session, version.sha256)
    calendar = calendars.current(session)
    promise = blueprint["limits"].get("promise")
    query = (
        sa.select(Case.clock)
        .join(ServiceVersion, ServiceVersion.id == Case.version_id)
        .where(ServiceVersion.kind == "joint", ServiceVersion.code == code)
        .where(Case.accepted_at >= datetime.combine(since(calendar, now=now), time.min))
    )
    clocks = [clock for clock in session.execute(query).scalars() if clock]
    unit = promise["unit"] if promise else "working_day"
    return Figures(measures(blueprint), promise, taken(calendar, clocks, unit=unit))
