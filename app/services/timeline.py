"""The trail of a case as sentences to be: who did what and why, what followed from it by itself.

Events of one act become one line; refusals and readings stand in the other chain and are laid between.
The words are the door's (telling.events).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import Principal, may
from app.models import AccessEntry, JournalEntry, Paper

#: Nobody: time or the graph decided.
SYSTEM = "system"
#: Free text of an event that says why, the first that is there.
WHY = ("reason", "said", "opinion", "explanation", "guidance", "reply", "progress", "measures")
#: Events that no line of their own tells: dues are on the page, the rest is told by what brought it.
SILENT = frozenset({"due_set", "debts_opened"})
#: What follows from another event of the same act, and is told with it.
FOLLOWS = frozenset({"task_opened", "hold_closed", "case_closed"})
#: Notes of the access chain: what was tried and refused, what was read of personal values.
TRIED, READING = (
    ("refused",),
    ("unmasked", "printed", "paper_taken", "file_read", "file_asked", "file_taken"),
)

#: Nouns of records about a case that no event of it tells: they change what it is decided from, not where it stands.
BESIDE = ("attachment", "case_document", "paper")


@dataclass
class Line:
    """One sentence: the event that says it, and the events that followed from it in the same act."""

    at: datetime
    by: str
    type: str
    event: dict[str, Any]
    follows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def task(self) -> str | None:
        """The part it is about; None for the case."""
        return self.event.get("task")

    @property
    def why(self) -> str:
        """The reason that was given with it."""
        return str(next((self.event[name] for name in WHY if self.event.get(name)), ""))


def lines(events: Iterable[dict[str, Any]]) -> list[Line]:
    """The lines of a case's events, oldest first."""
    told: list[Line] = []
    for event in events:
        if event["type"] in SILENT or _is_told_already(event):
            continue
        if event["type"] in FOLLOWS and told and _is_same_act(told[-1], event):
            told[-1].follows.append(event)
        else:
            told.append(Line(_at(event), _by(event), event["type"], event))
    return told


def _is_told_already(event: dict[str, Any]) -> bool:
    """A supplement's hold is told by its notice, and the intake begins with the receipt."""
    if event["type"] == "hold_opened":
        return bool(event["kind"] == "supplement")
    return bool(event["type"] == "task_opened" and event["task"] == "intake")


def _is_same_act(line: Line, event: dict[str, Any]) -> bool:
    return line.at == _at(event) and line.event.get("by") == event["by"]


def _at(event: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(event["at"])


def _by(event: dict[str, Any]) -> str:
    """Cards, and what the graph closes or opens by itself, are nobody's act."""
    itself = event["type"] in ("card", "case_closed", "task_opened") or "because" in event
    return SYSTEM if itself else event["by"]


def notes(session: Session, case_id: int, number: str, *, by: Principal) -> list[Line]:
    """What was tried and refused on a case, what was done to its files and points; for readers of the
    journal also who read personal values.
    """
    about = sa.and_(AccessEntry.noun == "case", AccessEntry.ref == number)
    if may(by, "journal.read"):
        papers = sa.select(Paper.number).where(Paper.case_id == case_id)
        about = sa.or_(about, sa.and_(AccessEntry.noun == "paper", AccessEntry.ref.in_(papers)))
    kinds = TRIED + (READING if may(by, "journal.read") else ())
    looked = _told(AccessEntry).where(about, AccessEntry.type.in_(kinds))
    beside = sa.and_(JournalEntry.noun.in_(BESIDE), JournalEntry.ref == number)
    both = sa.union_all(looked, _told(JournalEntry).where(beside)).order_by("at", "id")
    rows = session.execute(both).all()
    noted = [Line(row.at, row.by, row.type, json.loads(row.data)) for row in rows]
    _say_why_void(session, [line.event for line in noted if line.type == "paper_void"], by)
    return noted


def _say_why_void(session: Session, events: list[dict[str, Any]], by: Principal) -> None:
    """The journal holds the proof of a reason, no reader's word; the paper holds the reason for who prints it."""
    numbers = [event["number"] for event in events if may(by, "paper.print")]
    query = sa.select(Paper.number, Paper.void_why).where(Paper.number.in_(numbers))
    reasons = dict(session.execute(query).tuples().all()) if numbers else {}
    for event in events:
        event["reason"] = reasons.get(event["number"])


def _told(chain: Any) -> Any:
    return sa.select(chain.id, chain.at, chain.by, chain.type, chain.data)


def woven(events: Iterable[dict[str, Any]], more: Iterable[Line]) -> list[Line]:
    """Events' lines and notes in one row, the latest first."""
    return sorted([*lines(events), *more], key=lambda line: line.at)[::-1]
