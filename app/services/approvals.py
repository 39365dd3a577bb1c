"""Requests (请示) and who answers them: a supervisor, a department's head, the head of the centre."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import POLICIES, Principal, may
from app.domain.case.asking import is_open
from app.domain.case.verb import role_of
from app.models import Approval, Case, EventText, JournalEntry, Task

if TYPE_CHECKING:
    from app.services.cases import File

#: What a list of requests shows at once.
SHOWN = 200


def prepared(
    session: Session,
    file: File,
    command: dict[str, Any],
    *,
    now: datetime,  # noqa: ARG001 - as every preparation is called
) -> dict[str, Any]:
    """The command of an answer with the free texts of its request: they lie sealed beside the event."""
    number = str(command.get("ask", ""))
    if not number.isdecimal():
        return command  # an answer to nothing is refused where every command is judged
    query = (
        sa.select(EventText.field, EventText.text)
        .join(JournalEntry, JournalEntry.id == EventText.entry_id)
        .where(JournalEntry.case_id == file.case_id, JournalEntry.case_seq == int(number))
    )
    return {**command, "texts": dict(session.execute(query).tuples().all())}


def answered_by(by: Principal, state: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The open requests of a case that this person answers, by number."""
    roles = {role_of(name) for name in by.capacities}
    return {
        number: one
        for number, one in state["asks"].items()
        if is_open(one) and one["wanted"] in roles and _is_near(by, state, one["task"])
    }


def _is_near(by: Principal, state: dict[str, Any], task: str | None) -> bool:
    """Whether a part is of this person's departments; the centre's people answer for all."""
    if may(by, "scope.centre") or task is None:
        return may(by, "scope.centre")
    return state["tasks"][task]["department"] in by.departments


def waiting(session: Session, *, by: Principal) -> list[Any]:
    """Requests that wait for this person's answer, the oldest first, with case and part."""
    query = (
        sa.select(
            Approval.verb, Approval.by, Approval.at, Case.number, Case.name, Case.applicant,
            Task.name.label("part"), Approval.task,
        )
        .join(Case, Case.id == Approval.case_id)
        .outerjoin(Task, sa.and_(Task.case_id == Case.id, Task.key == Approval.task))
        .where(Approval.answer.is_(None), POLICIES["approval"].rows(by))
        .order_by(Approval.id)
        .limit(SHOWN)
    )  # fmt: skip
    return list(session.execute(query))
