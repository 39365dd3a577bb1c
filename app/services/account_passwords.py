"""Passwords of accounts and the lock that wrong ones set."""

from __future__ import annotations

import secrets
from datetime import datetime

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from sqlalchemy.orm import Session

from app import hashing, journal
from app.access import Principal
from app.domain import passwords
from app.domain.refusal import Refusal, Refused, refuse
from app.models.account import LoginGuard, PasswordHistory, Staff
from app.services import sign_in
from app.services.account_power import record, touchable


def suggested() -> str:
    """A password to hand over once: it must be changed at the next login."""
    return passwords.suggestion(secrets.choice)


def reset(session: Session, user: User, password: str, *, by: Principal, now: datetime) -> None:
    """Set a password the person must change at the next login; sessions end, the lock is lifted. Raises Refused."""
    touchable(user, by=by)
    # Two people know it from now on; until it is changed it opens no page.
    _set_password(session, user, password, now=now, must_change=True)
    _lift(session, user)
    record(session, user, "password_reset", by=by)


def change(session: Session, user: User, new: str, *, now: datetime) -> None:
    """Change one's own password, the old one having been confirmed. All sessions end. Raises Refused."""
    _set_password(session, user, new, now=now, must_change=False)
    journal.record(session, "account", user.username, "password_changed", by=user.username)


def unlock(session: Session, user: User, *, by: Principal) -> None:
    """Lift the lock that failed logins set. Raises Refused."""
    touchable(user, by=by)
    _lift(session, user)
    record(session, user, "account_unlocked", by=by)


def _lift(session: Session, user: User) -> None:
    key = sign_in.guard_key(user.username)
    session.execute(sa.delete(LoginGuard).where(LoginGuard.name == key))


def check(password: str, username: str) -> None:
    """Let pass what is no weak password. Raises Refused."""
    weak: Refusal | None = passwords.weakness(password, username=username)
    if weak:
        raise Refused(weak)


def _set_password(
    session: Session, user: User, password: str, *, now: datetime, must_change: bool
) -> None:
    check(password, user.username)
    former = session.scalars(
        sa.select(PasswordHistory.hash)
        .where(PasswordHistory.user_id == user.id)
        .order_by(PasswordHistory.id.desc())
        .limit(passwords.HISTORY - 1)
    )
    # The one in force counts too, else five changes in a row would bring it back.
    if any(hashing.matches(old, password) for old in [user.password, *former] if old):
        raise refuse(
            "password", "The last %(count)s passwords may not come back.", count=passwords.HISTORY
        )
    # Kept before it is replaced: the row of the user has only one.
    session.add(PasswordHistory(user_id=user.id, hash=user.password or "", at=now))
    user.password = hashing.hashed(password)
    staff = session.get(Staff, user.id) or Staff(user_id=user.id)
    staff.must_change, staff.password_changed_at = must_change, now
    session.add(staff)
