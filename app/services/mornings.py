"""The morning's lines: what is late, due today and in nobody's hands, told once to whom it concerns.

Numbers only: the queue shows the parts themselves, in the order in which they press.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import Task
from app.services import colleagues, covers, inbox

#: What is counted of open parts.
COUNTED = ("late", "today", "unclaimed")


def tell(session: Session, *, now: datetime) -> int:
    """Tell everybody who has something to be told; gives to how many. Asked again it tells nobody."""
    at = {"at": now.isoformat()}
    lines = {person: counts | at for person, counts in _by_person(session, now).items()}
    told = inbox.tell_each(session, lines, "morning", occasion=f"morning:{now:%Y-%m-%d}", now=now)
    return len(told)


def _by_person(session: Session, now: datetime) -> dict[str, dict[str, int]]:
    """Owners with what is theirs, heads with what is in nobody's hands; who stands in is told as well."""
    rows = session.execute(_counted(now)).all()
    heads = colleagues.heads_of(session, {row[1] for row in rows if not row[0]})
    asked = [({owner} if owner else heads[where], owner, late, today) for owner, where, late, today in rows]  # fmt: skip
    people = {person for whom, *_rest in asked for person in whom}
    stands_in = covers.standing_in_for(session, people, today=now.date())
    found: dict[str, dict[str, int]] = {}
    for whom, owner, late, today in asked:
        counts = (late, today, 0) if owner else (0, 0, late + today)
        # Of two heads that one person stands in for, their department is said once.
        for person in whom | {name for one in whom for name in stands_in.get(one, ())}:
            line = found.setdefault(person, dict.fromkeys(COUNTED, 0))
            for name, count in zip(COUNTED, counts, strict=True):
                line[name] += count
    return {person: line for person, line in found.items() if any(line.values())}


def _counted(now: datetime) -> sa.Select[Any]:
    """(owner, or the department of what has none; how many late; how many due today)."""
    tonight = datetime.combine(now.date() + timedelta(days=1), time.min)
    late = sa.func.sum(sa.case((Task.due_at < now, 1), else_=0))
    today = sa.func.sum(sa.case((Task.due_at >= now, 1), else_=0))
    where = sa.case((Task.owner.is_(None), Task.department), else_=sa.null())
    query = sa.select(Task.owner, where, late, today)
    query = query.where(Task.state == "open", ~Task.held, Task.due_at < tonight)
    return query.group_by(Task.owner, where)
