"""A number as it is typed or stands in an address: which case, which task."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import Principal
from app.models import Case, Task
from app.services import case_access
from app.services.cases import NoSuchCase


def locate(session: Session, number: str, *, by: Principal) -> tuple[str, str]:
    """The case's number and the task's key for a task's own number; raises NoSuchCase."""
    query = (
        sa.select(Case.number, Task.key)
        .join(Task, Task.case_id == Case.id)
        .where(Task.number == number)
    )
    # Of a case that one sees every part is named, also one that went to another department meanwhile:
    # whoever still has its form open is told whose it is, and keeps what was typed.
    seen = sa.or_(case_access.visible_tasks(by), case_access.visible(by))
    row = session.execute(query.where(seen)).one_or_none()
    if row is None:
        raise NoSuchCase(number)
    return row.number, row.key
