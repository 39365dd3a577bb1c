"""What an act on a case tells others of: whom a part was given to, who is asked, what was answered."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.case.verb import role_of
from app.domain.roles import Role
from app.models import Task
from app.services import addressees, colleagues, inbox

if TYPE_CHECKING:
    from app.services.cases import File

Event = dict[str, Any]


def assigned(session: Session, file: File, event: Event, *_payload: Any) -> None:
    """Whoever is given a part by another finds it in their inbox."""
    owner = event["owner"]
    if owner and owner != event["by"]:
        _tell(session, file, event, {owner}, "assigned")


def transferred(session: Session, file: File, event: Event, *_payload: Any) -> None:
    """A part that came from another department is told to the heads of its new one."""
    at = datetime.fromisoformat(event["at"]).date()
    people = addressees.of(session, None, department=event["department"], today=at)
    _tell(session, file, event, people - {event["by"]}, "transferred")


def asked(session: Session, file: File, event: Event, *_payload: Any) -> None:
    """Whose answer a request waits for is told of it."""
    role = role_of(event["wanted"])
    task = (file.state or {})["tasks"].get(event.get("task"))
    near = task is not None and role == Role.DEPARTMENT_HEAD
    people = (
        colleagues.heads(session, task["department"]) if near else colleagues.holding(session, role)
    )
    _tell(session, file, event, set(people) - {event["by"]}, "asked", act=event["verb"])


def answered(session: Session, file: File, event: Event, *_payload: Any) -> None:
    """Whoever asked is told the answer."""
    request = (file.state or {})["asks"][event["ask"]]
    _tell(
        session, file, {**event, "task": request["task"]}, {request["by"]} - {event["by"]},
        "answered", act=request["verb"], answer=event["answer"],
    )  # fmt: skip


def _tell(
    session: Session, file: File, event: Event, people: set[str], kind: str, **more: Any
) -> None:
    if not people:
        return
    assert file.state is not None  # noqa: S101 - messages follow events, so the case exists
    number, name, due = _part(session, file, event.get("task"))
    content = {"item": name, "who": event["by"], **more}
    content |= {"due": due.isoformat()} if due else {}
    # The place of the act in the case's log: an act that is done once is told of once.
    occasion = f"{kind}:{file.number}:{file.state['seq']}:{event.get('task')}"
    now = datetime.fromisoformat(event["at"])
    inbox.tell(session, people, kind, occasion=occasion, number=number, content=content, now=now)


def _part(session: Session, file: File, key: str | None) -> tuple[str, str, datetime | None]:
    """Number, name and due day of a part; of the case where it is about the whole."""
    query = sa.select(Task.number, Task.name, Task.due_at)
    row = session.execute(query.where(Task.case_id == file.case_id, Task.key == key)).first()
    return tuple(row) if row else (file.number, file.case.name, None)
