"""Gaps two weeks ahead, each named once to those who answer for it; both away is an alarm (R85).

What is named stands in a row: whoever looks, and however often, names it once. A gap that was
closed is forgotten, so that it is named again where it opens anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.domain import roster_coverage
from app.domain.roles import Role
from app.domain.roster_coverage import Stretch
from app.models import PostGap, Shift, Window
from app.services import colleagues, inbox
from app.services import roster as posts

AHEAD = timedelta(days=14)
#: Listed in one message; the rest is counted.
LISTED = 6
#: What a gap is told as, in the order in which it is told.
KINDS = ("both_away", "only_away", "post_gap")
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def ahead(session: Session, *, now: datetime, windows: Collection[str] = ()) -> list[Stretch]:
    """How the next two weeks stand, from this moment on, of the windows that have a roster at all."""
    first, last = now.date(), (now + AHEAD).date()
    codes = [code for code in kept(session, now=now) if not windows or code in windows]
    shifts = posts.rows(session, first, last, *codes) if codes else []
    gone = posts.away(session, first, last)
    found = posts.covering(
        session, codes, (first, last), shifts=map(posts.plain, shifts), gone=gone
    )
    return [one for one in found if one.until > now]


def kept(session: Session, *, now: datetime) -> dict[str, Window]:
    """The windows in use whose roster is kept: they had a shift in the last two weeks, or have one to come."""
    known = sa.select(Shift.window).where(Shift.day >= (now - AHEAD).date()).distinct()
    query = sa.select(Window).where(Window.retired_at.is_(None), Window.code.in_(known))
    return {one.code: one for one in session.scalars(query.order_by(Window.code))}


def name(session: Session, *, now: datetime) -> list[Stretch]:
    """Tell of every gap of the next two weeks that nobody was told of; gives them."""
    found = roster_coverage.gaps(ahead(session, now=now))
    _forget(session, found, now=now)
    return _named(session, found, now=now)


def alarm(session: Session, *, now: datetime, windows: Collection[str]) -> list[Stretch]:
    """Tell at once where A and B of these windows are both away; what is not planned yet is the day's look."""
    found = roster_coverage.gaps(ahead(session, now=now, windows=windows))
    return _named(session, [one for one in found if one.both_away], now=now)


def _named(session: Session, found: list[Stretch], *, now: datetime) -> list[Stretch]:
    fresh = [one for one in found if _is_new(session, one, now=now)]
    if not fresh:
        return []
    known = kept(session, now=now)
    heads = set(colleagues.holding(session, Role.CENTRE_HEAD))
    by_person: dict[str, list[Stretch]] = defaultdict(list)
    for one in fresh:
        for person in heads | set(colleagues.heads(session, known[one.window].department)):
            by_person[person].append(one)
    for person, gaps in by_person.items():
        _tell(session, person, gaps, known, now=now)
    return fresh


def kind_of(gap: Stretch) -> str:
    """Whether nobody was planned, both are away, or the only one is: a message says no more than is so."""
    if not gap.both_away:
        return "post_gap"
    return "only_away" if gap.alone else "both_away"


def _forget(session: Session, found: list[Stretch], *, now: datetime) -> None:
    still = {(one.window, one.since) for one in found}
    for row in session.scalars(sa.select(PostGap).where(PostGap.until > now)):
        if (row.window, row.since) not in still:
            session.delete(row)
    session.flush()


def _is_new(session: Session, gap: Stretch, *, now: datetime) -> bool:
    row = {"window": gap.window, "since": gap.since, "until": gap.until, "named_at": now}
    insert = _INSERT[session.get_bind().dialect.name](PostGap).values(row)
    once = insert.on_conflict_do_nothing(index_elements=["window", "since"])
    return session.execute(once.returning(PostGap.id)).first() is not None


def _tell(
    session: Session, person: str, gaps: list[Stretch], known: dict[str, Window], *, now: datetime
) -> None:
    by_kind: dict[str, list[Stretch]] = defaultdict(list)
    for one in gaps:
        by_kind[kind_of(one)].append(one)
    # The alarms first, whatever was found first.
    for kind in KINDS:
        told = by_kind[kind]
        if told:
            lines = [
                [known[one.window].name, one.since.isoformat(), one.until.isoformat()]
                for one in sorted(told, key=lambda one: (one.since, one.window))
            ]
            inbox.tell(
                session, [person], kind, now=now,
                occasion=f"{kind}:{told[0].window}:{told[0].since.isoformat()}:{now.isoformat()}",
                content={"gaps": lines[:LISTED], "more": max(0, len(lines) - LISTED)},
            )  # fmt: skip
