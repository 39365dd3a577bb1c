"""What the case page shows one person: rows, fold and blueprint, without what is not theirs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import POLICIES, Principal, may
from app.access.policies import uses
from app.domain.case import fold, offers
from app.domain.case.offers import Offer
from app.models import (
    Answer,
    Applicant,
    Case,
    CaseDocument,
    EventText,
    JournalEntry,
    Paper,
    Result,
    Task,
)
from app.services import blueprints, case_access, intake
from app.services.cases import File, NoSuchCase
from app.services.reference import Reference


@dataclass
class Page:
    """One case as one person may see it."""

    file: File
    by: Principal
    tasks: list[Any]
    documents: list[Any]
    papers: list[Any]
    results: list[Any]
    events: list[dict[str, Any]]
    applicant: dict[str, Any]
    answers: list[dict[str, Any]]

    @property
    def case(self) -> Any:
        """The case's own row."""
        return self.file.case

    @property
    def state(self) -> dict[str, Any]:
        """The fold."""
        assert self.file.state is not None  # noqa: S101 - a page shows a case that exists
        return self.file.state

    @property
    def blueprint(self) -> dict[str, Any]:
        """What the case was received under."""
        return self.file.blueprint

    def task(self, key: str) -> Any:
        """The row of a task; None where there is none."""
        return next((task for task in self.tasks if task.key == key), None)

    def offers(self, now: datetime) -> list[Offer]:
        """What this person may do now, and what not and why."""
        found = offers(
            self.blueprint,
            self.state,
            now=now,
            calendar=self.file.calendar,
            facts=self.file.facts,
            by=self.by.username,
            roles=self.by.capacities,
            departments=case_access.departments_of(self.by),
        )
        return [
            offer for offer in found if case_access.holds_grant(self.by, offer.verb, offer.task)
        ]


def open_page(session: Session, number: str, *, by: Principal, known: Reference) -> Page:
    """Read a case for one person. Raises NoSuchCase where there is none or it is not theirs to see."""
    query = sa.select(Case).where(Case.number == number, case_access.visible(by))
    case = session.execute(query).scalar_one_or_none()
    if case is None:
        raise NoSuchCase(number)
    events = _events(session, case.id)
    state = fold(events)
    blueprint = blueprints.blueprint(session, state["blueprint"])
    facts = intake.facts_of(session, case.id)
    file = File(case.id, case.number, state, blueprint, known.calendar, facts, case=case)
    tasks = _all(session, Task, case.id)
    departments = {task.key: task.department for task in tasks}
    return Page(
        file=file,
        by=by,
        tasks=tasks,
        documents=[
            row
            for row in _all(session, CaseDocument, case.id)
            if _sees(by, blueprint, row, departments)
        ],
        papers=_reached(session, Paper, "paper", case.id, by),
        results=_reached(session, Result, "result", case.id, by),
        events=events,
        applicant=_applicant(session, case.id, by),
        answers=_answers(session, case.id, by, blueprint, departments),
    )


def _all(session: Session, table: Any, case_id: int) -> list[Any]:
    return list(
        session.execute(
            sa.select(table).where(table.case_id == case_id).order_by(table.id)
        ).scalars()
    )


def _reached(session: Session, table: Any, noun: str, case_id: int, by: Principal) -> list[Any]:
    query = sa.select(table).where(table.case_id == case_id, POLICIES[noun].rows(by))
    return list(session.execute(query.order_by(table.id)).scalars())


def _events(session: Session, case_id: int) -> list[dict[str, Any]]:
    """The events with their free text put back, for those who read the trail of a case they see."""
    entries = session.execute(
        sa.select(JournalEntry.id, JournalEntry.data)
        .where(JournalEntry.case_id == case_id)
        .order_by(JournalEntry.case_seq)
    ).all()
    texts: dict[int, dict[str, str]] = {}
    asked = sa.select(EventText.entry_id, EventText.field, EventText.text).join(
        JournalEntry, JournalEntry.id == EventText.entry_id
    )
    for row in session.execute(asked.where(JournalEntry.case_id == case_id)):
        texts.setdefault(row.entry_id, {})[row.field] = row.text
    return [{**json.loads(entry.data), **texts.get(entry.id, {})} for entry in entries]


def _sees(by: Principal, blueprint: dict[str, Any], row: Any, departments: dict[str, str]) -> bool:
    """An officer sees a paper only where a part of their own department uses it (house §8)."""
    if not may(by, "case_document.read"):
        return False
    users = [line for line in blueprint["merge"]["lines"] if line["document"] == row.document]
    keys = {key for line in users for key in line["used_by"]}
    return uses(by, {departments[key] for key in keys if key in departments})


def _applicant(session: Session, case_id: int, by: Principal) -> dict[str, Any]:
    """The applicant with what this person may see; numbers masked."""
    row = session.execute(sa.select(Applicant).where(Applicant.case_id == case_id)).scalar_one()
    return POLICIES["applicant"].mask(by, row)


def _answers(
    session: Session,
    case_id: int,
    by: Principal,
    blueprint: dict[str, Any],
    departments: dict[str, str],
) -> list[dict[str, Any]]:
    if not may(by, "answer.read"):
        return []
    specs = {field["key"]: field for field in blueprint["fields"]}
    rows = session.execute(
        sa.select(Answer).where(Answer.case_id == case_id).order_by(Answer.id)
    ).scalars()
    return [
        _answer(by, row, specs[row.field])
        for row in rows
        if row.field in specs and _asks(by, specs[row.field], departments)
    ]


def _asks(by: Principal, spec: dict[str, Any], departments: dict[str, str]) -> bool:
    keys: Iterable[str] = spec.get("items") or departments
    return uses(by, {departments[key] for key in keys if key in departments})


def _answer(by: Principal, row: Any, spec: dict[str, Any]) -> dict[str, Any]:
    shown = POLICIES["answer"].mask(by, row)
    return {"spec": spec, "value": row.value, "sealed": shown["sealed"]}


def unmasked(session: Session, case_id: int) -> dict[str, Any]:
    """The full personal values, for a stated purpose; the caller journals the reading."""
    row = session.execute(sa.select(Applicant).where(Applicant.case_id == case_id)).scalar_one()
    answers = session.execute(
        sa.select(Answer.field, Answer.sealed).where(Answer.case_id == case_id)
    ).all()
    person = {
        name: getattr(row, name)
        for name in ("name", "organisation", "id_type", "id_number", "credit_code", "phone")
    }
    return {
        "applicant": person,
        "answers": {answer.field: answer.sealed for answer in answers if answer.sealed is not None},
    }
