"""Accounts: made, renamed, disabled and signed out by the security administrator, or at the console."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from sqlalchemy.orm import Session

from app import hashing
from app.access import SYSTEM, Principal
from app.domain.refusal import Refused, refuse
from app.models.account import Staff
from app.services import account_passwords, account_places, account_roles, sign_in
from app.services.account_places import NOWHERE, Place
from app.services.account_power import record, touchable, within_power

#: What is typed at the door and stands in the journal for ever.
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
#: Names under which the journal keeps what no person did.
RESERVED = frozenset({SYSTEM.username, "nobody"})
#: FAB keeps two parts of a name, each this long.
LONGEST = 64


@dataclass(frozen=True)
class NewAccount:
    """What an account is made of."""

    username: str
    name: str
    password: str
    roles: tuple[str, ...]
    place: Place = NOWHERE
    email: str = ""
    must_change: bool = True


def create(session: Session, account: NewAccount, *, by: Principal, now: datetime) -> User:
    """A new account with its staff row. Raises Refused."""
    # Power first: whoever may not make accounts must not learn which names are taken.
    within_power(account.roles, username=account.username, by=by)
    _free(session, account.username)
    account_passwords.check(account.password, account.username)
    account_places.check(session, account.place)
    user = User(
        username=account.username,
        **_parts(account.name),
        # FAB wants an address and wants it unique; nobody is written to.
        email=account.email or f"{account.username}@localhost",
        password=hashing.hashed(account.password),
        active=True,
        roles=account_roles.rows(session, account.roles),
    )
    session.add(user)
    session.flush()  # the staff row needs the user's id
    session.add(
        Staff(
            user_id=user.id,
            department=account.place.department,
            window=account.place.window,
            must_change=account.must_change,
            password_changed_at=now,
        )
    )
    account_places.add_further(session, user, account.place)
    said = {"roles": sorted(account.roles), **account_places.said(account.place)}
    record(session, user, "account_created", by=by, **said)
    return user


def taken(username: str) -> Refused:
    """What is said where the user name is somebody's already."""
    return refuse("username", "The user name %(name)s is taken.", name=username)


def _free(session: Session, username: str) -> None:
    # A name is never given to a second person: the journal would speak of both as one.
    if not USERNAME.fullmatch(username) or username in RESERVED:
        raise refuse(
            "username",
            "A user name has 2 to 32 small letters, digits, dots, dashes; it begins with a letter or a digit.",
        )
    if session.scalar(sa.select(User.id).where(User.username == username)):
        raise taken(username)


def rename(session: Session, user: User, name: str, *, by: Principal) -> None:
    """Change the person's name. Raises Refused."""
    touchable(user, by=by)
    # The user name stays: the journal knows the person by it.
    for part, value in _parts(name).items():
        setattr(user, part, value)
    record(session, user, "account_renamed", by=by)


def _parts(name: str) -> dict[str, str]:
    """FAB keeps two parts; together they are the whole name."""
    name = name.strip()
    if not 0 < len(name) <= LONGEST:
        raise refuse("name", "A name has 1 to %(longest)s characters.", longest=LONGEST)
    return {"last_name": name[:1], "first_name": name[1:]}


def set_active(session: Session, user: User, active: bool, *, by: Principal) -> None:
    """Disable or enable an account; a disabled person's sessions end at once. Raises Refused."""
    touchable(user, by=by)
    if user.active == active:
        return
    user.active = active
    record(session, user, "account_enabled" if active else "account_disabled", by=by)


def end_sessions(session: Session, user: User, *, by: Principal) -> None:
    """Sign a person out everywhere. Raises Refused."""
    touchable(user, by=by)
    sign_in.end(session, [user.id], why="ended")
    record(session, user, "sessions_ended", by=by)


def end_session(session: Session, user: User, number: int, *, by: Principal) -> None:
    """End one session of a person; another's session is not touched. Raises Refused."""
    touchable(user, by=by)
    if sign_in.end_one(session, number, why="ended", user_id=user.id):
        record(session, user, "session_ended", by=by)
