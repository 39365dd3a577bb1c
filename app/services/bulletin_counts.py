"""What a bulletin counts, counted over the rows: a fixed number of statements, whatever the period."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.bulletin import COUNTED, PROMISE, VOID, Period
from app.models import Appeal, Card, Case, Rating, ServiceVersion, Task

Lines = dict[str, dict[str, int]]
#: Clock of the case as a whole, as its cards name it.
WHOLE = "case"
#: What stands beside the levels: ratings that count nowhere.
EXCLUDED = "excluded"


def entry_of(kind: str, code: str) -> str:
    """How a bulletin names what cases are of."""
    return f"{kind}/{code}"


def entries(session: Session, period: Period) -> Lines:
    """What cases are of → what ``domain.bulletin.tally`` counts of them."""
    # An expression and no column: by the index of the versions SQLite would read every row of every case.
    spans = _spans(Case, Case.version_id + 0, Case.received_at, period)
    found = _Found(spans.where(_not_void(Case.outcome)), session)
    late = sa.select(Case.version_id, sa.func.count()).join(Card, Card.case_id == Case.id)
    late = late.where(Card.clock == WHOLE, _promised(Case, period)).group_by(Case.version_id)
    found.put(late.where(_not_void(Case.outcome)), "late")
    cards = sa.select(Case.version_id, sa.func.count(), Card.colour).join(
        Card, Card.case_id == Case.id
    )
    found.cards(
        cards.where(_not_void(Case.outcome), _written(period)).group_by(
            Case.version_id, Card.colour
        )
    )
    return _by_entry(session, found.lines)


def departments(session: Session, period: Period) -> Lines:
    """Department → what is counted of the parts that it handles."""
    spans = _spans(Task, Task.department, Task.opened_at, period)
    work = sa.and_(Task.kind == "work", Task.opened_at.is_not(None), _not_void(Task.outcome))
    found = _Found(spans.where(work), session)
    of_part = sa.and_(Card.case_id == Task.case_id, Card.clock == Task.key)
    # From the cards, which are few: by the index of the kinds it would look at every part there ever was.
    carded = sa.and_(Task.kind.concat("") == "work", _not_void(Task.outcome))
    late = sa.select(Task.department, sa.func.count()).join(Card, of_part).where(carded)
    found.put(late.where(_promised(Task, period)).group_by(Task.department), "late")
    cards = sa.select(Task.department, sa.func.count(), Card.colour).join(Card, of_part)
    cards = cards.where(carded, _written(period))
    found.cards(cards.group_by(Task.department, Card.colour))
    return found.lines


def channels(session: Session, period: Period) -> Lines:
    """Way by which appeals came → what is counted of them."""
    of_it = sa.and_(Appeal.case_id == Case.id, _not_void(Case.outcome))
    spans = _spans(Case, Appeal.channel, Case.received_at, period).join(Appeal, of_it)
    found = _Found(spans, session)
    late = sa.select(Appeal.channel, sa.func.count()).select_from(Case).join(Appeal, of_it)
    late = late.join(Card, Card.case_id == Case.id).where(Card.clock == WHOLE)
    found.put(late.where(_promised(Case, period)).group_by(Appeal.channel), "late")
    cards = sa.select(Appeal.channel, sa.func.count(), Card.colour).select_from(Case)
    cards = cards.join(Appeal, of_it).join(Card, Card.case_id == Case.id)
    found.cards(cards.where(_written(period)).group_by(Appeal.channel, Card.colour))
    return found.lines


def ratings(session: Session, period: Period) -> dict[str, int]:
    """Level → how many gave it in the period; ``excluded`` are those a review took out since."""
    given = sa.and_(Rating.given_at >= period.start, Rating.given_at < period.end)
    taken_out = Rating.excluded_at.is_not(None)
    query = sa.select(Rating.level, taken_out, sa.func.count()).where(given)
    found: dict[str, int] = {}
    for level, excluded, count in session.execute(query.group_by(Rating.level, taken_out)):
        key = EXCLUDED if excluded else str(level)
        found[key] = found.get(key, 0) + count
    return found


class _Found:
    """Lines as they come from several statements."""

    def __init__(self, spans: sa.Select[Any], session: Session) -> None:
        self.session = session
        self.lines: dict[Any, dict[str, int]] = {}
        for key, *counts in session.execute(spans):
            line = dict(zip(("received", "done", "closed", "open"), map(int, counts), strict=True))
            if any(line.values()):
                self.lines[key] = dict.fromkeys(COUNTED, 0) | line

    def put(self, query: sa.Select[Any], name: str) -> None:
        """One more count of each key."""
        for key, count in self.session.execute(query):
            self._line(key)[name] = count

    def cards(self, query: sa.Select[Any]) -> None:
        """Cards of each key by their colour."""
        for key, count, colour in self.session.execute(query):
            self._line(key)[colour] = count

    def _line(self, key: Any) -> dict[str, int]:
        return self.lines.setdefault(key, dict.fromkeys(COUNTED, 0))


def _spans(model: Any, key: Any, begun: Any, period: Period) -> sa.Select[Any]:
    """Received, done, closed and open by key, in one walk over an index."""
    ended = model.closed_at
    began, by_end = begun >= period.start, ended < period.end
    closed = sa.and_(ended >= period.start, by_end)
    running = sa.or_(ended.is_(None), ended >= period.end)
    counts = (began, sa.and_(began, by_end), closed, running)
    summed = [sa.func.sum(sa.case((one, 1), else_=0)) for one in counts]
    # What had ended before it began is in no figure of the period.
    query = sa.select(key, *summed).where(begun < period.end)
    return query.where(sa.or_(ended.is_(None), ended >= period.start)).group_by(key)


def _promised(model: Any, period: Period) -> Any:
    ended = model.closed_at
    return sa.and_(Card.limit_name == PROMISE, ended >= period.start, ended < period.end)


def _written(period: Period) -> Any:
    return sa.and_(Card.at >= period.start, Card.at < period.end)


def _not_void(outcome: Any) -> Any:
    return sa.or_(outcome.is_(None), outcome != VOID)


def _by_entry(session: Session, lines: dict[Any, dict[str, int]]) -> Lines:
    """Of several versions of one entry one line."""
    found: Lines = {}
    query = sa.select(ServiceVersion.id, ServiceVersion.kind, ServiceVersion.code)
    for version, kind, code in session.execute(query.where(ServiceVersion.id.in_(list(lines)))):
        line = found.setdefault(entry_of(kind, code), dict.fromkeys(COUNTED, 0))
        for name, count in lines[version].items():
            line[name] += count
    return found
