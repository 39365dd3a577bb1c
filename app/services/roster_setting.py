"""A shift set by hand: checked, journaled, told to whom it concerns, and kept by every rotation after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.access import Principal, may
from app.domain import roster
from app.domain.case import Refusal
from app.domain.roster import Span
from app.models import Shift, Window
from app.services import calendars, inbox
from app.services.roster import (
    NO_HOURS,
    NOT_YOURS,
    OVERLAPS,
    STALE,
    Place,
    away,
    place,
    plain,
    rows,
)


@dataclass(frozen=True)
class Wanted:
    """A shift as it is typed: where, when, who; ``version`` of the row it was read from, -1 where none was."""

    window: str
    since: datetime
    until: datetime
    a: str
    b: str
    version: int = -1

    @property
    def shift(self) -> roster.Shift:
        """As the domain knows it."""
        return roster.Shift(
            self.window, self.since, self.until, self.a or None, self.b or None, edited=True
        )


def put(session: Session, wanted: Wanted, *, by: Principal, now: datetime) -> Shift | Refusal:
    """Set who sits at a window then. Raises NoSuchWindow."""
    if not may(by, "roster.write"):
        return NOT_YOURS
    where = place(session, wanted.window, by=by)
    row = at(session, wanted.window, wanted.since)
    if (row.version if row else -1) != wanted.version:
        return STALE
    refused = refusal(session, wanted.shift, where)
    return refused or write(session, wanted.shift, row, by=by, now=now)


def at(session: Session, window: str, since: datetime) -> Shift | None:
    """The shift of a window that begins then, its row locked."""
    query = sa.select(Shift).where(Shift.window == window, Shift.since == since)
    return session.scalars(query.with_for_update()).one_or_none()


def refusal(session: Session, shift: roster.Shift, where: Place, *but: int) -> Refusal | None:
    """Why a shift may not stand so; shifts in ``but`` are about to change with it."""
    day = shift.since.date()
    if not _opens(session, shift.span):
        return NO_HOURS
    there = [row for row in rows(session, day, day) if row.id not in but]
    own = [plain(row) for row in there if row.window == shift.window]
    if any(roster.meets(one.span, shift.span) and not roster.is_same(one, shift) for one in own):
        return OVERLAPS
    others = [plain(row) for row in there if row.window != shift.window]
    return roster.check(shift, others, able=where.able, away=away(session, day, day))


def _opens(session: Session, span: Span) -> bool:
    """Whether it lies on one day, from an opening to a closing."""
    hours = calendars.current(session).windows_on(span.since.date())
    moments = {span.since.time()} <= {opens for opens, _closes in hours}
    return moments and span.since < span.until and span.until.time() in {end for _opens, end in hours}  # fmt: skip


def write(
    session: Session, shift: roster.Shift, row: Shift | None, *, by: Principal, now: datetime
) -> Shift:
    """Write a shift that may stand so, whoever set it; those who come or go are told."""
    before: list[str | None] = [row.a, row.b] if row else [None, None]
    if row is None:
        row = Shift(window=shift.window, day=shift.since.date(), since=shift.since, version=-1)
        session.add(row)
    row.until, row.a, row.b, row.edited = shift.until, shift.a, shift.b, True
    row.version, row.changed_by, row.changed_at = row.version + 1, by.username, now
    session.flush()
    after = [row.a, row.b]
    if before != after:
        _record(session, row, before, by=by)
        _tell(session, row, before, by=by, now=now)
    return row


def _record(session: Session, row: Shift, before: list[str | None], *, by: Principal) -> None:
    changes = {seat: [was, getattr(row, seat)] for seat, was in zip("ab", before, strict=True)}
    journal.record(
        session, "roster", f"{row.window} {row.since:%Y-%m-%d %H:%M}", "roster_set", by=by.username,
        changes={seat: pair for seat, pair in changes.items() if pair[0] != pair[1]},
    )  # fmt: skip


def _tell(
    session: Session, row: Shift, before: list[str | None], *, by: Principal, now: datetime
) -> None:
    """Each is told where they sit now; who sits there as before is told nothing."""
    name = session.scalar(sa.select(Window.name).where(Window.code == row.window))
    seats = {row.b: "B", row.a: "A"}
    moved = {
        one
        for pair in zip(before, (row.a, row.b), strict=True)
        if pair[0] != pair[1]
        for one in pair
    }
    for person in sorted(one for one in moved if one and one != by.username):
        inbox.tell(
            session, [person], "post_set", occasion=f"shift:{row.id}:{row.version}", now=now,
            content={"window": name, "since": row.since.isoformat(), "who": by.username,
                     "seat": seats.get(person, "")},
        )  # fmt: skip
