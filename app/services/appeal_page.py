"""What a reader of a case sees of the appeal that it is: the words, the questions, calls, the group, findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import POLICIES, Principal, may
from app.domain.masking import mask_text
from app.models import Appeal, AppealQuestion, Applicant, CallBack, Case, Finding, GroupItem
from app.services import appeal_known


@dataclass(frozen=True)
class Told:
    """An appeal as one person may read it."""

    appeal: Any
    said: str
    about: Any
    same_ref: list[Any]
    questions: list[Any]
    calls: list[Any]
    group: list[Any]
    findings: list[Any]


def told(session: Session, case: Case, *, by: Principal) -> Told | None:
    """The appeal of a case; None where it is none or not theirs to read.

    Free words hold names: who reads names masked reads them so here too.
    """
    row = session.execute(
        sa.select(Appeal, Applicant.name)
        .join(Applicant, Applicant.case_id == Appeal.case_id)
        .where(Appeal.case_id == case.id, POLICIES["statement"].rows(by))
    ).one_or_none()
    if row is None:
        return None
    appeal, name = row

    def masked(text: str | None) -> str:
        return (text or "") if may(by, "applicant.name") else mask_text(text or "", [name])

    ref = appeal.external_ref
    same = appeal_known.by_ref(session, ref, by=by) if ref else []
    return Told(
        appeal,
        masked(appeal.said),
        appeal_known.case(session, appeal.about, by=by) if appeal.about else None,
        [one for one in same if one.number != case.number],
        _rows(session, AppealQuestion, case, where=POLICIES["question"].rows(by), masked=masked),
        # Whoever reads the appeal reads what came of it.
        _rows(session, CallBack, case, where=sa.true(), masked=masked),
        _rows(session, GroupItem, case, where=sa.true(), masked=masked),
        _rows(session, Finding, case, where=POLICIES["finding"].rows(by), masked=masked),
    )


#: Columns that hold free words.
WORDS = ("question", "answer", "said", "reason", "decision", "outcome", "measures", "settled")


def _rows(session: Session, table: Any, case: Case, *, where: Any, masked: Any) -> list[Any]:
    query = sa.select(table).where(table.case_id == case.id)
    found = session.scalars(query.where(where).order_by(table.nth))
    return [_Row(row, masked) for row in found]


class _Row:
    """A row with its words as the reader may read them."""

    def __init__(self, row: Any, masked: Any) -> None:
        self._row, self._masked = row, masked

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._row, name)
        return self._masked(value) if name in WORDS else value
