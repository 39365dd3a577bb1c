"""Reminders before a limit turns yellow: once for each part and limit, whoever looks and however often."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain import forewarning
from app.domain.calendar import Calendar
from app.models import Message, Task
from app.services import addressees, inbox

LIMITS = {
    "promise": (Task.promise_warn, Task.promise_at),
    "legal": (Task.legal_warn, Task.legal_at),
}
#: As many in one transaction; the next round takes the others.
MOST = 100


def due(session: Session, calendar: Calendar, *, now: datetime) -> list[Any]:
    """Parts whose limit turns yellow within half a working day and of which nobody was told."""
    until = forewarning.reaches_to(calendar, now)
    found = session.execute(sa.union_all(*(_soon(name, now, until) for name in LIMITS)))
    return [
        row
        for row in found
        if forewarning.is_time(calendar, opened=row.opened_at, warn=row.warn, now=now)
    ][:MOST]


def _soon(limit: str, now: datetime, until: datetime) -> sa.Select[Any]:
    warn, at = LIMITS[limit]
    # One limit of one round of a part; it may move, and is told of once all the same.
    occasion = "soon:" + Task.number + ":" + sa.cast(Task.round, sa.String) + f":{limit}"
    told = sa.exists().where(Message.occasion == occasion)
    row = (
        Task.number, Task.name, Task.owner, Task.department, Task.opened_at, warn.label("warn"),
        at.label("due"), sa.literal(limit).label("limit"), occasion.label("occasion"),
    )  # fmt: skip
    return sa.select(*row).where(Task.state == "open", ~Task.held, warn > now, warn <= until, ~told)


def remind(session: Session, rows: list[Any], *, now: datetime) -> int:
    """Tell who handles each part, or the heads where nobody does; gives how many lines that made."""
    return sum(len(_tell(session, row, now)) for row in rows)


def _tell(session: Session, row: Any, now: datetime) -> list[str]:
    people = addressees.of(session, row.owner, department=row.department, today=now.date())
    content = {"item": row.name, "due": row.due.isoformat(), "limit": row.limit}
    return inbox.tell(
        session, people, "soon", occasion=row.occasion, number=row.number, content=content, now=now
    )
