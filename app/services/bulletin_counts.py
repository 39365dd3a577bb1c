"""What a bulletin counts, counted over the rows: a fixed number of statements, whatever the period."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.bulletin import COUNTED, PROMISE, Period
from app.domain.ratings import LEVELS
from app.models import Appeal, Card, Case, Rating, ServiceVersion, Task
from app.services.bulletin_courses import (
    Courses,
    bounds,
    counted,
    ended_of_before,
    not_void,
    within,
)

Lines = dict[str, dict[str, int]]
#: Clock of the case as a whole, as its cards name it.
WHOLE = "case"
#: What stands beside the levels: ratings that count nowhere.
EXCLUDED = "excluded"
#: Written out and no parameter: it is what the indexes of departments' parts hold.
WORK = Task.kind == sa.literal_column("'work'")


def entry_of(kind: str, code: str) -> str:
    """How a bulletin names what cases are of."""
    return f"{kind}/{code}"


def entries(session: Session, period: Period) -> Lines:
    """What cases are of → what ``domain.bulletin.tally`` counts of them."""
    of = _cases(session, Case.version_id, sa.select(ServiceVersion.id))
    lines = counted(session, of, period)
    _put_cards(
        session, lines, of, card=_Cards(Card.case_id == Case.id, Case.version_id + 0), period=period
    )
    return _by_entry(session, lines)


def departments(session: Session, period: Period) -> Lines:
    """Department → what is counted of the parts that it handles."""
    names = session.execute(_departments()).scalars()
    where = (WORK, Task.department.in_([name for name in names if name]))
    moments = (Task.opened_at, Task.closed_at)
    of = Courses(Task.department, *moments, Task.outcome, where, *bounds(session))
    lines = counted(session, of, period)
    on = sa.and_(
        Card.case_id == Task.case_id, Card.clock == Task.key, Task.kind.concat("") == "work"
    )
    _put_cards(
        session, lines, of, card=_Cards(on, Task.department.concat(""), sa.true()), period=period
    )
    return _counted(lines)


def channels(session: Session, period: Period) -> Lines:
    """Way by which appeals came → what is counted of them."""
    classes = sa.select(ServiceVersion.id).where(ServiceVersion.kind == "appeal")
    of = _cases(session, Appeal.channel, classes)
    of = of._replace(join=(Appeal, Appeal.case_id == Case.id))
    lines = counted(session, of, period)
    # By the appeal and not by the case: of most cards there is none, and no case is looked up.
    _put_cards(
        session,
        lines,
        of,
        card=_Cards(Card.case_id == Appeal.case_id, Appeal.channel),
        period=period,
    )
    return _counted(lines)


def ratings(session: Session, period: Period) -> dict[str, int]:
    """Level → how many gave it in the period; ``excluded`` are those a review took out since."""
    query = sa.select(Rating.level, sa.func.count(), sa.func.count(Rating.excluded_at))
    query = query.where(Rating.level.in_(LEVELS), *within(Rating.given_at, period))
    rows = session.execute(query.group_by(Rating.level)).all()
    found = {str(level): given - excluded for level, given, excluded in rows}
    found[EXCLUDED] = sum(excluded for _level, _given, excluded in rows)
    return {key: count for key, count in found.items() if count}


class _Cards(NamedTuple):
    """How cards are of what is counted, and its key where it is sought from them: no column of an index."""

    on: Any
    key: Any
    #: those that are of its own clock
    own: Any = Card.clock == WHOLE


def _cases(session: Session, key: Any, versions: sa.Select[Any]) -> Courses:
    where = (Case.version_id.in_(versions),)
    return Courses(key, Case.received_at, Case.closed_at, Case.outcome, where, *bounds(session))


def _departments() -> sa.Select[Any]:
    """Who ever handled a part: each sought behind the one before, for there are few of them and many parts."""
    least = sa.select(sa.func.min(Task.department)).where(WORK, not_void(Task.outcome))
    found = sa.select(least.scalar_subquery().label("code")).cte(recursive=True)
    behind = least.where(Task.department > found.c.code).scalar_subquery()
    there = sa.select(behind).where(found.c.code.is_not(None))
    return sa.select(found.union_all(there).c.code)


def _put_cards(
    session: Session, lines: dict[Any, dict[str, int]], of: Courses, *, card: _Cards, period: Period
) -> None:  # fmt: skip
    """The cards written in the period, and what ended in it after its promise; from the cards, which are few."""
    if not of.begins_before(period.end):
        return
    late = sa.and_(Card.limit_name == PROMISE, card.own)
    sums = [_sum(sa.and_(Card.colour == one, Card.at < period.end)) for one in ("yellow", "red")]
    sums.append(_sum(sa.and_(late, *within(of.ended, period))))
    written = of._replace(key=card.key, where=()).select(*sums).join(Card, card.on)
    for key, yellow, red, many in session.execute(written.where(Card.at >= period.start)):
        _add(lines, key, {"yellow": yellow, "red": red, "late": many})
    # What has an older card had begun before.
    older = of.select(sa.func.count()).join(Card, card.on).where(late, Card.at < period.start)
    for key, many in session.execute(older.where(*ended_of_before(of, period))):
        _add(lines, key, {"late": many})


def _sum(clause: Any) -> Any:
    return sa.func.sum(sa.case((clause, 1), else_=0))


def _add(lines: dict[Any, dict[str, int]], key: Any, counts: dict[str, int]) -> None:
    line = lines.setdefault(key, dict.fromkeys(COUNTED, 0))
    for name, count in counts.items():
        line[name] += int(count)


def _counted(lines: Lines) -> Lines:
    """Without those of which nothing is counted."""
    return {key: line for key, line in lines.items() if any(line.values())}


def _by_entry(session: Session, lines: dict[Any, dict[str, int]]) -> Lines:
    """Of several versions of one entry one line."""
    found: Lines = {}
    versions: Iterable[Any] = session.execute(
        sa.select(ServiceVersion.id, ServiceVersion.kind, ServiceVersion.code)
    )
    for version, kind, code in versions:
        if version in lines:
            _add(found, entry_of(kind, code), lines[version])
    return _counted(found)
