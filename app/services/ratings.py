"""好差评: given once by a link, answered by a rectification where bad, reviewed and called upon (R90)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import cipher, journal
from app.access import POLICIES, SYSTEM, Principal
from app.domain import ratings
from app.domain.refusal import Refusal
from app.models import AppealClass, Case, JournalEntry, Rating, RatingReview, Revisit, Task
from app.services import blueprints, calendars, cases, publishing, rating_links
from app.services.intake import Intake

#: Nobody signed in: whoever held the link.
RATER = "nobody"
#: Who rated: a rectification has no applicant of its own, and knows nobody else's.
UNNAMED = {"name": "", "id_type": ""}
LONGEST = 1000
USED = Refusal("R90", "This link was used already. Each link works once.", {})
EXPIRED = Refusal("R90", "This link has run out. Ask at the window for another one.", {})
LEVEL = Refusal("R90", "Choose one of the five.", {})
LONG = Refusal("R90", "At most 1,000 characters.", {})
RATED = Refusal("R90", "Who handled the case decides nothing about its rating.", {})
NO_REASON = Refusal("R90", "Say why it does not count.", {})
EXCLUDED = Refusal("R90", "It is excluded already.", {})
WAITS = Refusal("R90", "The department asked for a review: decide that.", {})
STANDS = Refusal("R90", "A review decided that it stands; that is decided once.", {})
NOT_GIVEN = Refusal("R90", "Nobody has rated yet.", {})
GOOD = Refusal("R90", "Only who rated badly is called on again.", {})
UNASKED = Refusal("R90", "They did not agree to be called on.", {})
NO_WAY = Refusal("R90", "Say how they were called on.", {})
NO_ANSWER = Refusal("R90", "Say whether they are content now.", {})


class NoSuchRating(LookupError):
    """No rating has this link or number, or it is not theirs to see: the two look the same."""


def find(session: Session, token: str) -> Rating | None:
    """The rating behind a link; None where there is none."""
    query = sa.select(Rating).where(Rating.token == rating_links.hashed(token))
    return session.scalars(query).one_or_none()


def stands(session: Session, rating: Rating, *, now: datetime) -> Refusal | None:
    """Why a link does not rate; None where it does."""
    if rating.given_at:
        return USED
    if rating.expires_at < now:
        return EXPIRED
    case = session.get_one(Case, rating.case_id)
    return None if case.closed_at else rating_links.OPEN


def give(
    session: Session, token: str, *, level: int, words: str, contact: bool, now: datetime
) -> Rating | Refusal:
    """Rate once; of two at once one wins. A bad level opens its rectification in the same act (R90).

    Raises NoSuchRating where there is no such link.
    """
    calendars.held(session)  # before any case's row, as whoever receives a case does
    rating = find(session, token)
    if rating is None:
        raise NoSuchRating
    refused = stands(session, rating, now=now) or _unfit(level, words)
    if refused:
        return refused
    given = {
        "level": level,
        "words": words.strip() or None,
        "contact": contact,
        "given_at": now,
    }
    first = sa.update(Rating).where(Rating.id == rating.id, Rating.given_at.is_(None))
    # Whoever came first has it: then this changes nothing.
    if not session.execute(first.values(**given).returning(Rating.id)).all():
        return USED
    session.refresh(rating)
    _note(session, rating, "rated", by=RATER, level=level, words=_sealed(rating.words))
    if ratings.is_bad(level):
        rectify(session, rating, now=now)
    return rating


def _unfit(level: int, words: str) -> Refusal | None:
    if level not in ratings.LEVELS:
        return LEVEL
    return LONG if len(words) > LONGEST else None


def rectify(session: Session, rating: Rating, *, now: datetime) -> str | None:
    """Open the rectification of a bad rating, which nobody who handled the case may touch (R90).

    Gives its number; None where the centre has no rectification published: the rating stands all the same.
    """
    version = _rectification(session, now)
    if version is None:
        return None
    plan = blueprints.blueprint(session, version.sha256)
    taken = Intake(
        version_id=version.id,
        window=plan["lead"],
        applicant=UNNAMED,
        answers={},
        chosen=[task["key"] for task in plan["tasks"] if task["kind"] == "work"],
        documents=[],
        barred=sorted(handlers(session, rating.case_id)),
        links=[{"case": _number(session, rating), "why": "rated"}],
    )
    done = cases.receive(session, taken, by=SYSTEM, now=now)
    if isinstance(done, Refusal):
        return None
    rating.rectification_id = done.case_id
    session.flush()
    return done.number


def _rectification(session: Session, now: datetime) -> Any:
    row = sa.select(AppealClass.key).where(AppealClass.rectification.is_(True))
    key = session.scalar(row.where(AppealClass.retired_at.is_(None)).limit(1))
    return publishing.current(session, "rectification", key, at=now) if key else None


def handlers(session: Session, case_id: int) -> set[str]:
    """Everybody who handled a case: whoever acted in it, whose a part is, who was asked first."""
    acted = sa.select(JournalEntry.by).where(JournalEntry.case_id == case_id).distinct()
    owned = sa.select(Task.owner, Task.acted_by).where(Task.case_id == case_id)
    first = sa.select(Case.first_contact).where(Case.id == case_id)
    found = set(session.scalars(acted)) | {session.scalar(first)}
    found |= {name for row in session.execute(owned) for name in row}
    return {name for name in found if name} - {SYSTEM.username, RATER}


def exclude(
    session: Session, rating_id: int, why: str, *, by: Principal, now: datetime
) -> Rating | Refusal:
    """申诉复核: an untrue rating counts in no average any more; it stays to be read. Raises NoSuchRating."""
    rating = taken(session, rating_id, by=by, grant="rating.review")
    refused = (
        _unreviewable(rating, why) or _waiting(session, rating) or impartial(session, rating, by)
    )
    return refused or take_out(session, rating, why, by=by, now=now)


def take_out(session: Session, rating: Rating, why: str, *, by: Principal, now: datetime) -> Rating:
    """Take a rating out of the averages, for a reason that somebody impartial gave."""
    rating.excluded_at, rating.excluded_by, rating.excluded_why = now, by.username, why.strip()
    _note(session, rating, "rating_excluded", by=by.username, reason=_sealed(why.strip()))
    return rating


def _unreviewable(rating: Rating, why: str) -> Refusal | None:
    if not rating.given_at:
        return NOT_GIVEN
    if rating.excluded_at:
        return EXCLUDED
    if len(why) > LONGEST:
        return LONG
    return None if why.strip() else NO_REASON


def _waiting(session: Session, rating: Rating) -> Refusal | None:
    """What the department asked for is answered and not passed by; what was answered stands."""
    asked = sa.select(RatingReview.decided_at).where(RatingReview.rating_id == rating.id)
    review = session.execute(asked).one_or_none()
    if review is None:
        return None
    return STANDS if review.decided_at else WAITS


def impartial(session: Session, rating: Rating, by: Principal) -> Refusal | None:
    """Why somebody decides nothing about a rating; None where they handled nothing of its case."""
    return RATED if by.username in handlers(session, rating.case_id) else None


def revisit(
    session: Session,
    rating_id: int,
    *,
    way: str,
    reached: bool,
    satisfied: bool | None,
    said: str,
    by: Principal,
    now: datetime,
) -> Revisit | Refusal:
    """回访: put on record that a rater was called on, and what they say now. Raises NoSuchRating."""
    rating = taken(session, rating_id, by=by, grant="rating.revisit")
    refused = _uncallable(rating) or impartial(session, rating, by)
    if refused:
        return refused
    if way not in ratings.WAYS:
        return NO_WAY
    if reached and satisfied is None:
        return NO_ANSWER
    if len(said) > LONGEST:
        return LONG
    row = Revisit(
        rating_id=rating.id, at=now, by=by.username, way=way, reached=reached,
        satisfied=satisfied if reached else None, said=said.strip() or None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _note(session, rating, "rating_revisited", by=by.username, way=way, reached=reached, satisfied=row.satisfied)  # fmt: skip
    return row


def _uncallable(rating: Rating) -> Refusal | None:
    if not rating.level or not ratings.is_bad(rating.level):
        return GOOD
    return None if rating.contact else UNASKED


def taken(session: Session, rating_id: int, *, by: Principal, grant: str) -> Rating:
    """A rating in this person's hands, locked. Raises NoSuchRating."""
    mine = sa.select(Rating).where(Rating.id == rating_id, POLICIES["rating"].rows(by, grant))
    rating = session.scalars(mine.with_for_update()).one_or_none()
    if rating is None:
        raise NoSuchRating
    return rating


def _note(session: Session, rating: Rating, kind: str, *, by: str, **data: Any) -> None:
    ref = rating_links.reference(_number(session, rating), rating.channel)
    journal.record(session, "rating", ref, kind, by=by, **data)


def _number(session: Session, rating: Rating) -> str:
    return session.execute(sa.select(Case.number).where(Case.id == rating.case_id)).scalar_one()


def _sealed(text: str | None) -> str | None:
    return cipher.seal_of_text(text) if text else None
