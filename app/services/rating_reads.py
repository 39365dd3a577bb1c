"""Ratings as they are read: a list with what is asked for, averages of the same, one with all that followed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app import journal
from app.access import POLICIES, Principal, may
from app.domain import ratings
from app.domain.ratings import Average
from app.models import Applicant, Case, Rating, RatingReview, Revisit
from app.services.ratings import NoSuchRating

PAGE = 40
POLICY = POLICIES["rating"]
#: What the averages are laid out by.
BY = ("department", "item", "channel")
_ANSWER = aliased(Case)
_REACHED = sa.exists().where(Revisit.rating_id == Rating.id, Revisit.reached.is_(True))
#: Bad ones whose rater agreed to be called on, was answered, and was not reached yet.
TO_CALL = sa.and_(
    Rating.level.in_(ratings.BAD),
    Rating.contact.is_(True),
    Rating.excluded_at.is_(None),
    Rating.replied_at.is_not(None),
    ~_REACHED,
)
#: What may be asked for → the rows.
KINDS: dict[str, Any] = {
    "": sa.true(),
    "bad": Rating.level.in_(ratings.BAD),
    "unanswered": sa.and_(Rating.level.in_(ratings.BAD), Rating.replied_at.is_(None)),
    "to_call": TO_CALL,
    "to_review": sa.exists().where(
        RatingReview.rating_id == Rating.id, RatingReview.decided_at.is_(None)
    ),
    "counted": Rating.excluded_at.is_(None),
    "excluded": Rating.excluded_at.is_not(None),
}
#: Level that may be asked for → the rows.
LEVELS: dict[str, Any] = {
    "": sa.true(),
    **{str(level): Rating.level == level for level in ratings.LEVELS},
    "bad": Rating.level.in_(ratings.BAD),
}


@dataclass(frozen=True)
class Asked:
    """What is asked for; what is empty narrows nothing."""

    kind: str = ""
    department: str = ""
    channel: str = ""
    item: str = ""
    level: str = ""
    since: date | None = None
    until: date | None = None


class Line(NamedTuple):
    """A rating as this person sees it, its case's number and the case that answers it."""

    rating: dict[str, Any]
    number: str
    answer: str | None
    answer_due: datetime | None
    answer_closed: datetime | None


class Figures(NamedTuple):
    """Averages of what was asked for: of all, and laid out by each of BY; names of the items."""

    whole: Average
    by: dict[str, dict[str, Average]]
    items: dict[str, str]


def listed(
    session: Session, asked: Asked, *, by: Principal, after: tuple[datetime, int] | None = None
) -> tuple[list[Line], bool]:
    """A page of ratings, the latest first, and whether there are more."""
    query = _lines(by).where(Rating.given_at.is_not(None), *_where(asked))
    if after:
        query = query.where(sa.tuple_(Rating.given_at, Rating.id) < after)
    query = query.order_by(Rating.given_at.desc(), Rating.id.desc()).limit(PAGE + 1)
    found = [_line(by, row) for row in session.execute(query)]
    return found[:PAGE], len(found) > PAGE


def every(session: Session, asked: Asked, *, by: Principal) -> Iterator[Line]:
    """All that is asked for, the latest first, a page at a time."""
    after, more = None, True
    while more:
        lines, more = listed(session, asked, by=by, after=after)
        yield from lines
        after = (lines[-1].rating["given_at"], lines[-1].rating["id"]) if lines else None


def _lines(by: Principal) -> Any:
    columns = (Rating, Case.number, _ANSWER.number, _ANSWER.due_at, _ANSWER.closed_at)
    joined = sa.select(*columns).join(Case, Case.id == Rating.case_id)
    answered = joined.outerjoin(_ANSWER, _ANSWER.id == Rating.rectification_id)
    return answered.where(POLICY.rows(by))


def _line(by: Principal, row: Any) -> Line:
    return Line(POLICY.mask(by, row[0]), *row[1:])


def _where(asked: Asked) -> list[Any]:
    day = timedelta(days=1)
    offered = (
        (asked.department, Rating.department == asked.department),
        (asked.channel, Rating.channel == asked.channel),
        (asked.item, Rating.item == asked.item),
        (asked.since, Rating.given_at >= _midnight(asked.since)),
        (asked.until, Rating.given_at < _midnight(asked.until) + day),
    )
    return [
        KINDS[asked.kind],
        LEVELS[asked.level],
        *(condition for wanted, condition in offered if wanted),
    ]


def _midnight(day: date | None) -> datetime:
    # A day nobody gave is never asked: what it would say stands beside a condition that is left out.
    return datetime.combine(day or date(2000, 1, 1), time.min)


def figures(session: Session, asked: Asked, *, by: Principal) -> Figures:
    """The averages of what is asked for, by one statement; what a review excluded counts nowhere (R90)."""
    columns = (Rating.department, Rating.item, Rating.channel, Rating.level)
    query = (
        sa.select(*columns, sa.func.count(), sa.func.max(Rating.name))
        .where(POLICY.rows(by), Rating.given_at.is_not(None), Rating.excluded_at.is_(None))
        .where(*_where(asked))
        .group_by(*columns)
        .order_by(*columns)
    )
    rows = session.execute(query).all()
    whole = ratings.averages(("", row[3], row[4]) for row in rows).get("", ratings.average({}))
    laid = {name: _laid(rows, at) for at, name in enumerate(BY)}
    return Figures(whole, laid, {row[1]: row[5] for row in rows})


def _laid(rows: Iterable[Any], at: int) -> dict[str, Average]:
    return ratings.laid_out(ratings.averages((row[at] or "", row[3], row[4]) for row in rows))


def one(session: Session, rating_id: int, *, by: Principal) -> Line:
    """One rating with its case and what answers it. Raises NoSuchRating."""
    row = session.execute(_lines(by).where(Rating.id == rating_id)).one_or_none()
    if row is None or row[0].given_at is None:
        raise NoSuchRating
    return _line(by, row)


def calls(session: Session, rating_id: int) -> list[Revisit]:
    """The calls on a rater, the latest first; of a rating that is the reader's."""
    query = sa.select(Revisit).where(Revisit.rating_id == rating_id)
    return list(session.scalars(query.order_by(Revisit.at.desc(), Revisit.id.desc())))


def call_by(rating: dict[str, Any], *, days: int) -> datetime | None:
    """By when the rater is called on; None before they were answered, or where they did not agree."""
    if not rating["contact"] or not ratings.is_bad(rating["level"]):
        return None
    return ratings.revisit_due(rating["replied_at"], days=days)


def of_case(session: Session, case_id: int, *, by: Principal) -> list[dict[str, Any]]:
    """The ratings and links of a case; the level only to those who read ratings."""
    rows = session.scalars(sa.select(Rating).where(Rating.case_id == case_id).order_by(Rating.id))
    seen = [(row, POLICY.may(by, "rating.read", row)) for row in rows]
    return [
        POLICY.mask(by, row) if reads else {"channel": row.channel, "given_at": row.given_at, "level": None}
        for row, reads in seen
    ]  # fmt: skip


def answered_by(session: Session, case_id: int, *, by: Principal) -> dict[str, Any] | None:
    """What a rectification answers, for whoever handles it: never of which case, nor by whom."""
    row = session.scalars(sa.select(Rating).where(Rating.rectification_id == case_id)).one_or_none()
    return POLICY.mask(by, row) if row else None


def contact(
    session: Session, rating_id: int, *, by: Principal, purpose: str
) -> dict[str, str] | None:
    """Name and telephone of a rater who agreed to be called; the reading is journaled. Raises NoSuchRating."""
    line = one(session, rating_id, by=by)
    agreed = line.rating["contact"] and ratings.is_bad(line.rating["level"])
    if not (may(by, "rating.revisit") and agreed):
        return None
    mine = sa.select(Applicant).where(Applicant.case_id == line.rating["case_id"])
    person = session.scalars(mine).one()
    # Before the values are handed out, in the same transaction: no trace, no values.
    journal.access(session, "case", line.number, "unmasked", purpose=purpose)
    return {"name": person.name, "phone": person.phone or ""}
