"""督办: an order about a part, its answer, and who is told; neither changes the case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.access import POLICIES, Principal
from app.domain import sla
from app.domain.calendar import Calendar
from app.domain.case import Refusal
from app.models import Order, Task
from app.services import addressees, inbox
from app.services.cases import NoSuchCase

#: Longest text of an order and of an answer; working days for an answer.
LONGEST, MOST_DAYS, USUAL_DAYS = 2000, 30, 1
SHOWN = 100
CLOSED = Refusal("order", "It is not open; there is nothing to order.", {})
WORDLESS = Refusal("order", "Say what is to be done or explained.", {})
ANSWERED = Refusal("order", "It is answered already.", {})
NO_DAYS = Refusal("order", "Give one to thirty working days for the answer.", {})


#: What may be asked for → the orders.
ONLY: dict[str, Callable[[datetime], Any]] = {
    "": lambda _now: sa.true(),
    "waiting": lambda _now: Order.answered_at.is_(None),
    "late": lambda now: sa.and_(Order.answered_at.is_(None), Order.due_at < now),
}


class NoSuchOrder(LookupError):
    """There is no such order, or it is not theirs to see."""


def give(
    session: Session,
    number: str,
    *,
    text: str,
    days: int,
    calendar: Calendar,
    by: Principal,
    now: datetime,
) -> Order | Refusal:
    """Order that a part be gone on with or explained; whoever handles it is told. Raises NoSuchCase."""
    query = sa.select(Task).where(Task.number == number, POLICIES["task"].rows(by))
    task = session.scalars(query).one_or_none()
    if task is None:
        raise NoSuchCase(number)
    refused = _refused(task, text, days)
    if refused:
        return refused
    due = sla.due(calendar, now, limit={"value": days, "unit": "working_day"})
    row = Order(
        case_id=task.case_id, number=task.number, name=task.name, department=task.department,
        owner=task.owner, text=text.strip()[:LONGEST], by=by.username, at=now,
        due_at=due.at if due else now, answer=None, answered_by=None, answered_at=None,
    )  # fmt: skip
    session.add(row)
    session.flush()  # its id is the occasion
    _record(session, row, "ordered", by)
    people = addressees.of(session, task.owner, department=task.department, today=now.date())
    _tell(session, row, "ordered", people - {by.username}, now)
    return row


def _refused(task: Task, text: str, days: int) -> Refusal | None:
    if task.state != "open":
        return CLOSED
    if not text.strip():
        return WORDLESS
    return None if 1 <= days <= MOST_DAYS else NO_DAYS


def answer(
    session: Session, order: int, *, text: str, by: Principal, now: datetime
) -> Order | Refusal:
    """Answer an order, once; who gave it is told. Raises NoSuchOrder."""
    row = one(session, order, by=by, lock=True)
    if row.answered_at:
        return ANSWERED
    if not text.strip():
        return WORDLESS
    row.answer, row.answered_by, row.answered_at = text.strip()[:LONGEST], by.username, now
    _record(session, row, "order_answered", by)
    _tell(session, row, "order_answered", {row.by} - {by.username}, now)
    return row


def one(session: Session, order: int, *, by: Principal, lock: bool = False) -> Order:
    """An order that this person may see. Raises NoSuchOrder."""
    query = sa.select(Order).where(Order.id == order, POLICIES["order"].rows(by))
    row = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NoSuchOrder(order)
    return row


def listed(
    session: Session, *, by: Principal, now: datetime, only: str = "", most: int | None = SHOWN
) -> list[Order]:
    """Orders that this person may see: those without an answer first, the nearest due first.

    ``only`` is one of ONLY; ``most`` None gives all of them. Raises KeyError.
    """
    query = sa.select(Order).where(POLICIES["order"].rows(by), ONLY[only](now))
    open_first = sa.case((Order.answered_at.is_(None), 0), else_=1)
    latest = sa.case((Order.answered_at.is_(None), Order.due_at), else_=None)
    return list(session.scalars(query.order_by(open_first, latest, Order.id.desc()).limit(most)))


def unanswered(session: Session, *, now: datetime) -> tuple[int, int]:
    """How many orders wait for an answer, and how many of them too long."""
    late = sa.func.sum(sa.case((ONLY["late"](now), 1), else_=0))
    query = sa.select(sa.func.count(), late).select_from(Order).where(ONLY["waiting"](now))
    count, too_long = session.execute(query).one()
    return count, int(too_long or 0)


def _record(session: Session, row: Order, kind: str, by: Principal) -> None:
    said: dict[str, Any] = {"order": row.id, "department": row.department, "owner": row.owner}
    journal.record(session, "task", row.number, kind, by=by.username, **said)


def _tell(session: Session, row: Order, kind: str, people: set[str], now: datetime) -> None:
    content = {"item": row.name, "who": row.answered_by or row.by, "order": row.id}
    content |= {"due": row.due_at.isoformat()} if kind == "ordered" else {}
    inbox.tell(
        session, people, kind, occasion=f"{kind}:{row.id}", number=row.number, content=content, now=now
    )  # fmt: skip
