"""How long parts usually take: read out of closed ones by the worker, kept in a small table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain import usual
from app.domain.calendar import Calendar
from app.models import JournalEntry, Task, UsualTime
from app.services import calendars

#: Older parts were handled by other people under other promises.
BACK = timedelta(days=90)
#: So many closed parts are looked at, the newest first.
MOST = 20_000
#: Ends that say nothing of how long the work takes.
NOT_WORKED = ("cannot_continue", "skipped", "withdrawn", "void", "not_accepted")
#: What was read serves so long; a process asks nothing meanwhile.
FRESH = timedelta(minutes=5)

#: Kind, item (or nothing) and step.
Sort = tuple[str, str, str]
_kept: dict[str, tuple[datetime, dict[Sort, int]]] = {}


def known(session: Session, *, now: datetime) -> Mapping[Sort, int]:
    """Working seconds that are usual from a step to the end, by kind, item and step."""
    key = str(session.get_bind().engine.url)
    read_at, found = _kept.get(key, (None, None))
    if read_at is None or found is None or not read_at <= now < read_at + FRESH:
        query = sa.select(UsualTime.kind, UsualTime.item, UsualTime.step, UsualTime.seconds)
        found = {(row.kind, row.item, row.step): row.seconds for row in session.execute(query)}
        _kept[key] = (now, found)
    return found


def refresh(session: Session, *, now: datetime) -> int:
    """Work the usual times out anew from the parts closed of late; gives how many sorts are known.

    Where too few were closed, nothing is known any more. Idempotent.
    """
    rows = [
        {"kind": kind, "item": item, "step": step, "seconds": median, "n": len(took), "at": now}
        for (kind, item, step), took in measured(session, now=now).items()
        if (median := usual.usual(took)) is not None
    ]
    session.execute(sa.delete(UsualTime))
    if rows:
        session.execute(sa.insert(UsualTime), rows)
    _kept.pop(str(session.get_bind().engine.url), None)
    return len(rows)


def measured(session: Session, *, now: datetime) -> dict[Sort, list[int]]:
    """What each closed part took from each of its steps to its end, by sort."""
    calendar = calendars.current(session)
    closed = _closed(now)
    walked = _walked(session, closed)
    took: dict[Sort, list[int]] = {}
    for row in session.execute(closed).all():
        for step, seconds in _left(row, walked.get((row.case_id, row.key), ()), calendar).items():
            took.setdefault((row.kind, row.item or "", step), []).append(seconds)
    return took


def _closed(now: datetime) -> sa.Select[Any]:
    """Parts closed of late, found by the journal's days: no index of the tasks knows when they ended."""
    of_late = sa.select(JournalEntry.case_id).where(
        JournalEntry.at >= now - BACK, JournalEntry.type == "task_closed"
    )
    return (
        sa.select(
            Task.case_id, Task.key, Task.kind, Task.item, Task.steps,
            Task.opened_at, Task.closed_at, Task.clock,
        )
        .where(Task.case_id.in_(of_late), Task.state == "closed", Task.closed_at >= now - BACK)
        .where(Task.opened_at.is_not(None), Task.outcome.not_in(NOT_WORKED))
        .order_by(Task.closed_at.desc(), Task.id.desc())
        .limit(MOST)
    )  # fmt: skip


def _walked(
    session: Session, closed: sa.Select[Any]
) -> dict[tuple[int, str], list[tuple[int, datetime]]]:
    """Case and part → the steps it went to, oldest first, each with its moment."""
    cases = sa.select(closed.subquery().c.case_id)
    query = sa.select(JournalEntry.case_id, JournalEntry.at, JournalEntry.data).where(
        JournalEntry.case_id.in_(cases), JournalEntry.type == "step_done"
    )
    found: dict[tuple[int, str], list[tuple[int, datetime]]] = {}
    for row in session.execute(query.order_by(JournalEntry.case_id, JournalEntry.case_seq)):
        event = json.loads(row.data)
        found.setdefault((row.case_id, event["task"]), []).append((event["to"], row.at))
    return found


def _left(row: Any, walked: Iterable[tuple[int, datetime]], calendar: Calendar) -> dict[str, int]:
    begun = {row.steps[0]: row.opened_at}
    for step, at in walked:
        # A round before the part was opened anew is no part of this one.
        if at >= row.opened_at and step < len(row.steps):
            begun[row.steps[step]] = at
    pauses = (row.clock or {}).get("holds", ())
    holds = [(_moment(since), _moment(until) if until else None) for since, until in pauses]
    return usual.left_at(begun, row.closed_at, holds=holds, calendar=calendar)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
