"""Swaps of shifts: one asks, the other agrees; what comes of it is checked like any shift set by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app import journal
from app.access import POLICIES, Principal
from app.domain import roster
from app.domain.case import Refusal
from app.models import Shift, Swap
from app.services import inbox, roster_setting
from app.services.roster import Place, away, of_codes, plain, rows

ASKED, AGREED, DECLINED, WITHDRAWN = "asked", "agreed", "declined", "withdrawn"
NOT_YOURS = Refusal("swap", "Only a shift in which you sit is yours to swap.", {})
PASSED = Refusal("swap", "The shift has begun.", {})
NOBODY_ELSE = Refusal("swap", "Choose a colleague: the shift is yours already.", {})
NOT_THEIRS = Refusal("swap", "In return you get a shift in which they sit.", {})
TWICE = Refusal("swap", "You have asked for this shift already.", {})
ANSWERED = Refusal("swap", "It is answered already.", {})
ASKER = Refusal("swap", "The other answers; you may withdraw it.", {})
MOVED = Refusal("swap", "The roster has changed since it was asked: ask anew.", {})
SHOWN = 50


class NoSuchSwap(LookupError):
    """There is no such swap, or it is not between them."""


def ask(
    session: Session, shift: int, *, other: str, in_return: int | None, by: Principal, now: datetime
) -> Swap | Refusal:
    """Ask somebody to take a shift of one's own, for one of theirs or as a favour. Raises NoSuchSwap."""
    mine = _shift(session, shift, by)
    back = _shift(session, in_return, by) if in_return else None
    refused = _refused(session, mine, back, other=other, by=by, now=now)
    if refused:
        return refused
    row = Swap(
        shift_id=mine.id, person=by.username, other=other, return_id=in_return, state=ASKED, at=now
    )
    session.add(row)
    session.flush()
    _record(session, row, ASKED, by=by)
    inbox.tell(
        session, [other], "swap_asked", occasion=f"swap:{row.id}", now=now,
        content={"who": by.username, "at": mine.since.isoformat()},
    )  # fmt: skip
    return row


def _shift(session: Session, number: int, by: Principal) -> Shift:
    query = sa.select(Shift).where(Shift.id == number, POLICIES["roster"].rows(by))
    row = session.scalars(query).one_or_none()
    if row is None:
        raise NoSuchSwap(number)
    return row


def _refused(
    session: Session, mine: Shift, back: Shift | None, *, other: str, by: Principal, now: datetime
) -> Refusal | None:
    asked = sa.select(Swap.id).where(Swap.shift_id == mine.id, Swap.state == ASKED)
    wrong = (
        (by.username not in (mine.a, mine.b), NOT_YOURS),
        (other in ("", by.username), NOBODY_ELSE),
        (mine.since <= now or (back is not None and back.since <= now), PASSED),
        (back is not None and other not in (back.a, back.b), NOT_THEIRS),
        (session.execute(asked.limit(1)).first() is not None, TWICE),
    )
    said = next((refusal for holds, refusal in wrong if holds), None)
    return said or _unfit(session, *_changed(mine, back, (by.username, other)))


def _changed(
    mine: Shift, back: Shift | None, people: tuple[str, str]
) -> tuple[list[Shift], list[roster.Shift]]:
    """The rows that change and what becomes of them."""
    person, other = people
    found = [_put(mine, person, other), *([_put(back, other, person)] if back else [])]
    return [row for row in (mine, back) if row is not None], found


def _put(row: Shift, leaves: str, comes: str) -> roster.Shift:
    return roster.put(plain(row), seat="a" if row.a == leaves else "b", person=comes)


def _unfit(session: Session, there: list[Shift], found: Sequence[roster.Shift]) -> Refusal | None:
    """Why what would come of it may not be: each is checked with the other already changed."""
    known = of_codes(session, {one.window for one in found})
    for shift in found:
        day = shift.since.date()
        others = [plain(row) for row in rows(session, day, day) if row not in there]
        rest = [one for one in found if not roster.is_same(one, shift)]
        refused = roster.check(
            shift, [*others, *rest], able=_able(known, shift.window), away=away(session, day, day)
        )
        if refused:
            return refused
    return None


def _able(known: dict[str, Place], window: str) -> dict[str, str]:
    return known[window].able if window in known else {}


def answer(
    session: Session, swap: int, *, agree: bool, by: Principal, now: datetime
) -> Swap | Refusal:
    """The other agrees or not; agreed, both shifts change at once. Raises NoSuchSwap."""
    row = one(session, swap, by)
    if row.other != by.username:
        return ASKER
    if row.state != ASKED:
        return ANSWERED
    if agree:
        refused = _agreed(session, row, by=by, now=now)
        if refused:
            return refused
    row.state, row.answered_at = (AGREED if agree else DECLINED), now
    _record(session, row, row.state, by=by)
    at = session.get_one(Shift, row.shift_id).since
    inbox.tell(
        session, [row.person], "swap_answered", occasion=f"swap:{row.id}:{row.state}", now=now,
        content={"who": by.username, "answer": row.state, "at": at.isoformat()},
    )  # fmt: skip
    return row


def _agreed(session: Session, row: Swap, *, by: Principal, now: datetime) -> Refusal | None:
    mine = session.get_one(Shift, row.shift_id, with_for_update=True)
    back = session.get_one(Shift, row.return_id, with_for_update=True) if row.return_id else None
    if row.person not in (mine.a, mine.b) or (back and row.other not in (back.a, back.b)):
        return MOVED
    if mine.since <= now or (back and back.since <= now):
        return PASSED
    there, found = _changed(mine, back, (row.person, row.other))
    refused = _unfit(session, there, found)
    if refused:
        return refused
    for shift, fresh in zip(there, found, strict=True):
        roster_setting.write(session, fresh, shift, by=by, now=now)
    return None


def withdraw(session: Session, swap: int, *, by: Principal, now: datetime) -> Swap | Refusal:
    """Whoever asked takes it back. Raises NoSuchSwap."""
    row = one(session, swap, by)
    if row.person != by.username:
        return NOT_YOURS
    if row.state != ASKED:
        return ANSWERED
    row.state, row.answered_at = WITHDRAWN, now
    _record(session, row, "over", by=by)
    return row


def one(session: Session, swap: int, by: Principal) -> Swap:
    """A swap between this person and another, locked. Raises NoSuchSwap."""
    query = sa.select(Swap).where(Swap.id == swap, POLICIES["swap"].rows(by))
    row = session.scalars(query.with_for_update()).one_or_none()
    if row is None:
        raise NoSuchSwap(swap)
    return row


def listed(session: Session, *, by: Principal) -> list[tuple[Swap, Shift, Shift | None]]:
    """The swaps this person sees, the newest first, with their shifts."""
    back = aliased(Shift)
    query = (
        sa.select(Swap, Shift, back)
        .join(Shift, Shift.id == Swap.shift_id)
        .outerjoin(back, back.id == Swap.return_id)
        .where(POLICIES["swap"].rows(by))
        .order_by(Swap.id.desc())
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query.limit(SHOWN))]


def _record(session: Session, row: Swap, what: str, *, by: Principal) -> None:
    journal.record(
        session, "swap", str(row.id), f"swap_{what}", by=by.username, person=row.person,
        other=row.other, shift=row.shift_id, in_return=row.return_id,
    )  # fmt: skip
