"""The work queue: open tasks by urgency, keyset pages, one statement for the rows.

Statements are built once per shape (scope, filters, direction) in Core: at 25 rows what costs is
not the database but building the statement (performance §11).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import POLICIES, Principal, anyone_like, told
from app.access.grounds import of_own
from app.models import Task
from app.services import arrivals, covers, looks, plain

PAGE = 25
#: Rows read in one statement where a list is taken out.
READ = 500
#: Tab counts stop here: "1000+" is enough to know, and counting further costs time for nothing.
COUNTED = 1001
SCOPES = ("mine", "department", "all")
LIGHTS = ("red", "yellow", "green", "held")
#: Order → the column that the list walks: by when a part is to be begun, or when it is due.
ORDERS = {"risk": "rank_at", "due": "sort_at"}

_T: Any = Task.__table__
_ROW = (
    _T.c.id, _T.c.case_id, _T.c.key, _T.c.number, _T.c.kind, _T.c.name, _T.c.theme, _T.c.applicant, _T.c.department,
    _T.c.owner, _T.c.step, _T.c.step_name, _T.c.held, _T.c.due_at, _T.c.warn_at, _T.c.provisional, _T.c.opened_at,
    _T.c.version, _T.c.rank_at, _T.c.reminded_at, _T.c.visit_at, looks.is_new(_T).label("new"),
)  # fmt: skip


@dataclass(frozen=True)
class Filter:
    """What the person asked to see; all of it stands in the address."""

    scope: str = "mine"
    light: str = ""
    theme: str = ""
    step: str = ""
    order: str = "risk"
    #: Only what came since the person looked last.
    new: bool = False
    after: tuple[datetime, int] | None = None
    #: Only what came after this entry of the journal; 0 is everything.
    since: int = 0

    @property
    def shape(self) -> Shape:
        """What of it shapes the statement; the values are bound."""
        asked = (self.theme, self.step, self.after, self.since, self.new)
        return (self.scope, self.light, self.order, *map(bool, asked))

    def values(self, by: Principal, now: datetime) -> dict[str, Any]:
        """What is bound to the statement."""
        values: dict[str, Any] = {"now": now, "today": now.date(), **told(by)}
        values |= {"since": self.since}
        if self.after:
            values |= {"after_at": self.after[0], "after_id": self.after[1]}
        return values | {"theme": self.theme, "step": self.step}


#: Scope, light and order, then whether theme, step, place, entry and what is new are asked.
Shape = tuple[str | bool, ...]


@dataclass(frozen=True)
class Page:
    """One page of rows and the place where the next begins; None where there is none."""

    rows: list[Any]
    after: tuple[datetime, int] | None


def page(session: Session, asked: Filter, *, by: Principal, now: datetime) -> Page:
    """The rows of one page, in the order that was asked."""
    query = _rows_for(asked.shape, anyone_like(by))
    rows = plain.rows(session.connection().execute(query, asked.values(by, now)))
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    return Page(rows, (rows[-1].place, rows[-1].id) if more else None)


def every(session: Session, asked: Filter, *, by: Principal, now: datetime) -> Iterator[Any]:
    """All rows of a list in its order, a part at a time, each beginning where the last one ended."""
    asked = replace(asked, after=None)
    rows: list[Any] = [None] * READ
    while len(rows) == READ:
        query = _rows_for(asked.shape, anyone_like(by)).limit(READ)
        rows = plain.rows(session.connection().execute(query, asked.values(by, now)))
        yield from rows
        if rows:
            asked = replace(asked, after=(rows[-1].place, rows[-1].id))


@lru_cache(maxsize=256)
def _rows_for(shape: Shape, by: Principal) -> sa.Select[Any]:
    """Everybody's statement of one shape with the same rights, built once; who asks is told when it runs."""
    return _statement(shape, by).where(POLICIES["task"].rows(by))


def _statement(shape: Shape, by: Principal) -> sa.Select[Any]:
    scope, light, order, theme, step, after, since, new = shape
    where = [_T.c.state == "open", SCOPED[str(scope)](by)]
    if light:
        where.append(LIT[str(light)]())
    if since:
        where.append(arrivals.came(str(scope)))
    where += [
        ASKED[name] for name, asked in (("new", new), ("theme", theme), ("step", step)) if asked
    ]
    place = _T.c[ORDERS[str(order)]]
    if after:
        where.append(sa.tuple_(place, _T.c.id) > AFTER)
    rows = sa.select(*_ROW, place.label("place")).where(*where)
    return rows.order_by(place, _T.c.id).limit(PAGE + 1)


AFTER = sa.tuple_(
    sa.bindparam("after_at", type_=sa.DateTime), sa.bindparam("after_id", type_=sa.Integer)
)
#: What a list may be narrowed to, besides its light.
ASKED: dict[str, Any] = {
    "new": _T.c.id.in_(looks.fresh()),
    "theme": sa.or_(_T.c.theme == sa.bindparam("theme"), _T.c.name == sa.bindparam("theme")),
    "step": _T.c.step_name == sa.bindparam("step"),
}


def _in_hand() -> Any:
    """Tasks of one's own and of whom one stands in for, by their ids: else a planner walks the whole
    department to find them.
    """
    mine: Any = _T.alias("mine")
    owners = covers.covered(
        sa.bindparam("me", type_=sa.String), sa.bindparam("today", type_=sa.Date)
    )
    return _T.c.id.in_(sa.select(mine.c.id).where(mine.c.state == "open", mine.c.owner.in_(owners)))


SCOPED: dict[str, Callable[[Principal], Any]] = {
    "mine": lambda _by: _in_hand(),
    "department": lambda by: of_own(_T.c.department, by),
    "all": lambda _by: sa.true(),
}


def _now() -> Any:
    return sa.bindparam("now", type_=sa.DateTime)


LIT: dict[str, Callable[[], Any]] = {
    "red": lambda: sa.and_(~_T.c.held, _T.c.due_at < _now()),
    "yellow": lambda: sa.and_(~_T.c.held, _T.c.due_at >= _now(), _T.c.warn_at <= _now()),
    "green": lambda: sa.and_(
        ~_T.c.held,
        sa.or_(_T.c.due_at.is_(None), sa.and_(_T.c.due_at >= _now(), _T.c.warn_at > _now())),
    ),
    "held": lambda: _T.c.held,
}


def arrived(session: Session, asked: Filter, *, by: Principal, now: datetime) -> int:
    """How many rows came into a list after ``asked.since``, counted up to COUNTED, in one statement."""
    values = asked.values(by, now)
    counted = session.connection().execute(_arrived(asked.shape, anyone_like(by)), values)
    return int(counted.scalar_one())


@lru_cache(maxsize=256)
def _arrived(shape: Shape, by: Principal) -> sa.Select[Any]:
    few = _rows_for(shape, by).with_only_columns(sa.literal(1)).order_by(None).limit(COUNTED)
    return sa.select(sa.func.count()).select_from(few.subquery())


def next_number(session: Session, *, by: Principal, now: datetime) -> str | None:
    """The most urgent task of mine, else the most urgent unclaimed one of my departments."""
    mine = page(session, Filter("mine"), by=by, now=now).rows
    if mine:
        return str(mine[0].number)
    asked = Filter("department")
    open_ones = _rows_for(asked.shape, anyone_like(by)).where(_T.c.owner.is_(None))
    row = session.execute(open_ones, asked.values(by, now)).first()
    return str(row.number) if row else None
