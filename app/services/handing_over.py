"""Hand-over: what somebody leaves behind when they go, and that whoever takes it over says so."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.access import POLICIES, Principal
from app.domain.case import Refusal
from app.models import CaseNote, Leave, Shift, Task
from app.services import inbox, leaves
from app.services.covers import APPROVED

NOT_YOURS = Refusal("leave", "Whoever takes the work over says so.", {})
TAKEN = Refusal("leave", "It is taken over already.", {})
#: Shifts looked at for who usually sits beside somebody.
LOOK = timedelta(days=60)


@dataclass(frozen=True)
class Left:
    """One open part that is handed over, with what its owner wrote down at the case."""

    task: Any
    notes: list[str]


def listed(session: Session, leave: Leave, *, by: Principal) -> list[Left]:
    """The open parts of whoever goes, the most urgent first, as far as this person reads them."""
    query = sa.select(Task).where(
        Task.owner == leave.person, Task.state == "open", POLICIES["task"].rows(by)
    )
    tasks = list(session.scalars(query.order_by(Task.due_at.is_(None), Task.due_at, Task.id)))
    notes = _notes(session, {task.case_id for task in tasks}, leave.person, by=by)
    return [Left(task, notes.get(task.case_id, [])) for task in tasks]


def _notes(
    session: Session, cases: set[int], person: str, *, by: Principal
) -> dict[int, list[str]]:
    query = sa.select(CaseNote).where(
        CaseNote.case_id.in_(cases), CaseNote.by == person, POLICIES["note"].rows(by)
    )
    found: dict[int, list[str]] = {}
    for row in session.scalars(query.order_by(CaseNote.id)):
        found.setdefault(row.case_id, []).append(POLICIES["note"].mask(by, row)["text"])
    return found


def take(session: Session, leave: int, *, by: Principal, now: datetime) -> Leave | Refusal:
    """Whoever stands in says that they have it; which parts those were is on record. Raises NoSuchLeave."""
    row = leaves.one(session, leave, by=by, lock=True)
    if row.stands_in != by.username:
        return NOT_YOURS
    if row.taken_at is not None:
        return TAKEN
    if row.state != APPROVED:
        return leaves.OVER
    row.taken_at = now
    numbers = [left.task.number for left in listed(session, row, by=by)]
    journal.record(
        session, "leave", str(row.id), "leave_taken", by=by.username, person=row.person,
        parts=numbers,
    )  # fmt: skip
    return row


def usual(session: Session, person: str, *, now: datetime) -> str:
    """Who sits beside somebody most in the time to come: the natural one to take over; empty where nobody does."""
    query = sa.select(Shift.b).where(
        Shift.a == person, Shift.day >= now.date(), Shift.day <= (now + LOOK).date()
    )
    beside = Counter(second for second in session.scalars(query) if second)
    return max(sorted(beside), key=beside.__getitem__, default="")


def remind(session: Session, *, now: datetime) -> int:
    """On the day somebody goes: whoever takes over and has not said so is asked once more; gives how many."""
    query = sa.select(Leave).where(
        Leave.state == APPROVED, Leave.stands_in.is_not(None), Leave.taken_at.is_(None),
        Leave.since <= now, Leave.until > now,
    )  # fmt: skip
    told = [
        inbox.tell(
            session, [row.stands_in], "hand_over", occasion=f"hand_over:{row.id}:begun", now=now,
            content=leaves.said(row),
        )
        for row in session.scalars(query) if row.stands_in
    ]  # fmt: skip
    return sum(map(len, told))
