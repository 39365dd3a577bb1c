"""Taking an entry out of the catalogue: retired where anything stands on it, else removed."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import Case, ServiceVersion, Task
from app.services import catalogue, publishing

#: Place in a package → kind of its versions.
KINDS = {top: kind for kind, top in publishing.ORDER.items()}


class StillUsed(Exception):
    """An entry cannot be removed: ``cases`` were received under it, ``places`` refer to it."""

    def __init__(self, key: str, *, cases: int, places: list[str]) -> None:
        """How many cases, and which places of the catalogue."""
        super().__init__(f"{key}: {cases} cases, {', '.join(places) or 'no reference'}")
        self.cases = cases
        self.places = places


def retire(session: Session, top: str, key: str, *, by: str, now: datetime) -> None:
    """Offer an entry no longer (R98): its versions end, the row and the running cases stay.

    Retiring twice is once. Raises KeyError; ValueError for what cannot be retired.
    """
    row = catalogue.row_of(session, top, key)
    if not hasattr(row, "retired_at"):
        raise ValueError(f"{top} are not retired")
    if row.retired_at is None:
        row.retired_at = now
    if top in KINDS:
        publishing.end(session, KINDS[top], key, by=by, now=now)


def remove(session: Session, top: str, key: str, *, by: str, now: datetime) -> None:
    """Delete an entry that nothing stands on (R98). Raises StillUsed, KeyError.

    The database refuses it too where there are cases (models.guards), whoever asks.
    """
    row = catalogue.row_of(session, top, key)
    cases = cases_of(session, top, key)
    places = catalogue.used_by(session, top, key)
    if cases or places:
        raise StillUsed(key, cases=cases, places=places)
    if top in KINDS:
        publishing.end(session, KINDS[top], key, by=by, now=now)
    session.delete(row)  # the row listener journals it


def cases_of(session: Session, top: str, key: str) -> int:
    """How many cases were received under an entry: of an item, those it is a part of too."""
    if top not in KINDS:
        return 0
    versions = sa.select(ServiceVersion.id).where(
        ServiceVersion.kind == KINDS[top], ServiceVersion.code == key
    )
    part_of = sa.select(Task.case_id).where(Task.item == (key if top == "items" else None))
    received = sa.or_(Case.version_id.in_(versions), Case.id.in_(part_of))
    query = sa.select(sa.func.count()).select_from(Case).where(received)
    return int(session.execute(query).scalar_one())
