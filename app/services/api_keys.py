"""Keys by which other systems come in: shown once, kept as a hash, never more than their account.

Rights are read anew at every request: who loses a role, or is disabled, loses it in the key as well.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from sqlalchemy.orm import Session

from app import journal
from app.access import ALONE, Principal, may, principal_of
from app.domain.refusal import refuse
from app.models import ApiKey, Staff
from app.services import account_passwords, accounts, sign_in

#: Every secret begins so: whoever finds one in a file knows what it opens, and scanners do.
MARK = "youshi"
#: A key that nobody renews ends by itself.
LONGEST = timedelta(days=730)
USED_EVERY = timedelta(minutes=1)
_QUERY = (
    sa.select(ApiKey, User, Staff)
    .join(User, User.id == ApiKey.user_id)
    .outerjoin(Staff, Staff.user_id == User.id)
)


@dataclass(frozen=True)
class Wanted:
    """What a key is made of; ``source`` is under whose name its cases' external numbers stand."""

    name: str
    source: str
    scopes: Collection[str]
    expires_at: datetime


@dataclass(frozen=True)
class Opened:
    """A key that was taken: who acts by it, under which name it sends cases."""

    key_id: int
    prefix: str
    source: str
    used_at: datetime | None
    by: Principal


def create(
    session: Session, user: User, wanted: Wanted, *, by: Principal, now: datetime
) -> tuple[ApiKey, str]:
    """A new key for an account, and its secret: it is never shown again. Raises Refused."""
    staff = session.get(Staff, user.id)
    _allowed(session, user, wanted, by=by, now=now)
    if not (staff and staff.machine) and any(not is_reading(one) for one in wanted.scopes):
        raise refuse(
            "api_key",
            "A key of a person's account reads only; what acts has an account of its own, so that nobody signs for it.",
        )
    prefix = secrets.token_hex(5)
    secret = f"{MARK}_{prefix}_{secrets.token_urlsafe(32)}"
    row = ApiKey(
        prefix=prefix,
        secret=_hash(secret),
        name=wanted.name,
        user_id=user.id,
        source=wanted.source,
        scopes=sorted(wanted.scopes),
        created_at=now,
        created_by=by.username,
        expires_at=wanted.expires_at,
    )
    session.add(row)
    session.flush()
    said = {"prefix": prefix, "scopes": row.scopes, "until": wanted.expires_at.isoformat()}
    journal.record(
        session, "account", user.username, "key_created", by=by.username, **said, source=row.source
    )
    return row, secret


def revoke(session: Session, row: ApiKey, *, by: Principal, now: datetime) -> None:
    """From now on the key opens nothing. Raises Refused."""
    if not may(by, "api_key.write"):
        raise refuse("access", "Keys are given and taken by the security administrator.")
    if row.revoked_at is not None:
        return
    row.revoked_at, row.revoked_by = now, by.username
    user = session.get_one(User, row.user_id)
    journal.record(
        session, "account", user.username, "key_revoked", by=by.username, prefix=row.prefix
    )


def make_machine(
    session: Session, account: accounts.NewAccount, *, by: Principal, now: datetime
) -> User:
    """An account of another system: nobody knows its password, so it comes in by key alone. Raises Refused."""
    unknown = replace(account, password=account_passwords.suggested(), must_change=False)
    user = accounts.create(session, unknown, by=by, now=now)
    session.get_one(Staff, user.id).machine = True
    return user


def open_key(session: Session, secret: str, *, now: datetime) -> Opened | None:
    """Who acts by a secret; None where it opens nothing (unknown, over, revoked, account disabled)."""
    found = session.execute(_QUERY.where(ApiKey.prefix == _prefix(secret))).one_or_none()
    # Compared even where there is no such key: the time it takes must not tell.
    stored = found[0].secret if found else _hash("")
    if not hmac.compare_digest(stored, _hash(secret)) or found is None:
        return None
    row, user, staff = found
    over = row.expires_at is not None and row.expires_at <= now
    if row.revoked_at is not None or over or not user.active:
        return None
    return Opened(
        row.id, row.prefix, row.source, row.used_at, _principal(session, row, user, staff)
    )


def used(session: Session, key_id: int, *, now: datetime) -> None:
    """Remember that a key is in use; whoever revokes old ones looks at it."""
    session.execute(sa.update(ApiKey).where(ApiKey.id == key_id).values(used_at=now))


def given(session: Session) -> list[tuple[ApiKey, User]]:
    """Every key with its account, those in force first, the newest first."""
    query = sa.select(ApiKey, User).join(User, User.id == ApiKey.user_id)
    order = (ApiKey.revoked_at.is_not(None), ApiKey.id.desc())
    return list(session.execute(query.order_by(*order)).tuples())


def holders(session: Session) -> list[tuple[User, bool]]:
    """Accounts that a key may be given to, each with whether it is another system's."""
    query = sa.select(User, Staff.machine).outerjoin(Staff, Staff.user_id == User.id)
    rows = session.execute(query.where(User.active.is_(True)).order_by(User.username)).tuples()
    return [
        (user, bool(machine))
        for user, machine in rows
        if not {role.name for role in user.roles} & set(ALONE)
    ]


def scopes_of(session: Session, user: User) -> frozenset[str]:
    """What a key of this account may be given at most; the reach is always the account's."""
    roles, composed, _departments = sign_in.rights(session, user.id)
    whole = principal_of(user_id=user.id, username="", name="", roles=roles, composed=composed)
    machine = session.scalar(sa.select(Staff.machine).where(Staff.user_id == user.id))
    return frozenset(
        one for one in whole.grants if not is_reach(one) and (machine or is_reading(one))
    )


def is_reading(grant: str) -> bool:
    """Whether a grant lets read and no more."""
    return grant.endswith((".read", ".name"))


def is_reach(grant: str) -> bool:
    """Whether a grant says which rows and not what may be done."""
    return grant.startswith("scope.")


def _allowed(session: Session, user: User, wanted: Wanted, *, by: Principal, now: datetime) -> None:
    if not may(by, "api_key.write"):
        raise refuse("access", "Keys are given and taken by the security administrator.")
    roles, composed, _departments = sign_in.rights(session, user.id)
    if set(roles) & set(ALONE):
        raise refuse("api_key", "An administrator's account has no key.")
    whole = principal_of(user_id=user.id, username="", name="", roles=roles, composed=composed)
    if not wanted.scopes or not set(wanted.scopes) <= whole.grants:
        raise refuse("api_key", "A key may do no more than its account, and something.")
    if not now < wanted.expires_at <= now + LONGEST:
        raise refuse("api_key", "A key ends within two years; it is renewed before that.")


def _principal(session: Session, row: ApiKey, user: User, staff: Staff | None) -> Principal:
    roles, composed, departments = sign_in.rights(session, user.id)
    whole: Principal = principal_of(
        user_id=user.id,
        username=user.username,
        name=user.last_name + user.first_name,
        roles=roles,
        composed=composed,
        department=staff.department if staff else None,
        departments=departments,
        must_change=bool(staff and staff.must_change),
    )
    kept = frozenset(one for one in whole.grants if is_reach(one) or one in row.scopes)
    return replace(whole, grants=kept)


def _prefix(secret: str) -> str:
    mark, _one, rest = secret.partition("_")
    return rest.partition("_")[0][:16] if mark == MARK else ""


def _hash(secret: str) -> str:
    # No slow hash: 256 random bits are not guessed, and every request would pay for it.
    return hashlib.sha256(secret.encode()).hexdigest()


def describe(row: ApiKey, *, now: datetime) -> str:
    """In force, over or revoked."""
    if row.revoked_at is not None:
        return "revoked"
    return "over" if row.expires_at is not None and row.expires_at <= now else "in_force"


__all__: list[Any] = [
    "Opened", "Wanted", "create", "describe", "given", "holders", "make_machine", "open_key", "revoke", "scopes_of", "used",
]  # fmt: skip
