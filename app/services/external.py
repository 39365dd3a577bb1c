"""Cases by the number that another system, or a sheet, gave them: sent again, it is the same case."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.case import Refusal
from app.models import Case
from app.services import idempotency

#: Longest name of a source and longest number of theirs.
SOURCE, REF = 40, 64
ELSEWHERE = Refusal(
    "external", "Another window received a case under this external number already.", {}
)


def case_number(session: Session, source: str | None, ref: str | None) -> str | None:
    """The number of the case that this source sent under this number of theirs; None if it sent none."""
    if not source or not ref:
        return None
    query = sa.select(Case.number).where(Case.external_source == source, Case.external_ref == ref)
    return session.execute(query).scalar_one_or_none()


def taken_up(session: Session, source: str | None, ref: str | None, *, now: datetime) -> str | None:
    """``case_number`` for whoever is about to receive: of two who send it at once, the second waits."""
    if not source or not ref:
        return None
    # The row of the key is what the second waits at; what it then finds is the first one's case.
    idempotency.reserve(session, owner=f"external:{source}", key=ref, now=now)
    return case_number(session, source, ref)
