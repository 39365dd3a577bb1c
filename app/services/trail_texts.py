"""Free text beside entries of the trail: reasons and purposes, the applicants' names in them masked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.access import Principal, may
from app.domain.masking import mask_text
from app.models import AccessEntry, Agent, Applicant, Case, EventText
from app.services.timeline import BESIDE

#: What stood there before a correction is read by unmasking alone.
HELD_BACK = ("before",)


def say(session: Session, entries: Iterable[Any], by: Principal) -> None:
    """Put the free text in, where it is the reader's, the applicants' names in it masked."""
    if not may(by, "journal.read"):
        return
    texts = {(entry.chain, entry.id): entry for entry in entries}
    names = _names(session, texts.values())
    for chain, number, name, text in _texts(session, texts):
        entry = texts[chain, number]
        entry.texts[name] = mask_text(text, names.get(_case_of(entry), ()))


def _case_of(entry: Any) -> str:
    return str(entry.ref) if entry.noun in ("case", *BESIDE) else ""


def _names(session: Session, entries: Iterable[Any]) -> dict[str, set[str]]:
    """Number of a case → the names that a text about it may hold."""
    numbers = {_case_of(entry) for entry in entries} - {""}
    query = sa.select(Case.number, Applicant.name, Applicant.organisation, Agent.name).where(
        Case.number.in_(numbers)
    )
    joined = query.outerjoin(Applicant, Applicant.case_id == Case.id).outerjoin(
        Agent, Agent.case_id == Case.id
    )
    found: dict[str, set[str]] = {}
    for number, *names in session.execute(joined) if numbers else ():
        found.setdefault(number, set()).update(name for name in names if name)
    return found


def _texts(
    session: Session, entries: Mapping[tuple[str, int], Any]
) -> list[tuple[str, int, str, str]]:
    numbers: dict[str, list[int]] = {journal.RECORDS: [], journal.ACCESS: []}
    for chain, number in entries:
        numbers[chain].append(number)
    said = sa.select(EventText.entry_id, EventText.field, EventText.text).where(
        EventText.entry_id.in_(numbers[journal.RECORDS]), EventText.field.not_in(HELD_BACK)
    )
    asked = sa.select(AccessEntry.id, AccessEntry.purpose).where(
        AccessEntry.id.in_(numbers[journal.ACCESS]), AccessEntry.purpose.is_not(None)
    )
    found = [(journal.RECORDS, row[0], row[1], row[2]) for row in session.execute(said)]
    return found + [(journal.ACCESS, row[0], "purpose", row[1]) for row in session.execute(asked)]
