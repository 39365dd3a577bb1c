"""The cards that a bulletin counts, and what ended after its promise: from the cards, which are few."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.bulletin import PROMISE, Period
from app.models import Appeal, Card, Case, Task
from app.services.bulletin_courses import Courses, ended_of_before, not_void, within

#: What is counted, by one key or several → its cards of a period and how many ended late in it.
Carded = tuple[tuple[Any, ...], dict[str, int]]
#: The clock of the case as a whole, as its cards name it.
OWN = Card.clock == "case"
COLOURS = ("yellow", "red")


def of_cases(session: Session, of: Courses, period: Period) -> Iterator[Carded]:
    """By version and by the way that an appeal came (of what is no appeal there is none)."""
    cards = _written(period, Card.case_id, late=OWN)
    # An expression and no column: by the column all cases would be walked in its order.
    new = _summed(cards, of, period, by=(Case.version_id + 0, Appeal.channel))
    new = new.join(Case, Case.id == cards.c.case_id)
    old = _older(of, period, by=(Case.version_id, Appeal.channel))
    old = old.join(Card, sa.and_(Card.case_id == Case.id, OWN))
    way = (Appeal, Appeal.case_id == Case.id)
    return _read(session, [new.outerjoin(*way), old.outerjoin(*way)])


def of_parts(session: Session, of: Courses, period: Period) -> Iterator[Carded]:
    """By department, of the parts that departments handle."""
    cards = _written(period, Card.case_id, Card.clock, late=~OWN)
    new = _summed(cards, of, period, by=(Task.department.concat(""),))
    new = new.join(Task, sa.and_(Task.case_id == cards.c.case_id, Task.key == cards.c.clock))
    new = new.where(Task.kind.concat("") == "work")
    old = _older(of, period, by=(Task.department,))
    old = old.join(Card, sa.and_(Card.case_id == Task.case_id, Card.clock == Task.key))
    return _read(session, [new, old])


def _written(period: Period, *by: Any, late: Any) -> Any:
    """The cards since the beginning of a period as one row each case, or each part: so it is sought once."""
    colours = [
        _sum(sa.and_(Card.colour == one, Card.at < period.end)).label(one) for one in COLOURS
    ]
    promise = _sum(sa.and_(late, Card.limit_name == PROMISE)).label("promise")
    query = sa.select(*by, *colours, promise).where(Card.at >= period.start)
    return query.group_by(*by).subquery("cards")


def _summed(cards: Any, of: Courses, period: Period, *, by: tuple[Any, ...]) -> sa.Select[Any]:
    late = sa.case((sa.and_(*within(of.ended, period)), cards.c.promise), else_=0)
    sums = [sa.func.sum(one) for one in (*(cards.c[one] for one in COLOURS), late)]
    query = sa.select(*by, *sums).select_from(cards)
    return query.where(not_void(of.outcome)).group_by(*by)


def _older(of: Courses, period: Period, *, by: tuple[Any, ...]) -> sa.Select[Any]:
    """What ended in a period and has its card from before: it had begun before as well."""
    none = [sa.literal(0).label(one) for one in COLOURS]
    query = sa.select(*by, *none, sa.func.count()).select_from(of.begun.class_)
    query = query.where(*of.counted, of.among, *ended_of_before(of, period))
    return query.where(Card.limit_name == PROMISE, Card.at < period.start).group_by(*by)


def _read(session: Session, queries: Iterable[sa.Select[Any]]) -> Iterator[Carded]:
    for query in queries:
        for *by, yellow, red, late in session.execute(query):
            yield tuple(by), {"yellow": int(yellow), "red": int(red), "late": int(late)}


def _sum(clause: Any) -> Any:
    return sa.func.sum(sa.case((clause, 1), else_=0))
