"""A case as its file for the archive holds it: whole, in full, and nothing that looking at it would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import SYSTEM
from app.models import (
    Agent,
    Applicant,
    Attachment,
    Card,
    Delivery,
    JournalEntry,
    Paper,
    Result,
    ServiceVersion,
)
from app.services import case_read, case_tabs, timeline
from app.services.case_page import Page
from app.services.reference import Reference

#: Columns of the journal that its hashes are over, and the hashes.
CHAINED = tuple(JournalEntry.__table__.columns)
#: What is written of who looked at a case is no part of the case: with it, no two files were the same.
LOOKING = (*timeline.TRIED, *timeline.READING)


@dataclass(frozen=True)
class Whole:
    """Everything that is known of a case."""

    page: Page
    known: Reference
    person: Any
    agent: Any
    version: int
    results: list[Any]
    delivery: Any
    cards: list[Any]
    papers: list[Paper]
    attachments: list[Attachment]
    journal: list[dict[str, Any]]
    course: list[timeline.Line]

    @property
    def case(self) -> Any:
        """The case's own row."""
        return self.page.case


def whole(session: Session, number: str) -> Whole:
    """Read a case with all that hangs on it. Raises NoSuchCase."""
    page = case_read.open_page(session, number, by=SYSTEM)
    for want in ("documents", "trail"):
        setattr(page, *case_tabs.READ[want](session, page))
    case = page.case
    beside = [line for line in page.notes if line.type not in LOOKING]
    return Whole(
        page=page,
        known=page.known,
        person=_one(session, Applicant, case.id),
        agent=_one(session, Agent, case.id),
        version=session.get_one(ServiceVersion, case.version_id).number,
        results=_all(session, Result, case.id),
        delivery=_one(session, Delivery, case.id),
        cards=_all(session, Card, case.id),
        papers=_all(session, Paper, case.id),
        attachments=_all(session, Attachment, case.id),
        journal=_journal(session, case),
        course=timeline.woven(page.events, beside)[::-1],
    )


def _all(session: Session, table: Any, case_id: int) -> list[Any]:
    query = sa.select(table).where(table.case_id == case_id).order_by(table.id)
    return list(session.execute(query).scalars())


def _one(session: Session, table: Any, case_id: int) -> Any:
    return next(iter(_all(session, table, case_id)), None)


def _journal(session: Session, case: Any) -> list[dict[str, Any]]:
    """The case's events, and the records of its files, points and papers, as they are chained."""
    beside = sa.and_(JournalEntry.noun.in_(timeline.BESIDE), JournalEntry.ref == case.number)
    mine = sa.select(*CHAINED).where(sa.or_(JournalEntry.case_id == case.id, beside))
    rows = session.execute(mine.order_by(JournalEntry.id)).mappings()
    return [
        {name: value for name, value in row.items() if name != "id"}
        | {"seq": row["id"], "at": row["at"].isoformat()}
        for row in rows
    ]
