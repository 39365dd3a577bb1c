"""Work that comes of itself: on its day, once, whoever looks and however often."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.models import Job
from app.services import jobs
from app.services.jobs import OPEN

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def ensure(session: Session, kind: str, *, token: str, title: str, now: datetime) -> bool:
    """Work that comes of itself, once under a token however many ask; gives whether it is new.

    While one of its kind waits or runs there is no other.
    """
    under_way = sa.select(Job.id).where(Job.kind == kind, Job.state.in_(OPEN))
    if known(session, token) or session.execute(under_way.limit(1)).first():
        return False
    row = {"token": token, "kind": kind, "state": "waiting", "title": title, "payload": {}}
    return _inserted(session, {**row, "by": jobs.ITSELF, "at": now})


def known(session: Session, token: str) -> bool:
    """Whether there is a job under a token, in whatever state."""
    return session.execute(sa.select(Job.id).where(Job.token == token)).first() is not None


def _inserted(session: Session, row: dict[str, Any]) -> bool:
    """Of two at once one inserts; the other waits for it and inserts nothing."""
    fresh = {"done": 0, "total": 0, "attempts": 0, **row}
    insert = _INSERT[session.get_bind().dialect.name](Job).values(**fresh)
    once = insert.on_conflict_do_nothing(index_elements=["token"])
    return session.execute(once.returning(Job.id)).first() is not None


def beat(session: Session, *, acted: int, left: list[str], now: datetime) -> None:
    """A round in which time acted; the rounds of a day are one row, counted in its attempts."""
    token = f"tick-{now:%Y-%m-%d}"
    row = {"token": token, "kind": "tick", "state": "done", "title": "", "payload": {}}
    _inserted(session, {**row, "by": jobs.ITSELF, "at": now})
    values = {
        # Added up by the database: two rounds at once are two.
        "attempts": Job.attempts + 1,
        "done": Job.done + acted,
        "total": Job.total + acted + len(left),
        "finished_at": now,
        "result": {"left": left[:20]},
    }
    session.execute(sa.update(Job).where(Job.token == token).values(**values))
