"""An act under a key is done once: a retry gets the answer of the first time."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import IdempotencyKey


def answered(session: Session, *, owner: str, key: str) -> str | None:
    """Where an act under this key led, if it was done."""
    query = sa.select(IdempotencyKey.location)
    return session.execute(
        query.where(IdempotencyKey.owner == owner, IdempotencyKey.key == key)
    ).scalar_one_or_none()


def keep(session: Session, *, owner: str, key: str, act: str, location: str, now: datetime) -> None:
    """Remember where an act led, in the act's own transaction."""
    row = {"owner": owner, "key": key, "act": act, "location": location, "at": now}
    session.execute(sa.insert(IdempotencyKey), [row])
