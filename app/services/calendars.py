"""The centre's working calendar from its rows; a revision never changes, so it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session, object_session

from app.domain.calendar import FIXED_HOLIDAYS, Calendar, EmptyCalendar
from app.models import CalendarDay, CalendarRevision, OfficeHours

#: The table reaches so far past the last confirmed year (spine §4).
REACH = 5
_kept: dict[tuple[str, int], Calendar] = {}


def current(session: Session) -> Calendar:
    """The calendar in force. Raises EmptyCalendar where the centre has none."""
    revision = session.execute(sa.select(sa.func.max(CalendarRevision.id))).scalar()
    if revision is None:
        raise EmptyCalendar("the centre has no calendar: load the seeds or add one")
    return at(session, revision)


def at(session: Session, revision: int) -> Calendar:
    """The calendar of one revision. Raises NoResultFound where there is none."""
    # With the address: two databases in one process number their revisions alike.
    key = (str(session.get_bind().engine.url), revision)
    if session.info.get(UNKEPT):
        return _calendar(session.get_one(CalendarRevision, revision))
    if key not in _kept:
        _kept[key] = _calendar(session.get_one(CalendarRevision, revision))
    return _kept[key]


#: Set while a transaction holds a revision of its own: rolled back, its number may come again.
UNKEPT = "calendar_not_committed"


@event.listens_for(CalendarRevision, "after_insert")
def _not_yet(_mapper: Any, _connection: Any, row: CalendarRevision) -> None:
    session = object_session(row)
    if session is not None:
        session.info[UNKEPT] = True


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_rollback")
def _settled(session: Session) -> None:
    session.info.pop(UNKEPT, None)


def forget() -> None:
    """Drop what is kept (a restored database may number its revisions anew)."""
    _kept.clear()


def _calendar(row: CalendarRevision) -> Calendar:
    years = [int(year) for year in row.confirmed]
    special: dict[date, list[tuple[time, time]]] = {}
    for hours in row.hours:
        if hours.day is not None:
            special.setdefault(hours.day, []).append((hours.opens, hours.closes))
    return Calendar(
        first=date(min(years), 1, 1),
        last=date(max(years) + REACH, 12, 31),
        days={day.day: day.works for day in row.days},
        windows=tuple((hours.opens, hours.closes) for hours in row.hours if hours.day is None),
        special={day: tuple(sorted(windows)) for day, windows in special.items()},
        confirmed=frozenset(years),
        revision=row.id,
        names={day.day: day.name for day in row.days if day.name},
        fixed=FIXED_HOLIDAYS,
    )


def as_package(row: CalendarRevision) -> dict[str, Any]:
    """A revision in the words of the package format."""
    special: dict[str, list[list[str]]] = {}
    for hours in row.hours:
        if hours.day is not None:
            special.setdefault(hours.day.isoformat(), []).append(_pair(hours))
    found: dict[str, Any] = {
        "confirmed": sorted(row.confirmed),
        "off": _days_said([day for day in row.days if not day.works]),
        "work": _days_said([day for day in row.days if day.works]),
        "hours": [_pair(hours) for hours in row.hours if hours.day is None],
        "special": special,
    }
    return {name: value for name, value in found.items() if value}


def _days_said(days: list[CalendarDay]) -> Any:
    """Days with their names; a plain list where none has one."""
    if not any(day.name for day in days):
        return [day.day.isoformat() for day in days]
    return {day.day.isoformat(): day.name or "-" for day in days}


def _pair(hours: OfficeHours) -> list[str]:
    return [f"{hours.opens:%H:%M}", f"{hours.closes:%H:%M}"]


def normal(said: Mapping[str, Any]) -> dict[str, Any]:
    """A package's calendar in the one way of saying in which revisions are compared."""
    return as_package(_row(said, "", datetime.min))


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
    fresh = _row(said, reason, now)
    session.add(fresh)
    return fresh


def _row(said: Mapping[str, Any], reason: str, now: datetime) -> CalendarRevision:
    days = [
        CalendarDay(day=date.fromisoformat(day), works=works, name=name or None)
        for noun, works in (("off", False), ("work", True))
        for day, name in _named(said.get(noun)).items()
    ]
    hours = [_hours(None, pair) for pair in said["hours"]]
    for day, pairs in (said.get("special") or {}).items():
        hours += [_hours(date.fromisoformat(day), pair) for pair in pairs]
    days.sort(key=lambda row: row.day)
    hours.sort(key=lambda row: (str(row.day or ""), row.opens))
    return CalendarRevision(
        confirmed=sorted(said["confirmed"]), reason=reason, at=now, days=days, hours=hours
    )


def _named(days: Any) -> dict[str, str]:
    return dict(days) if isinstance(days, Mapping) else dict.fromkeys(days or [], "")


def _hours(day: date | None, pair: list[str]) -> OfficeHours:
    return OfficeHours(
        day=day, opens=time.fromisoformat(pair[0]), closes=time.fromisoformat(pair[1])
    )
