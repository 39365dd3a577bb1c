"""The cases that a page of the trail speaks of, with what names their parts and papers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import POLICIES, Principal
from app.models import Case, ServiceVersion
from app.services import blueprints


@dataclass(frozen=True)
class Subject:
    """A case as sentences need it: its row and what it was received under."""

    case: Any
    blueprint: dict[str, Any]
    by: Principal

    @property
    def keys(self) -> frozenset[str]:
        """The papers whose names are told: readers of the journal read the whole list."""
        return frozenset(self.blueprint["documents"])

    def reads(self, _task: str | None) -> bool:
        """Whether what was said at a part is the reader's: the journal is read whole."""
        return True

    def reads_field(self, _field: str) -> bool:
        """Whether the name of a corrected field is the reader's; its values are told to nobody."""
        return True


def version_names(session: Session, refs: Collection[str]) -> dict[str, str]:
    """Reference of a published version (kind/code) → the name it was last published under."""
    ref = ServiceVersion.kind + "/" + ServiceVersion.code
    query = sa.select(ref, ServiceVersion.name).where(ref.in_(refs)).order_by(ServiceVersion.id)
    return dict(session.execute(query).tuples().all()) if refs else {}


def subjects(session: Session, numbers: Collection[str], *, by: Principal) -> dict[str, Subject]:
    """Number → case, of those that the reader reaches: one statement, whatever the page."""
    query = (
        sa.select(Case, ServiceVersion.sha256)
        .join(ServiceVersion, ServiceVersion.id == Case.version_id)
        .where(Case.number.in_(numbers), POLICIES["case"].rows(by))
    )
    return {
        case.number: Subject(case, blueprints.blueprint(session, sha256), by)
        for case, sha256 in session.execute(query)
    }
