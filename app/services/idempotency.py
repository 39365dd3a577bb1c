"""An act under a key is done once: a retry gets the answer of the first time.

The key is reserved before the act and answered after it, in the act's own transaction. Whoever comes
with the same key meanwhile waits for that transaction to end, and then finds the answer, or nothing
where it was rolled back.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.models import IdempotencyKey

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
UNIQUE = [IdempotencyKey.owner, IdempotencyKey.key]


def reserve(session: Session, *, owner: str, key: str, now: datetime) -> str | None:
    """Where an act under this key led, if it was done; else the key is ours until we commit."""
    row = {"owner": owner, "key": key, "act": "", "location": "", "at": now}
    mine = _insert(session, row).on_conflict_do_nothing(index_elements=UNIQUE)
    if session.execute(mine.returning(IdempotencyKey.id)).first():
        return None
    # FOR UPDATE waits for whoever holds the key; without it a retry would read the empty place.
    asked = sa.select(IdempotencyKey.location).where(
        IdempotencyKey.owner == owner, IdempotencyKey.key == key
    )
    return session.execute(asked.with_for_update()).scalar_one_or_none() or None


def keep(session: Session, *, owner: str, key: str, act: str, location: str, now: datetime) -> None:
    """Remember where an act led, in the act's own transaction."""
    row = {"owner": owner, "key": key, "act": act, "location": location, "at": now}
    kept = _insert(session, row).on_conflict_do_update(
        index_elements=UNIQUE, set_={"act": act, "location": location, "at": now}
    )
    session.execute(kept)


def act(session: Session, *, owner: str, key: str) -> str | None:
    """What was done under a key; None where nothing was."""
    asked = sa.select(IdempotencyKey.act).where(
        IdempotencyKey.owner == owner, IdempotencyKey.key == key
    )
    return session.execute(asked).scalar_one_or_none()


def _insert(session: Session, row: dict[str, Any]) -> Any:
    return _INSERT[session.get_bind().dialect.name](IdempotencyKey).values(row)
