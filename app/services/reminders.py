"""催办: somebody who waits asks whoever handles a part to go on. No act on the case: a line and a message."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.access import POLICIES, Principal
from app.domain.case import Refusal
from app.models import Task
from app.services import addressees, inbox
from app.services.cases import NoSuchCase

CLOSED = Refusal("remind", "It is not open; there is nothing to ask for.", {})
OWN = Refusal("remind", "It is in your own hands.", {})
HELD = Refusal("remind", "It waits for the applicant or a procedure, not for an official.", {})
AGAIN = Refusal("remind", "It was asked for today already.", {})


def remind(session: Session, number: str, *, by: Principal, now: datetime) -> str | Refusal:
    """Ask for a part, at most once a day; gives who is asked: its owner, else its department.

    Raises NoSuchCase where there is no such part or it is not theirs to see.
    """
    query = sa.select(Task).where(Task.number == number, POLICIES["task"].rows(by))
    task = session.scalars(query.with_for_update()).one_or_none()
    if task is None:
        raise NoSuchCase(number)
    refused = _refused(task, by, now)
    if refused:
        return refused
    # Beside the fold: the version stays, for no form that is open somewhere is made stale by it.
    changed = sa.update(Task).where(Task.id == task.id).values(reminded_at=now)
    session.execute(changed.execution_options(synchronize_session=False))
    asked = task.owner or task.department
    journal.record(
        session, "task", number, "reminded", by=by.username, owner=task.owner,
        department=task.department, step=task.step_name,
    )  # fmt: skip
    _tell(session, task, by, now)
    return asked


def _tell(session: Session, task: Task, by: Principal, now: datetime) -> None:
    """In the inbox of whoever is asked, and of who stands in for them."""
    people = addressees.of(session, task.owner, department=task.department, today=now.date())
    content = {"item": task.name, "who": by.username}
    content |= {"due": task.due_at.isoformat()} if task.due_at else {}
    occasion = f"reminded:{task.number}:{now.date()}"
    told = people - {by.username}
    inbox.tell(
        session, told, "reminded", occasion=occasion, number=task.number, content=content, now=now
    )


def _refused(task: Task, by: Principal, now: datetime) -> Refusal | None:
    if task.state != "open":
        return CLOSED
    if task.owner == by.username:
        return OWN
    if task.held:
        return HELD
    return AGAIN if task.reminded_at and task.reminded_at.date() == now.date() else None
