"""The roster: who may sit where, who is away, how a stretch of days stands, and what is set by hand (R85, R86)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import POLICIES, Principal, may
from app.domain import roster, roster_coverage
from app.domain.case import Refusal
from app.domain.roster import Span
from app.domain.roster_coverage import Stretch
from app.models import Leave, PostTerms, Shift, Window
from app.services import calendars, colleagues
from app.services.covers import APPROVED, EARLY

NOT_YOURS = Refusal("roster", "The head of the centre keeps the roster.", {})
STALE = Refusal("roster", "Somebody changed this shift meanwhile: it is shown as it is now.", {})
NO_HOURS = Refusal("roster", "The window is not open then: the shift lies in no office hours.", {})
OVERLAPS = Refusal("roster", "Another shift of this window lies in these hours.", {})


class NoSuchWindow(LookupError):
    """There is no such window in use, or it is not theirs to see."""


@dataclass(frozen=True)
class Place:
    """A window in use, with who may sit there: username → name."""

    code: str
    name: str
    department: str
    able: dict[str, str]


@dataclass(frozen=True)
class Week:
    """A stretch of days as it stands: windows, shifts by (window, day), how every hour is covered."""

    places: list[Place]
    shifts: dict[tuple[str, date], list[Shift]]
    stretches: dict[tuple[str, date], list[Stretch]]
    away: dict[str, list[Span]]


def places(session: Session, *, by: Principal) -> list[Place]:
    """The windows whose roster this person reads, by code, with who may sit there."""
    query = sa.select(Window).where(Window.retired_at.is_(None)).order_by(Window.code)
    if not may(by, "scope.centre"):
        query = query.where(Window.department.in_(sorted(by.departments)))
    return of_windows(session, list(session.scalars(query)))


def of_codes(session: Session, codes: Collection[str]) -> dict[str, Place]:
    """Windows in use by code, with who may sit there, whoever asks."""
    query = sa.select(Window).where(Window.retired_at.is_(None), Window.code.in_(sorted(codes)))
    return {one.code: one for one in of_windows(session, list(session.scalars(query)))}


def of_windows(session: Session, windows: Collection[Window]) -> list[Place]:
    """Windows with their people; whoever is out of the rotation, or knows other windows only, left out."""
    people = colleagues.sitting(session, {one.department for one in windows})
    terms = {row.person: row for row in session.scalars(sa.select(PostTerms))}
    return [
        Place(window.code, window.name, window.department, {
            username: name
            for username, name in people[window.department].items()
            if _knows(terms.get(username), window.code)
        })
        for window in windows
    ]  # fmt: skip


def _knows(terms: PostTerms | None, window: str) -> bool:
    return terms is None or (terms.share > 0 and (not terms.windows or window in terms.windows))


def place(session: Session, code: str, *, by: Principal) -> Place:
    """One window. Raises NoSuchWindow."""
    found = next((one for one in places(session, by=by) if one.code == code), None)
    if found is None:
        raise NoSuchWindow(code)
    return found


def away(session: Session, first: date, last: date) -> dict[str, list[Span]]:
    """Who is away when, of what is approved and touches these days."""
    begin, end = bounds(first, last)
    query = sa.select(Leave.person, Leave.since, Leave.until).where(
        Leave.state.in_((APPROVED, EARLY)), Leave.since < end, Leave.until > begin
    )
    found: dict[str, list[Span]] = defaultdict(list)
    for person, since, until in session.execute(query.order_by(Leave.since)).tuples():
        found[person].append(Span(since, until))
    return dict(found)


def bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """The moments between which days lie, both days whole."""
    return datetime.combine(first, time.min), datetime.combine(last + timedelta(days=1), time.min)


def rows(session: Session, first: date, last: date, *windows: str) -> list[Shift]:
    """The shifts of these days, of some windows or of all, in the order of time."""
    query = sa.select(Shift).where(Shift.day >= first, Shift.day <= last)
    if windows:
        query = query.where(Shift.window.in_(windows))
    return list(session.scalars(query.order_by(Shift.since, Shift.window)))


def plain(row: Shift) -> roster.Shift:
    """A row as the domain knows it."""
    return roster.Shift(row.window, row.since, row.until, row.a, row.b, row.edited)


def week(session: Session, first: date, last: date, *, by: Principal) -> Week:
    """How these days stand for this person's windows."""
    found = places(session, by=by)
    codes = [one.code for one in found]
    shifts = rows(session, first, last, *codes) if codes else []
    gone = away(session, first, last)
    stretches = covering(session, codes, (first, last), shifts=map(plain, shifts), gone=gone)
    return Week(found, _by_day(shifts), _by_day(stretches), gone)


def covering(
    session: Session,
    windows: Iterable[str],
    span: tuple[date, date],
    *,
    shifts: Iterable[roster.Shift],
    gone: roster.Away,
) -> list[Stretch]:
    """How every office hour of these windows is covered."""
    hours = roster.hours_of(calendars.current(session), first=span[0], last=span[1])
    return roster_coverage.coverage(windows, hours, shifts=shifts, away=gone)


def _by_day(found: Iterable[Any]) -> dict[tuple[str, date], list[Any]]:
    kept: dict[tuple[str, date], list[Any]] = defaultdict(list)
    for one in found:
        kept[one.window, one.since.date()].append(one)
    return dict(kept)


def mine(session: Session, *, by: Principal, first: date, last: date) -> list[Shift]:
    """The shifts of these days in which this person sits."""
    own = sa.or_(Shift.a == by.username, Shift.b == by.username)
    query = sa.select(Shift).where(own, Shift.day >= first, Shift.day <= last)
    return list(session.scalars(query.where(POLICIES["roster"].rows(by)).order_by(Shift.since)))
