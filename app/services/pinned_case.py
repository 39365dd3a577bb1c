"""Which versions and calendar revisions a case stands on: its own events say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import CalendarRevision, ServiceVersion


def under(
    session: Session, events: Iterable[Mapping[str, Any]]
) -> list[tuple[str, ServiceVersion]]:
    """The versions a case stood under, each with the moment since when; the last is the one it pins."""
    since = [(str(event["at"]), event["blueprint"]) for event in events if event["type"] in PINNING]
    query = sa.select(ServiceVersion).where(ServiceVersion.sha256.in_([sha for _at, sha in since]))
    by_sha: dict[str, list[ServiceVersion]] = {}
    for version in session.execute(query.order_by(ServiceVersion.number)).scalars():
        by_sha.setdefault(version.sha256, []).append(version)
    return [(at, _then(by_sha[sha], datetime.fromisoformat(at))) for at, sha in since]


def _then(same: list[ServiceVersion], at: datetime) -> ServiceVersion:
    """Of versions that say the same, the last that had begun."""
    return next((one for one in reversed(same) if one.valid_from <= at), same[0])


#: Events by which a case is bound to a blueprint.
PINNING = ("received", "reclassified")


def calendars_of(
    session: Session, events: Iterable[Mapping[str, Any]]
) -> list[tuple[CalendarRevision, list[str]]]:
    """The calendar revisions that a case's due dates come from, each with the clocks that it set."""
    clocks = {event["clock"]: event["calendar"] for event in events if event["type"] == "due_set"}
    query = sa.select(CalendarRevision).where(CalendarRevision.id.in_(set(clocks.values())))
    return [
        (row, [clock for clock, revision in clocks.items() if revision == row.id])
        for row in session.execute(query.order_by(CalendarRevision.id)).scalars()
    ]
