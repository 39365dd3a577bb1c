"""事后核查: which post-checks fall due or are late; whoever has them is told, once for each of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.calendar import Calendar
from app.domain.roles import Role
from app.models import Task
from app.services import addressees, colleagues, inbox

#: Working days ahead of its limit that a post-check is told of.
AHEAD = 3
#: Read at once; one look goes through all of them.
TOGETHER = 500
SOON, LATE = "check_soon", "check_late"


def look(session: Session, calendar: Calendar, *, now: datetime) -> dict[str, int]:
    """Tell of what is due within three working days and of what is late; gives how many stand how.

    The line is named after the post-check and what is told of it, so that nobody hears of it twice;
    of what is late supervisors hear as well.
    """
    soon = calendar.close_of(calendar.add_workdays(now.date(), AHEAD))
    found = Counter(open=_count(session), soon=0, late=0, told=0)
    supervisors: set[str] | None = None
    for task in _due(session, until=soon):
        kind = LATE if task.due_at < now else SOON
        found[kind.removeprefix("check_")] += 1
        people = addressees.of(session, task.owner, department=task.department, today=now.date())
        if kind == LATE:
            if supervisors is None:
                supervisors = set(colleagues.holding(session, Role.SUPERVISOR))
            people |= supervisors
        found["told"] += len(
            inbox.tell(
                session, people, kind, occasion=f"{kind}:{task.number}:{task.due_at.isoformat()}",
                number=task.number, content={"item": task.name, "due": task.due_at.isoformat()},
                now=now,
            )
        )  # fmt: skip
    return dict(found)


def _running() -> Any:
    return sa.and_(Task.kind == "check", Task.state == "open")


def _count(session: Session) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(Task).where(_running())) or 0


def _due(session: Session, *, until: datetime) -> Iterator[Any]:
    columns = (Task.id, Task.number, Task.name, Task.department, Task.owner, Task.due_at)
    place = sa.tuple_(Task.due_at, Task.id)
    # One that waits for something to be put right runs on, and is told of all the same.
    query = sa.select(*columns).where(_running(), Task.due_at <= until)
    query = query.order_by(Task.due_at, Task.id).limit(TOGETHER)
    rows = session.execute(query).all()
    while rows:
        yield from rows
        last = rows[-1]
        rows = session.execute(query.where(place > (last.due_at, last.id))).all()
