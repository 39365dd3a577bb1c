"""What colleagues write down for each other at a case: for all who handle it, or one's own department.

A note is no part of the case's life: no event, no paper, no page of an applicant names it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.access import POLICIES, Principal
from app.domain.case import Refusal
from app.models import Case, CaseNote
from app.services import case_access
from app.services.cases import NoSuchCase

LONGEST = 2000
EMPTY = Refusal("note", "Write down what the others should know.", {})
LONG = Refusal("note", "A note has at most 2000 characters.", {})


def write(
    session: Session, number: str, text: str, *, own: bool, by: Principal, now: datetime
) -> CaseNote | Refusal:
    """Keep a note; ``own`` is for one's own department alone. Raises NoSuchCase."""
    query = sa.select(Case.id).where(Case.number == number, case_access.visible(by))
    case_id = session.scalar(query)
    if case_id is None:
        raise NoSuchCase(number)
    said = text.strip()
    if not said or len(said) > LONGEST:
        return LONG if said else EMPTY
    department = by.department if own else None
    row = CaseNote(case_id=case_id, department=department, text=said, by=by.username, at=now)
    session.add(row)
    session.flush()  # its id is the journal's reference
    # That there is one, and for whom: what it says stands in the row, encrypted.
    journal.record(
        session, "note", number, "note_written", by=by.username, case=number, note=row.id,
        department=department,
    )  # fmt: skip
    return row


def of_case(session: Session, case_id: int, *, by: Principal) -> list[dict[str, Any]]:
    """The notes this person may read, the newest first."""
    rows = sa.select(CaseNote).where(CaseNote.case_id == case_id, POLICIES["note"].rows(by))
    found = session.scalars(rows.order_by(CaseNote.id.desc()))
    return [POLICIES["note"].mask(by, row) for row in found]
