"""The full personal values of a case, for a stated purpose: every reading leaves a trace."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.access import may
from app.domain.refusal import Refusal
from app.models import Applicant
from app.services import correcting
from app.services.case_page import Page

PERSON = ("name", "organisation", "id_type", "id_number", "credit_code", "phone")
#: Longest purpose that is kept.
LONGEST = 400
NO_PURPOSE = Refusal("unmask", "Say what you need the full values for.", {})
NOT_YOURS = Refusal("access", "Full personal values are not for your account.", {})


def unmask(session: Session, page: Page, *, purpose: str) -> dict[str, Any] | Refusal:
    """{applicant, answers, earlier} in full as far as the page shows them; the reading is journaled.

    ``earlier`` is what stood there before each correction: (when, by whom, value by field).

    Refused without a purpose, and to those who may not unmask (house §8).
    """
    if not may(page.by, "applicant.unmask"):
        return NOT_YOURS
    if not purpose.strip():
        return NO_PURPOSE
    row = session.execute(
        sa.select(Applicant).where(Applicant.case_id == page.case.id)
    ).scalar_one()
    # Only what the page has: unmasking widens how a value is shown, never which.
    shown = {answer["spec"]["key"] for answer in page.answers}
    # Before the values are handed out, in the same transaction: no trace, no values.
    journal.access(session, "case", page.case.number, "unmasked", purpose=purpose.strip()[:LONGEST])
    return {
        "applicant": {name: getattr(row, name) for name in PERSON},
        "answers": {
            answer.field: answer.sealed
            for answer in page.answered
            if answer.sealed is not None and answer.field in shown
        },
        "earlier": _earlier(session, page),
    }


def _earlier(session: Session, page: Page) -> list[tuple[Any, str, dict[str, Any]]]:
    found = [
        (at, by, {field: old for field, old in before.items() if page.reads_field(field)})
        for at, by, before in correcting.earlier(session, page.case.id)
    ]
    return [line for line in found if line[2]]
