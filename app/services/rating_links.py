"""The link by which a closed case is rated: worked out of a salt and the centre's key, kept as a hash alone."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import cipher, journal
from app.domain import ratings
from app.domain.refusal import Refusal
from app.models import Case, Rating, ServiceCentre, ServiceVersion

if TYPE_CHECKING:
    from app.services.cases import File

#: A link says twenty-four signs: who guesses all day for a century finds none.
BYTES = 18
OPEN = Refusal("R90", "A case is rated when it is closed.", {})
VOID = Refusal("R90", "A void case is not rated.", {})
ANSWER = Refusal("R90", "What answers a rating is not rated itself.", {})
GIVEN = Refusal("R90", "It was rated by this way already; each way rates once.", {})
CHANNEL = Refusal("R90", "There is no such way of rating.", {})


def link(session: Session, case: Case, channel: str, *, by: str, now: datetime) -> Rating | Refusal:
    """The link of a closed case for one channel: the one there is, anew where it ran out, else made."""
    why = refused(session, case, channel)
    if why:
        return why
    there = of(case.id, channel).with_for_update()
    rating: Rating | None = session.scalars(there).one_or_none()
    if rating is None:
        rating = Rating(case_id=case.id, channel=channel, **_copied(session, case))
    elif rating.given_at:
        return GIVEN
    elif rating.expires_at >= now:
        return rating
    _renew(rating, by, now, days=days(session)["link_days"])
    session.add(rating)
    session.flush()
    journal.record(
        session, "rating", reference(case.number, channel), "rating_linked", by=by,
        until=rating.expires_at.isoformat(),
    )  # fmt: skip
    return rating


def refused(session: Session, case: Case, channel: str) -> Refusal | None:
    """Why a case is not rated by this way; None where it is."""
    if channel not in ratings.CHANNELS:
        return CHANNEL
    if case.closed_at is None:
        return OPEN
    if case.outcome == "void":
        return VOID
    answers = sa.select(Rating.id).where(Rating.rectification_id == case.id)
    return ANSWER if session.execute(answers.limit(1)).first() else None


def waiting(session: Session, case: Case, channel: str, *, now: datetime) -> Rating | None:
    """The link that may still be used, where there is one."""
    unused = of(case.id, channel).where(Rating.given_at.is_(None), Rating.expires_at >= now)
    return session.scalars(unused).one_or_none()


def of(case_id: int, channel: str) -> Any:
    """The statement that finds the link of a case for a channel."""
    return sa.select(Rating).where(Rating.case_id == case_id, Rating.channel == channel)


def _copied(session: Session, case: Case) -> dict[str, Any]:
    query = sa.select(ServiceVersion.code).where(ServiceVersion.id == case.version_id)
    code = session.execute(query).scalar_one()
    return {"department": case.lead, "item": code, "name": case.name, "contact": False}


def _renew(rating: Rating, by: str, now: datetime, *, days: int) -> None:
    rating.salt = secrets.token_urlsafe(BYTES)
    rating.token = hashed(token(rating))
    rating.made_at, rating.made_by = now, by
    rating.expires_at = ratings.expires(now, days=days)


def days(session: Session) -> dict[str, int]:
    """How long a link works and by when a rater is called on again, as the centre says."""
    more = session.execute(sa.select(ServiceCentre.more)).scalar_one_or_none() or {}
    usual = {"link_days": ratings.LINK_DAYS, "revisit_days": ratings.REVISIT_DAYS}
    return usual | (more.get("ratings") or {})


def token(rating: Rating) -> str:
    """What the link of a rating says; the same whenever it is worked out, and by nobody without the key."""
    return token_of(rating.salt)


def token_of(salt: str) -> str:
    """The link that this salt leads to."""
    key = cipher.held().derived("rating link")
    made = hmac.digest(key, salt.encode(), "sha256")[:BYTES]
    return base64.urlsafe_b64encode(made).decode()


def hashed(token: str) -> str:
    """What the table keeps of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def reference(number: str, channel: str) -> str:
    """How the journal names a rating."""
    return f"{number}/{channel}"


def replied(session: Session, file: File, event: dict[str, Any], *, reply: str | None) -> None:
    """The reply that closed a rectification stands at its rating, where the rater reads it."""
    if not reply or event["task"] not in _answering(file):
        return
    mine = sa.update(Rating).where(
        Rating.rectification_id == file.case_id, Rating.replied_at.is_(None)
    )
    session.execute(mine.values(reply=reply, replied_at=datetime.fromisoformat(event["at"])))


def _answering(file: File) -> list[str]:
    """The parts whose closing demands a reply."""
    tasks = file.blueprint["tasks"]
    return [
        task["key"]
        for task in tasks
        if any(
            "reply" in names for texts in (task.get("closing") or {}).values() for names in texts
        )
    ]
