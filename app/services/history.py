"""The versions of an entry: which there are, what differs between two, in words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.blueprint_diff import Change, diff
from app.models import Case, ServiceVersion
from app.services import derivation, studio, versions


@dataclass(frozen=True)
class Line:
    """One version, and how many cases it has that are not closed."""

    version: ServiceVersion
    running: int


def of(session: Session, kind: str, code: str) -> list[Line]:
    """The versions of an entry, the newest first."""
    running = (
        sa.select(sa.func.count())
        .where(Case.version_id == ServiceVersion.id, Case.closed_at.is_(None))
        .scalar_subquery()
    )
    query = sa.select(ServiceVersion, running).where(
        ServiceVersion.kind == kind, ServiceVersion.code == code
    )
    found = session.execute(query.order_by(ServiceVersion.number.desc()))
    return [Line(version, count) for version, count in found]


def blueprint_of(
    session: Session, top: str, key: str, *, said: str, now: datetime
) -> dict[str, Any]:
    """The blueprint of a version by its number, or of what is worked on (``rows``).

    Raises KeyError where there is no such version, ValueError where what is worked on cannot stand.
    """
    if said.isdecimal():
        version = versions.numbered(session, derivation.KIND[top], key, number=int(said))
        return dict(json.loads(version.blueprint))
    opened = studio.open_entry(session, top, key)
    if opened.problems:
        raise ValueError(key)
    return derivation.derive(session, top, key, content=opened.content, now=now).blueprint


def compare(
    session: Session, top: str, key: str, *, before: str, after: str, now: datetime
) -> list[Change]:
    """What differs between two versions, or a version and ``rows``. Raises KeyError, ValueError."""
    sides = [blueprint_of(session, top, key, said=side, now=now) for side in (before, after)]
    return diff(*sides)
