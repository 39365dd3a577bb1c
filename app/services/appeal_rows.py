"""The words of an appeal's events, which stand encrypted beside its rows; and who is told of them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import AppealQuestion, CallBack, Finding, GroupItem
from app.services import addressees, colleagues, inbox

if TYPE_CHECKING:
    from app.services.cases import File

Event = dict[str, Any]
#: Event → its table, and which column keeps which text of it.
WORDS: dict[str, tuple[Any, str, str]] = {
    "department_asked": (AppealQuestion, "question", "said"),
    "department_answered": (AppealQuestion, "answer", "said"),
    "called_back": (CallBack, "said", "said"),
    "brought_to_group": (GroupItem, "reason", "reason"),
    "group_decided": (GroupItem, "decision", "said"),
    "group_carried_out": (GroupItem, "outcome", "said"),
    "found": (Finding, "measures", "measures"),
    "finding_settled": (Finding, "settled", "said"),
}


def keep(session: Session, file: File, event: Event, *_payload: Any) -> None:
    """Put the words of an event into the row it is about."""
    table, column, text = WORDS[event["type"]]
    here = (table.case_id == file.case_id, table.nth == int(event["nth"]))
    session.execute(sa.update(table).where(*here).values({column: event.get(text)}))


def question(session: Session, file: File, event: Event, *_payload: Any) -> None:
    """A department is told that it must answer: of what class, by when; of no case and no person."""
    day = datetime.fromisoformat(event["at"]).date()
    people = addressees.of(session, None, department=event["department"], today=day)
    _tell(session, file, event, people, "question")


def answered(session: Session, file: File, event: Event, *_payload: Any) -> None:
    """Whoever asked learns that the answer is there."""
    state = file.state or {}
    asked = state["appeal"]["asked"][str(event["nth"])]
    _tell(session, file, event, {asked["by"]}, "explained", number=file.number)


def decided(session: Session, file: File, event: Event, *_payload: Any) -> None:
    """Whoever carries out what the group decided."""
    _tell(session, file, event, {event["carried_by"]}, "group")


def found(session: Session, file: File, event: Event, *_payload: Any) -> None:
    """The heads of the department on which something was found."""
    _tell(session, file, event, set(colleagues.heads(session, event["department"])), "finding")


def _tell(
    session: Session, file: File, event: Event, people: set[str], kind: str, *, number: str | None = None
) -> None:  # fmt: skip
    """Without the number where the case is not theirs to see; never to whoever is complained of."""
    barred = set((file.state or {})["barred"])
    content = {"item": file.blueprint["name"], "who": event["by"]}
    content |= {"due": event["until"]} if event.get("until") else {}
    inbox.tell(
        session, people - barred - {event["by"]}, kind, number=number, content=content,
        occasion=f"{kind}:{file.number}:{event['nth']}", now=datetime.fromisoformat(event["at"]),
    )  # fmt: skip
