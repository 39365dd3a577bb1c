"""Calendars that follow the roster along: a secret address for a person or a window, taken back at any time.

An address says colleagues' names and nothing else of anybody; of leave only that an own shift falls out.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from sqlalchemy.orm import Session

from app import journal
from app.access import Principal, may
from app.domain.case import Refusal
from app.domain.roster import is_away
from app.models import PostFeed, Shift, Window
from app.services.roster import away, place, plain

NOT_YOURS = Refusal("roster", "A calendar is made by whose it is; of a window by the head of the centre.", {})  # fmt: skip
#: How far a calendar looks back and ahead.
BACK, AHEAD = timedelta(days=31), timedelta(days=366)


def make(
    session: Session, kind: str, subject: str, *, by: Principal, now: datetime
) -> tuple[PostFeed, str] | Refusal:
    """A fresh address, shown once; the one before it ends. Raises NoSuchWindow."""
    if not _is_theirs(kind, subject, by):
        return NOT_YOURS
    if kind == "window":
        place(session, subject, by=by)
    end(session, kind, subject, by=by, now=now)
    secret = secrets.token_urlsafe(32)
    row = PostFeed(token=hashed(secret), kind=kind, subject=subject, by=by.username, at=now)
    session.add(row)
    session.flush()
    journal.record(session, "roster", subject, "roster_followed", by=by.username, of=kind)
    return row, secret


def end(
    session: Session, kind: str, subject: str, *, by: Principal, now: datetime
) -> int | Refusal:
    """The address opens nothing any more; gives how many ended."""
    if not _is_theirs(kind, subject, by):
        return NOT_YOURS
    query = sa.select(PostFeed).where(
        PostFeed.kind == kind, PostFeed.subject == subject, PostFeed.revoked_at.is_(None)
    )
    found = list(session.scalars(query.with_for_update()))
    for row in found:
        row.revoked_at, row.revoked_by = now, by.username
        journal.record(session, "roster", subject, "roster_unfollowed", by=by.username, of=kind)
    return len(found)


def _is_theirs(kind: str, subject: str, by: Principal) -> bool:
    own = kind == "person" and subject == by.username and may(by, "roster.ask")
    return own or (kind == "window" and may(by, "roster.write"))


def hashed(secret: str) -> str:
    """What is kept of a secret: it is long and random, so that nobody tries them through."""
    return hashlib.sha256(secret.encode()).hexdigest()


def alive(session: Session, kind: str, subject: str) -> PostFeed | None:
    """The address that is in use."""
    query = sa.select(PostFeed).where(
        PostFeed.kind == kind, PostFeed.subject == subject, PostFeed.revoked_at.is_(None)
    )
    return session.scalars(query.order_by(PostFeed.id.desc()).limit(1)).one_or_none()


def opened(session: Session, secret: str) -> PostFeed | None:
    """Whose calendar a secret opens; None where it opens nothing, or its person has no account any more."""
    query = sa.select(PostFeed).where(
        PostFeed.token == hashed(secret), PostFeed.revoked_at.is_(None)
    )
    row = session.scalars(query).one_or_none()
    if row is None or row.kind == "window":
        return row
    active = sa.select(User.id).where(User.username == row.subject, User.active.is_(True))
    return row if session.execute(active).first() else None


def shifts(session: Session, feed: PostFeed, *, now: datetime) -> list[tuple[Shift, bool]]:
    """The shifts of a calendar, a month back and a year ahead; whether one falls out, as its person is away."""
    first, last = (now - BACK).date(), (now + AHEAD).date()
    person = feed.subject if feed.kind == "person" else ""
    whose = sa.or_(Shift.a == person, Shift.b == person) if person else Shift.window == feed.subject
    query = sa.select(Shift).where(whose, Shift.day >= first, Shift.day <= last)
    gone = away(session, first, last) if person else {}
    return [
        (row, bool(person) and is_away(person, plain(row).span, away=gone))
        for row in session.scalars(query.order_by(Shift.since, Shift.window))
    ]


def places(session: Session) -> dict[str, tuple[str, str]]:
    """What windows are called and where they stand, by code."""
    query = sa.select(Window.code, Window.name, Window.place)
    return {code: (name, where or "") for code, name, where in session.execute(query).tuples()}
