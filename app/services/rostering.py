"""A rotation made for a period: looked at first, kept only as it was looked at; what was set by hand stays."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.access import Principal, may
from app.domain import roster, roster_coverage
from app.domain.case import Refusal
from app.domain.roster_coverage import Stretch
from app.domain.roster_fairness import Ledger, Standing, standings
from app.domain.roster_rotation import Plan, rotate
from app.models import PostTerms, Shift
from app.services import calendars, inbox
from app.services.roster import NOT_YOURS, Place, away, covering, places, plain, rows

#: A rotation is made for a year at most, and counts what went before for a quarter.
LONGEST, LOOK_BACK = timedelta(days=366), timedelta(days=91)
BACKWARDS = Refusal("roster", "The last day lies before the first.", {})
LONG = Refusal("roster", "A roster is made for a year at most.", {})
PASSED = Refusal("roster", "A roster begins tomorrow at the earliest: what was, stays.", {})
NOWHERE = Refusal("roster", "Choose at least one window.", {})
NOBODY = Refusal("roster", "Nobody sits at the windows you chose.", {})
OTHER = Refusal(
    "roster", "Something changed since you looked: look through it once more, then keep it.", {}
)


@dataclass(frozen=True)
class Wanted:
    """What a rotation is asked for; ``halves`` makes each stretch of hours a shift, ``weekly`` lets pairs stay."""

    first: date
    last: date
    windows: tuple[str, ...]
    halves: bool = False
    weekly: bool = False


@dataclass(frozen=True)
class Made:
    """A rotation as it would be: its shifts, those kept, how fair, what stays thin or empty, its mark."""

    shifts: list[roster.Shift]
    kept: list[roster.Shift]
    standings: list[Standing]
    thin: int
    gaps: list[Stretch]
    mark: str


def preview(session: Session, wanted: Wanted, *, by: Principal, now: datetime) -> Made | Refusal:
    """What the rotation would be; nothing is kept. The same question has the same answer."""
    refused = _refused(wanted, by=by, now=now)
    if refused:
        return refused
    chosen = [place for place in places(session, by=by) if place.code in wanted.windows]
    if not any(place.able for place in chosen):
        return NOBODY
    plan = _plan(session, wanted, chosen)
    made = rotate(plan)
    kept = [shift for shift in plan.kept if shift.window in wanted.windows]
    stretches = covering(
        session, [place.code for place in chosen], (wanted.first, wanted.last),
        shifts=[*made, *kept], gone=plan.away,
    )  # fmt: skip
    ledger = Ledger(plan.posts, shares=plan.shares, away=plan.away)
    thin = sum(one.state == "thin" for one in stretches)
    return Made(
        made, kept, standings([*made, *kept], ledger), thin, roster_coverage.gaps(stretches),
        _mark([*made, *kept]),
    )  # fmt: skip


def _refused(wanted: Wanted, *, by: Principal, now: datetime) -> Refusal | None:
    wrong = (
        (not may(by, "roster.write"), NOT_YOURS),
        (wanted.last < wanted.first, BACKWARDS),
        (wanted.last - wanted.first > LONGEST, LONG),
        (wanted.first <= now.date(), PASSED),
        (not wanted.windows, NOWHERE),
    )
    return next((refusal for holds, refusal in wrong if holds), None)


def _plan(session: Session, wanted: Wanted, chosen: list[Place]) -> Plan:
    """Everything the rotation turns on; shifts of other windows are kept too, for their people are there."""
    slots = roster.slots_of(
        calendars.current(session), first=wanted.first, last=wanted.last, halves=wanted.halves
    )
    there = rows(session, wanted.first, wanted.last)
    kept = [plain(row) for row in there if row.edited or row.window not in wanted.windows]
    begin = wanted.first - timedelta(days=1)
    before = rows(session, begin - LOOK_BACK, begin, *wanted.windows)
    return Plan(
        posts={place.code: tuple(place.able) for place in chosen}, slots=slots,
        shares=dict(session.execute(sa.select(PostTerms.person, PostTerms.share)).tuples().all()),
        away=away(session, wanted.first - LOOK_BACK, wanted.last), kept=kept,
        before=[plain(row) for row in before], weekly=wanted.weekly,
    )  # fmt: skip


def _mark(shifts: Iterable[roster.Shift]) -> str:
    """What tells one rotation from another."""
    lines = sorted(
        f"{one.since.isoformat()} {one.until.isoformat()} {one.window} {one.a} {one.b}"
        for one in shifts
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def keep(
    session: Session, wanted: Wanted, *, mark: str, by: Principal, now: datetime
) -> int | Refusal:
    """Keep the rotation that was looked at; gives how many shifts changed."""
    made = preview(session, wanted, by=by, now=now)
    if isinstance(made, Refusal):
        return made
    if made.mark != mark:
        return OTHER
    changed = _write(session, wanted, made.shifts, by=by, now=now)
    ref = f"{wanted.first.isoformat()} – {wanted.last.isoformat()}"
    # One entry: a year of shifts, line by line, would bury everything else; the mark says which they were.
    journal.record(
        session, "roster", ref, "roster_generated", by=by.username, windows=sorted(wanted.windows),
        changed=changed, mark=made.mark,
    )  # fmt: skip
    people = {person for shift in made.shifts for person in shift.people}
    inbox.tell(
        session, people - {by.username}, "roster_made", now=now,
        occasion=f"roster:{made.mark}",
        content={"since": wanted.first.isoformat(), "until": wanted.last.isoformat()},
    )  # fmt: skip
    return changed


def _write(
    session: Session, wanted: Wanted, shifts: list[roster.Shift], *, by: Principal, now: datetime
) -> int:
    there = {
        (row.window, row.since): row
        for row in rows(session, wanted.first, wanted.last, *wanted.windows)
        if not row.edited
    }
    stamp = {"changed_by": by.username, "changed_at": now}
    fresh, changed = [], 0
    for shift in shifts:
        row = there.pop((shift.window, shift.since), None)
        if row is None:
            fresh.append(_row(shift) | stamp)
        elif (row.until, row.a, row.b) != (shift.until, shift.a, shift.b):
            row.until, row.a, row.b = shift.until, shift.a, shift.b
            row.version, row.changed_by, row.changed_at = row.version + 1, by.username, now
            changed += 1
    for row in there.values():
        session.delete(row)
    session.flush()
    if fresh:
        session.execute(sa.insert(Shift), fresh)
    return changed + len(fresh) + len(there)


def _row(shift: roster.Shift) -> dict[str, Any]:
    return {
        "window": shift.window, "day": shift.since.date(), "since": shift.since,
        "until": shift.until, "a": shift.a, "b": shift.b, "edited": False, "version": 0,
    }  # fmt: skip
