"""申诉复核: the rated department asks, a supervisor who handled nothing of the case decides; nothing is hidden (R90)."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import cipher, journal
from app.access import Principal
from app.domain import ratings
from app.domain.refusal import Refusal
from app.domain.roles import Role
from app.models import Case, Rating, RatingReview
from app.services import colleagues, inbox, rating_links
from app.services import ratings as given

GOOD = Refusal("R90", "Only a bad rating is reviewed.", {})
ASKED = Refusal("R90", "A review was asked for already; it is decided once.", {})
NOTHING = Refusal("R90", "No review waits for a decision.", {})
NO_REASON = Refusal("R90", "Say why.", {})
OWN = Refusal("R90", "Whoever asked for the review does not decide it.", {})


def of_rating(session: Session, rating_id: int) -> RatingReview | None:
    """The review of a rating that is the reader's; None where nobody asked."""
    query = sa.select(RatingReview).where(RatingReview.rating_id == rating_id)
    return session.scalars(query).one_or_none()


def ask(
    session: Session, rating_id: int, why: str, *, by: Principal, now: datetime
) -> RatingReview | Refusal:
    """The rated department holds a bad rating for untrue; supervisors are told. Raises NoSuchRating."""
    rating = given.taken(session, rating_id, by=by, grant="rating.ask_review")
    refused = _unaskable(session, rating) or _unsaid(why)
    if refused:
        return refused
    row = RatingReview(rating_id=rating.id, asked_at=now, asked_by=by.username, why=why.strip())
    session.add(row)
    session.flush()
    _note(session, rating, "rating_review_asked", by, why)
    people = set(colleagues.holding(session, Role.SUPERVISOR)) - {by.username}
    _tell(session, rating, row, "review_asked", people=people, now=now)
    return row


def _unaskable(session: Session, rating: Rating) -> Refusal | None:
    if rating.level is None:
        return given.NOT_GIVEN
    if not ratings.is_bad(rating.level):
        return GOOD
    if rating.excluded_at:
        return given.EXCLUDED
    return ASKED if of_rating(session, rating.id) else None


def _unsaid(text: str) -> Refusal | None:
    if len(text) > given.LONGEST:
        return given.LONG
    return None if text.strip() else NO_REASON


def decide(
    session: Session, rating_id: int, answer: str, *, upheld: bool, by: Principal, now: datetime
) -> RatingReview | Refusal:
    """Take the rating out of the averages, or let it count; with reasons, once. Raises NoSuchRating.

    Nobody who handled the case decides, nor whoever asked.
    """
    rating = given.taken(session, rating_id, by=by, grant="rating.review")
    row = of_rating(session, rating.id)
    if row is None or row.decided_at:
        return NOTHING
    refused = _unsaid(answer) or _partial(session, rating, row, by)
    if refused:
        return refused
    row.decided_at, row.decided_by, row.upheld, row.answer = now, by.username, upheld, answer.strip()  # fmt: skip
    session.flush()
    _note(session, rating, "rating_review_decided", by, answer, upheld=upheld)
    if upheld:
        given.take_out(session, rating, answer, by=by, now=now)
    _tell(session, rating, row, "review_decided", people={row.asked_by}, now=now)
    return row


def _partial(session: Session, rating: Rating, row: RatingReview, by: Principal) -> Refusal | None:
    if by.username == row.asked_by:
        return OWN
    return given.impartial(session, rating, by)


def _note(
    session: Session, rating: Rating, kind: str, by: Principal, reason: str, **data: bool
) -> None:
    ref = rating_links.reference(_number(session, rating), rating.channel)
    sealed = cipher.seal_of_text(reason.strip())
    journal.record(session, "rating", ref, kind, by=by.username, reason=sealed, **data)


def _number(session: Session, rating: Rating) -> str:
    return session.execute(sa.select(Case.number).where(Case.id == rating.case_id)).scalar_one()


def _tell(
    session: Session,
    rating: Rating,
    row: RatingReview,
    kind: str,
    *,
    people: set[str],
    now: datetime,
) -> None:
    content = {"item": rating.name, "who": row.decided_by or row.asked_by, "rating": rating.id}
    content |= {"upheld": row.upheld} if row.decided_at else {}
    inbox.tell(session, people, kind, occasion=f"{kind}:{row.id}", content=content, now=now)
