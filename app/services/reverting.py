"""Back to what an earlier version was published from: its frozen package, imported like any other."""

from __future__ import annotations

import json
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import ServiceVersion
from app.services import catalogue
from app.services.catalogue import ImportReport

#: What goes back. Departments were never frozen, and the paper templates are every entry's: a single
#: item must not take back the centre's letterhead.
NOUNS = ("documents", "sla", "patterns", "items", "themes", "appeals", "rectification")


def revert(
    session: Session, kind: str, *, code: str, number: int, by: str, now: datetime
) -> ImportReport:
    """Bring the rows back to what a version was published from (R97); nothing is published.

    With the entry goes what was frozen with it: papers, limits, patterns, and for a theme its items
    as they were published then. Each row that differs is one journal entry, as in an import. Raises
    KeyError for a version that never was, PackageRefused where the rows have lost what it refers to.
    """
    query = sa.select(ServiceVersion.package).filter_by(kind=kind, code=code, number=number)
    text = session.execute(query).scalar_one_or_none()
    if text is None:
        raise KeyError(f"{kind}/{code} {number}")
    frozen = json.loads(text)
    package = {"package": 1, **{noun: frozen[noun] for noun in NOUNS if frozen.get(noun)}}
    # Through the import's own gate: what was whole then may name a department that is gone by now.
    return catalogue.import_package(session, package, by=by, now=now)
