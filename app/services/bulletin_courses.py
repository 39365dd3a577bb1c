"""What began, ended and was under way in a period, by key: few index entries read, however long the period.

What had begun and not ended at a moment is few, and all else follows from it: what ended in a period is what
ran at its beginning and what began, without what runs at its end (``domain.bulletin.course``).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.bulletin import VOID, Period, course
from app.models import Case


class Courses(NamedTuple):
    """What runs, and by what it is counted: ``among`` narrows it to what an index begins with."""

    key: Any
    begun: Any
    ended: Any
    outcome: Any
    among: Any
    #: moments between which everything begins
    first: datetime | None
    last: datetime | None
    where: tuple[Any, ...] = ()
    #: every key in a column ``one``, where an index begins with it
    keys: sa.FromClause | None = None
    #: table that has the key, and on what it is joined
    join: tuple[Any, Any] | None = None

    def select(self, *columns: Any) -> sa.Select[Any]:
        """These columns by key, of what is not void."""
        query = sa.select(self.key, *columns).where(*self.counted, self.among)
        if self.join:
            query = query.select_from(self.begun.class_).outerjoin(*self.join)
        return query.group_by(self.key)

    @property
    def counted(self) -> tuple[Any, ...]:
        """What is not void of it."""
        return (not_void(self.outcome), *self.where)

    def begins_before(self, at: datetime) -> bool:
        """Whether anything had begun before a moment."""
        return self.first is not None and self.first < at

    def is_early(self, at: datetime) -> bool:
        """Whether less lies before a moment than behind it.

        An index by beginning reads all that ever ended before a moment, one by end all that ended since,
        and no planner knows which is less where the moment is a parameter.
        """
        return bool(self.first and self.last and at - self.first < self.last - at)


def counted(session: Session, of: Courses, period: Period) -> dict[Any, dict[str, int]]:
    """Key → received, done, closed and open, as ``domain.bulletin.tally`` has them."""
    if not of.begins_before(period.end):
        return {}
    began: dict[Any, int] = dict(session.execute(_began(of, period)).tuples().all())
    before = _running(session, of, period.start, since=period.start)
    after = _running(session, of, period.end, since=period.start)
    return {
        key: course(
            began.get(key, 0), running_before=before.get(key, (0, 0))[0], running_after=after.get(key, (0, 0))
        )
        for key in began.keys() | before.keys() | after.keys()
    }  # fmt: skip


def _began(of: Courses, period: Period) -> sa.Select[Any]:
    """Key and how many began in a period.

    Counted for one key after the other where that is all that an entry is asked: to group millions by
    a key in which each agrees with the one before takes longer than to count them.
    """
    if of.keys is None:
        return of.select(sa.func.count()).where(*within(of.begun, period))
    mine = (*of.counted, of.key == of.keys.c.one, *within(of.begun, period))
    count = sa.select(sa.func.count()).where(*mine).correlate(of.keys).scalar_subquery()
    return sa.select(of.keys.c.one, count)


def _running(
    session: Session, of: Courses, at: datetime, *, since: datetime
) -> dict[Any, tuple[int, int]]:
    """Key → how many had begun and not ended at a moment, and how many of these began after another."""
    newer = sa.func.sum(sa.case((of.begun >= since, 1), else_=0))
    base = of.select(sa.func.count(), newer)
    found: dict[Any, tuple[int, int]] = {}
    for clauses in _ran(of, at):
        for key, many, new in session.execute(base.where(*clauses)):
            known = found.get(key, (0, 0))
            found[key] = (known[0] + many, known[1] + int(new))
    return found


def _ran(of: Courses, at: datetime) -> list[tuple[Any, ...]]:
    """What had begun and not ended at a moment; in two parts where it is sought by its end."""
    # An expression and no column: by that one nothing is sought.
    if of.is_early(at):
        return [(of.begun < at, sa.func.coalesce(of.ended, at) >= at)]
    later = (of.ended >= at, sa.func.coalesce(of.begun, at) < at)
    return [(of.ended.is_(None), of.begun < at), later]


def ended_of_before(of: Courses, period: Period) -> tuple[Any, ...]:
    """What began before a period and ended in it."""
    if of.is_early(period.start):
        ended = sa.func.coalesce(of.ended, period.end)
        return (of.begun < period.start, *within(ended, period))
    return (sa.func.coalesce(of.begun, period.start) < period.start, *within(of.ended, period))


def bounds(session: Session) -> tuple[datetime | None, datetime | None]:
    """The first and the last receipt."""
    first, last = (
        sa.select(Case.received_at).order_by(order).limit(1).scalar_subquery()
        for order in (Case.received_at, Case.received_at.desc())
    )
    begins, ends = session.execute(sa.select(first, last)).one()
    return begins, ends


def within(moment: Any, period: Period) -> tuple[Any, Any]:
    """That a moment lies in a period."""
    return (moment >= period.start, moment < period.end)


def not_void(outcome: Any) -> Any:
    """That something was not registered by mistake; written out as the indexes have it, for it is no parameter."""
    return sa.or_(outcome.is_(None), outcome != sa.literal_column(f"'{VOID}'"))
