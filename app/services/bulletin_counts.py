"""What a bulletin counts, counted over the rows: a fixed number of statements, whatever the period."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.bulletin import COUNTED, Period
from app.domain.ratings import LEVELS
from app.models import Appeal, Case, Rating, ServiceVersion, Task
from app.services import bulletin_cards
from app.services.bulletin_cards import Carded
from app.services.bulletin_courses import Courses, bounds, counted, not_void, within
from app.services.covering import same

Lines = dict[str, dict[str, int]]
#: What stands beside the levels: ratings that count nowhere.
EXCLUDED = "excluded"
#: Written out and no parameter: it is what the indexes of departments' parts hold.
WORK = Task.kind == sa.literal_column("'work'")


def entry_of(kind: str, code: str) -> str:
    """How a bulletin names what cases are of."""
    return f"{kind}/{code}"


def entries(session: Session, period: Period) -> Lines:
    """What cases are of → what ``domain.bulletin.tally`` counts of them."""
    of = _entries(session)
    return _of_entries(session, of, period, cards=_cards(session, of, period))


def entries_and_channels(session: Session, period: Period) -> tuple[Lines, Lines]:
    """The entries, and beside them the way by which appeals came → what is counted of them."""
    of = _entries(session)
    cards = _cards(session, of, period)
    entries = _of_entries(session, of, period, cards=cards)
    return entries, _of_channels(session, period, cards=cards)


def departments(session: Session, period: Period) -> Lines:
    """Department → what is counted of the parts that it handles."""
    known = _departments()
    names = [name for name in session.execute(known).scalars() if name]
    moments = (Task.opened_at, Task.closed_at)
    of = Courses(
        Task.department, *moments, Task.outcome, Task.department.in_(names), *bounds(session),
        where=(WORK,), keys=known.subquery(),
    )  # fmt: skip
    lines = counted(session, of, period)
    if of.begins_before(period.end):
        for (department,), counts in bulletin_cards.of_parts(session, of, period):
            _add(lines, department, counts)
    return _counted(lines)


def ratings(session: Session, period: Period) -> dict[str, int]:
    """Level → how many gave it in the period; ``excluded`` are those a review took out since."""
    query = sa.select(Rating.level, sa.func.count(), sa.func.count(Rating.excluded_at))
    query = query.where(Rating.level.in_(LEVELS), *within(Rating.given_at, period))
    rows = session.execute(query.group_by(Rating.level)).all()
    found = {str(level): given - excluded for level, given, excluded in rows}
    found[EXCLUDED] = sum(excluded for _level, _given, excluded in rows)
    return {key: count for key, count in found.items() if count}


def _cases(session: Session, key: Any, versions: Any) -> Courses:
    among = Case.version_id.in_(versions)
    return Courses(key, Case.received_at, Case.closed_at, Case.outcome, among, *bounds(session))


def _entries(session: Session) -> Courses:
    versions = sa.select(ServiceVersion.id)
    keys = sa.select(ServiceVersion.id.label("one")).subquery()
    return _cases(session, Case.version_id, versions)._replace(keys=keys)


def _cards(session: Session, of: Courses, period: Period) -> list[Carded]:
    began = of.begins_before(period.end)
    return list(bulletin_cards.of_cases(session, of, period)) if began else []


def _of_entries(session: Session, of: Courses, period: Period, *, cards: list[Carded]) -> Lines:
    """Of several versions of one entry one line."""
    lines = counted(session, of, period)
    for (version, _channel), counts in cards:
        _add(lines, version, counts)
    versions = sa.select(ServiceVersion.id, ServiceVersion.kind, ServiceVersion.code)
    found: Lines = {}
    for version, kind, code in session.execute(versions):
        if version in lines:
            _add(found, entry_of(kind, code), lines[version])
    return _counted(found)


def _of_channels(session: Session, period: Period, *, cards: list[Carded]) -> Lines:
    classes = sa.select(ServiceVersion.id).where(ServiceVersion.kind == "appeal")
    of = _cases(session, Appeal.channel, classes)
    of = of._replace(join=(Appeal, same(Appeal.case_id, Case.id)))
    lines = counted(session, of, period)
    for (_version, channel), counts in cards:
        _add(lines, channel, counts)
    lines.pop(None, None)
    return _counted(lines)


def _departments() -> sa.Select[Any]:
    """Who ever handled a part: each sought behind the one before, for there are few of them and many parts."""
    least = sa.select(sa.func.min(Task.department)).where(WORK, not_void(Task.outcome))
    found = sa.select(least.scalar_subquery().label("one")).cte(recursive=True)
    behind = least.where(Task.department > found.c.one).scalar_subquery()
    there = sa.select(behind).where(found.c.one.is_not(None))
    return sa.select(found.union_all(there).c.one)


def _add(lines: dict[Any, dict[str, int]], key: Any, counts: dict[str, int]) -> None:
    line = lines.setdefault(key, dict.fromkeys(COUNTED, 0))
    for name, count in counts.items():
        line[name] += count


def _counted(lines: Lines) -> Lines:
    """Without those of which nothing is counted."""
    return {key: line for key, line in lines.items() if any(line.values())}
