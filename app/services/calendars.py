"""The centre's working calendar from its rows; a revision never changes, so it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session, object_session

from app.domain.calendar import Calendar, EmptyCalendar
from app.models import CalendarRevision, ServiceCentre
from app.services import calendar_rows
from app.services.calendar_rows import as_package

__all__ = [
    "as_package",
    "at",
    "current",
    "forget",
    "held",
    "in_force",
    "latest",
    "normal",
    "save_revision",
    "with_closures",
]
_kept: dict[tuple[str, int], Calendar] = {}


def current(session: Session) -> Calendar:
    """The calendar in force. Raises EmptyCalendar where the centre has none."""
    session.flush()
    revision = session.connection().execute(_LATEST).scalar()
    if revision is None:
        raise EmptyCalendar("the centre has no calendar: load the seeds or add one")
    return at(session, revision)


def held(session: Session) -> Calendar:
    """The calendar in force, kept as it is until this act has ended; taken before the row of any case.

    Else a case accepted in the very second of a change would be told the dates of the calendar before
    it, and the change, which looks for running cases, would not see it yet. Raises EmptyCalendar.
    """
    session.flush()
    revision = session.connection().execute(_HELD).scalar()
    return current(session) if revision is None else at(session, revision)


def holding(query: sa.Select[Any]) -> sa.Select[Any]:
    """A statement on the centre's row that holds the calendar as ``held`` does."""
    # Shared: acts wait for a change of the calendar (which takes the row alone), never for each other.
    return query.with_for_update(read=True, key_share=True, of=_CENTRE)


_LATEST = sa.select(sa.func.max(CalendarRevision.id))
_CENTRE: Any = ServiceCentre.__table__
#: Of the row that is held: whoever waited for it reads it anew, and nothing else of their statement.
IN_FORCE = sa.func.coalesce(
    _CENTRE.c.calendar, sa.select(sa.func.max(CalendarRevision.id)).scalar_subquery()
)
_HELD = holding(sa.select(IN_FORCE).select_from(_CENTRE))


def at(session: Session, revision: int) -> Calendar:
    """The calendar of one revision. Raises NoResultFound where there is none."""
    # With the address: two databases in one process number their revisions alike.
    key = (str(session.get_bind().engine.url), revision)
    own: dict[int, Calendar] | None = session.info.get(UNKEPT)
    if own is not None:
        # Built once all the same: hundreds of cases may be worked out anew in this transaction.
        if revision not in own:
            own[revision] = calendar_rows.calendar_of(session.get_one(CalendarRevision, revision))
        return own[revision]
    if key not in _kept:
        _kept[key] = calendar_rows.calendar_of(session.get_one(CalendarRevision, revision))
    return _kept[key]


#: Set while a transaction holds a revision of its own: rolled back, its number may come again.
UNKEPT = "calendar_not_committed"


@event.listens_for(CalendarRevision, "after_insert")
def _in_force(_mapper: Any, connection: sa.Connection, row: CalendarRevision) -> None:
    connection.execute(sa.update(_CENTRE).values(calendar=row.id))
    session = object_session(row)
    if session is not None:
        session.info[UNKEPT] = {}


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_rollback")
def _settled(session: Session) -> None:
    session.info.pop(UNKEPT, None)


def forget() -> None:
    """Drop what is kept (a restored database may number its revisions anew)."""
    _kept.clear()


def normal(said: Mapping[str, Any]) -> dict[str, Any]:
    """A package's calendar in the one way of saying in which revisions are compared."""
    return as_package(calendar_rows.row_of(said, reason="", now=datetime.min))


def with_closures(session: Session, said: Mapping[str, Any]) -> Mapping[str, Any]:
    """A package's calendar with the closures in force, where it says nothing of closures.

    They happened here: a package from elsewhere, or an older one, does not undo them.
    """
    kept = (in_force(session) or {}).get("closures")
    return said if "closures" in said or not kept else {**said, "closures": kept}


def in_force(session: Session) -> dict[str, Any] | None:
    """The calendar in force in the words of the package format; None where there is none yet."""
    row = latest(session)
    return as_package(row) if row is not None else None


def latest(session: Session) -> CalendarRevision | None:
    """The row of the revision in force."""
    query = sa.select(CalendarRevision).order_by(CalendarRevision.id.desc()).limit(1)
    return session.execute(query).scalar_one_or_none()


def save_revision(
    session: Session, said: Mapping[str, Any], *, reason: str, now: datetime
) -> CalendarRevision | None:
    """A new revision where the package's calendar differs from the one in force; else None.

    Running cases keep the dues they have until they are recalculated (spine §4).
    """
    before = latest(session)
    # Saved unchanged it would be a revision that says nothing, named by every due after it.
    if before is not None and as_package(before) == normal(said):
        return None
    fresh = calendar_rows.row_of(said, reason=reason, now=now)
    session.add(fresh)
    return fresh
