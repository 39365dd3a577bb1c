"""How an appeal that came in online stands, as its sender reads it: no names, no case of anybody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.case.state import open_holds
from app.models import Case, OnlineAppeal, Task
from app.services import case_read, cases

#: Texts of an answer in the order in which they are read. Who helps is a name: it is told by telephone.
TEXTS = ("said", "reason", "explanation", "guidance", "progress", "competent_department", "remedy")


@dataclass(frozen=True)
class Told:
    """What the person was told at one moment."""

    at: datetime
    texts: list[str]


@dataclass(frozen=True)
class Progress:
    """How it stands: its state, who has it until when, what is asked of the person, what was told."""

    state: str
    department: str | None
    due: datetime | None
    asked: list[str]
    told: list[Told]


def of(session: Session, row: OnlineAppeal) -> Progress:
    """How it stands, registered or not."""
    if row.settled_at is None:
        return Progress("waiting", row.window, row.due_at, [], [])
    if row.case_id is None:
        return Progress("set_aside", row.window, None, [], [_told(row.settled_at, row.reason)])
    return of_case(session, session.get_one(Case, row.case_id))


def of_case(session: Session, case: Case) -> Progress:
    """How an appeal stands that is registered, by whatever way it came."""
    file = cases.take(session, case.number, lock=False)
    events = case_read.said_in(session.connection(), case.id)[0]
    holds = [hold for task in (file.state or {})["tasks"].values() for hold in open_holds(task)]
    asked = [name for hold in holds if hold["kind"] == "supplement" for name in hold["documents"]]
    listed = file.blueprint["documents"]
    main = sa.select(Task.department, Task.state).where(Task.case_id == case.id, Task.gates)
    department, state = session.execute(main.limit(1)).one()
    ended = case.outcome if case.closed_at else ("answered" if state == "closed" else "handled")
    return Progress(
        ended or "handled", department, None if case.closed_at else case.due_at or case.promise_at,
        [listed[name]["name"] for name in asked if name in listed], _said(events),
    )  # fmt: skip


def _said(events: list[dict[str, Any]]) -> list[Told]:
    return [
        found
        for event in events
        if event["type"] == "feedback" or (event["type"] == "task_closed" and event.get("way"))
        for found in [_told(datetime.fromisoformat(event["at"]), *map(event.get, TEXTS))]
        if found.texts
    ]


def _told(at: datetime, *texts: str | None) -> Told:
    # The same sentence may stand under two names: it is read once.
    return Told(at, list(dict.fromkeys(text for text in texts if text and text != "-")))
