"""Taking an entry out of the catalogue: retired where anything stands on it, else removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import (
    Case,
    CaseDocument,
    Paper,
    ServiceVersion,
    Staff,
    StaffDepartment,
    Task,
)
from app.services import catalogue, publishing, slices

#: Place in a package → kind of its versions.
KINDS = {top: kind for kind, top in publishing.ORDER.items()}
#: The phase after which nothing of a case runs any more.
CLOSED = "closed"


class StillUsed(Exception):
    """An entry cannot be removed: ``cases`` were received under it, ``places`` refer to it."""

    def __init__(self, key: str, *, cases: int, places: list[str]) -> None:
        """How many cases, and which places of the catalogue."""
        super().__init__(f"{key}: {cases} cases, {', '.join(places) or 'no reference'}")
        self.cases = cases
        self.places = places


@dataclass(frozen=True)
class Users:
    """Who uses an entry: entries of the catalogue by noun, cases received and still open, people
    who work there, papers given out by it.
    """

    entries: dict[str, list[str]] = field(default_factory=dict)
    cases: int = 0
    running: int = 0
    people: int = 0
    papers: int = 0

    def __bool__(self) -> bool:
        """Whether anybody does."""
        return bool(self.entries or self.cases or self.people or self.papers)


def retire(session: Session, top: str, key: str, *, by: str, now: datetime) -> None:
    """Offer an entry no longer (R98): its versions end, the row and the running cases stay.

    Retiring twice is once. Raises KeyError; ValueError for what cannot be retired.
    """
    row = _retirable(session, top, key)
    # The first day counts: retiring again must not make it look as if it were in use till now.
    if row.retired_at is None:
        row.retired_at = now
    if top in KINDS:
        publishing.end(session, KINDS[top], key, by=by, now=now)


def restore(session: Session, top: str, key: str) -> None:
    """Offer a retired entry again; what has versions is offered once it is published anew.

    Restoring what is in use changes nothing. Raises KeyError; ValueError for what is never retired.
    """
    _retirable(session, top, key).retired_at = None


def _retirable(session: Session, top: str, key: str) -> Any:
    row = catalogue.row_of(session, top, key)
    if not hasattr(row, "retired_at"):
        raise ValueError(f"{top} are not retired")
    return row


def remove(session: Session, top: str, key: str, *, by: str, now: datetime) -> None:
    """Delete an entry that nothing stands on (R98). Raises StillUsed, KeyError.

    The database refuses it too where there are cases (models.guards), whoever asks.
    """
    row = catalogue.row_of(session, top, key)
    cases = cases_of(session, top, key)
    places = catalogue.used_by(session, top, key)
    # Both are asked before either is told: one answer names everything to put right.
    if cases or places:
        raise StillUsed(key, cases=cases, places=places)
    if top in KINDS:
        publishing.end(session, KINDS[top], key, by=by, now=now)
    session.delete(row)  # the row listener journals it


def users(session: Session, top: str, key: str) -> Users:
    """Who uses an entry: what an administrator reads before retiring it."""
    entries: dict[str, list[str]] = {}
    for place in catalogue.used_by(session, top, key):
        noun, _slash, rest = place.partition(".")
        entry = noun if noun == "rectification" else rest.partition(".")[0]
        if entry not in entries.setdefault(noun, []):
            entries[noun].append(entry)
    received = _received(top, key)
    return Users(
        entries=entries,
        cases=_count(session, received),
        running=_count(session, sa.and_(received, Case.phase != CLOSED)),
        people=_people(session, PLACES[top](key)) if top in PLACES else 0,
        papers=_papers(session, key) if top == "templates" else 0,
    )


def counted(session: Session, top: str) -> Counter[str]:
    """Key → how many places of the catalogue refer to it, of every entry of a noun in one reading."""
    found = slices.references(catalogue.export_package(session))
    return Counter(to for noun, _path, to in found if noun == top)


def cases_of(session: Session, top: str, key: str) -> int:
    """How many cases were received under an entry.

    Of an item, those it is a part of too; of a department, those it has a part in; of a paper,
    those whose list has it.
    """
    return _count(session, _received(top, key))


def _count(session: Session, where: Any) -> int:
    query = sa.select(sa.func.count()).select_from(Case).where(where)
    return int(session.execute(query).scalar_one())


def _people(session: Session, there: Any) -> int:
    query = sa.select(sa.func.count()).select_from(Staff).where(there)
    return int(session.execute(query).scalar_one())


def _works_in(code: str) -> Any:
    """Whoever works there: it is their department, or one more of their departments."""
    further = sa.select(StaffDepartment.user_id).where(StaffDepartment.department == code)
    return sa.or_(Staff.department == code, Staff.user_id.in_(further))


#: Place in a package → the where-clause of whose place of work an entry is.
PLACES: dict[str, Callable[[str], Any]] = {
    "departments": _works_in, "windows": lambda code: Staff.window == code,
}  # fmt: skip


def _papers(session: Session, key: str) -> int:
    query = sa.select(sa.func.count()).select_from(Paper).where(Paper.kind == key)
    return int(session.execute(query).scalar_one())


def _received(top: str, key: str) -> Any:
    """The where-clause of the cases that stand on an entry."""
    if top in PARTS:
        return Case.id.in_(PARTS[top](key))
    if top not in KINDS:
        return sa.false()
    versions = sa.select(ServiceVersion.id).where(
        ServiceVersion.kind == KINDS[top], ServiceVersion.code == key
    )
    # A theme's case stands on each of its items, though it was received under the theme.
    part_of = sa.select(Task.case_id).where(Task.item == (key if top == "items" else None))
    return sa.or_(Case.version_id.in_(versions), Case.id.in_(part_of))


#: Place in a package → the cases in which an entry has a part, without being what was applied for.
PARTS: dict[str, Callable[[str], Any]] = {
    "departments": lambda key: sa.select(Task.case_id).where(Task.department == key),
    "documents": lambda key: sa.select(CaseDocument.case_id).where(CaseDocument.document == key),
}
