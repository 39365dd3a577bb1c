"""An act under a key is done once: a retry gets the answer of the first time.

The key is reserved before the act and answered after it, in the act's own transaction. Whoever comes
with the same key meanwhile waits for that transaction to end, and then finds the answer, or nothing
where it was rolled back.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import IdempotencyKey


def reserve(session: Session, *, owner: str, key: str, now: datetime) -> str | None:
    """Where an act under this key led, if it was done; else the key is ours until we commit."""
    row = {"owner": owner, "key": key, "act": "", "location": "", "at": now}
    if session.connection().execute(_RESERVE, row).first():
        return None
    # FOR UPDATE waits for whoever holds the key; without it a retry would read the empty place.
    asked = sa.select(IdempotencyKey.location).where(
        IdempotencyKey.owner == owner, IdempotencyKey.key == key
    )
    return session.execute(asked.with_for_update()).scalar_one_or_none() or None


def keep(session: Session, *, owner: str, key: str, act: str, location: str, now: datetime) -> None:
    """Remember where an act led, in the act's own transaction."""
    row = {"owner": owner, "key": key, "act": act, "location": location, "at": now}
    session.connection().execute(_KEEP, row)


def act(session: Session, *, owner: str, key: str) -> str | None:
    """What was done under a key; None where nothing was."""
    asked = sa.select(IdempotencyKey.act).where(
        IdempotencyKey.owner == owner, IdempotencyKey.key == key
    )
    return session.execute(asked).scalar_one_or_none()


# Written out: the builder's own upsert is compiled anew each time it runs, and every form brings a key.
_INSERT = (
    'INSERT INTO idempotency_key (owner, "key", act, location, at) '
    'VALUES (:owner, :key, :act, :location, :at) ON CONFLICT (owner, "key") DO '
)
_AT = sa.bindparam("at", type_=IdempotencyKey.at.type)
_RESERVE = sa.text(_INSERT + "NOTHING RETURNING id").bindparams(_AT)
_KEEP = sa.text(
    _INSERT + "UPDATE SET act = excluded.act, location = excluded.location, at = excluded.at"
).bindparams(_AT)
