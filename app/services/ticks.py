"""Which cases time has something to decide in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import Card, Case, Task
from app.services import calendars


def due_numbers(session: Session, *, now: datetime) -> list[str]:
    """Numbers of the cases in which a limit has passed that has no card yet, oldest first.

    Each is then ticked in a transaction of its own; a second run finds nothing (idempotent).
    """
    passed = [
        _passed(Task, Task.key, column, name, now, Task.state == "open")
        for column, name in ((Task.promise_at, "promise"), (Task.legal_at, "legal"))
    ]
    passed += [
        _passed(Case, sa.literal("case"), column, name, now, Case.due_at.is_not(None))
        for column, name in ((Case.promise_at, "promise"), (Case.legal_at, "legal"))
    ]
    # One case may be late in several ways; it is ticked once, which settles them all.
    late = sa.union(*passed).subquery()
    query = sa.select(Case.number).join(late, late.c.case_id == Case.id).order_by(Case.id)
    return list(dict.fromkeys(session.execute(query).scalars()))


def _passed(
    table: type[Case | Task],
    clock: Any,
    column: Any,
    name: str,
    now: datetime,
    still: sa.ColumnElement[bool],
) -> sa.Select[tuple[int]]:
    """Case ids in which one limit of one kind of clock passed without a card."""
    case_id = table.id if table is Case else table.case_id  # only tasks have case_id
    carded = sa.exists().where(
        Card.case_id == case_id, Card.clock == clock, Card.limit_name == name
    )
    return sa.select(case_id.label("case_id")).where(still, column < now, ~carded)


def recountable_numbers(session: Session) -> list[str]:
    """Numbers of the cases with provisional dues whose years are all confirmed by now (R06).

    Recounting them clears the mark, or moves the due into a year that is not confirmed: so a second
    run finds nothing.
    """
    confirmed = calendars.current(session).confirmed
    found = [
        number
        for table in (Task, Case)
        for number, clock, promise, legal in session.execute(_provisional(table))
        # Every year on the way: an unconfirmed one in between moves the due as well.
        if _years(clock["start"], promise, legal) <= confirmed
    ]
    return sorted(set(found))


def _provisional(table: type[Case | Task]) -> sa.Select[Any]:
    """Running clocks with a due that is not sure."""
    query = sa.select(Case.number, table.clock, table.promise_at, table.legal_at)
    if table is Task:
        # A held clock has no due to recount; it gets one when it runs again.
        return query.join(Task, Task.case_id == Case.id).where(
            Task.state == "open", Task.uncertain, ~Task.held
        )
    return query.where(Case.closed_at.is_(None), Case.uncertain)


def _years(start: str, *dues: datetime | None) -> set[int]:
    """The years from a clock's start to its later due."""
    first = datetime.fromisoformat(start).year
    return set(range(first, max(due.year for due in dues if due) + 1))
