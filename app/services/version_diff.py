"""Any two versions of one entry side by side, the rows as they would be published among them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.blueprint import digest
from app.domain.blueprint_diff import Change, diff, diff_packages
from app.domain.refusal import Refusal
from app.models import Department, ServiceVersion
from app.services import blueprints, publishing

#: Stands for what the rows would publish now.
ROWS = "rows"


class NoVersion(LookupError):
    """There is no version of this number."""

    def __init__(self, kind: str, code: str, *, number: str) -> None:
        """``refusal`` says which."""
        said = {"what": f"{kind}/{code}", "number": number}
        self.refusal = Refusal("version", "%(what)s has no version %(number)s", said)
        super().__init__(self.refusal.say % said)


@dataclass(frozen=True)
class Side:
    """One of the two: a version's number as text or `rows`, its hash, blueprint and package."""

    which: str
    sha256: str
    blueprint: dict[str, Any]
    package: dict[str, Any]


@dataclass(frozen=True)
class Compared:
    """Both sides, what differs in what cases pin, and what differs in the packages behind it."""

    before: Side
    after: Side
    changes: list[Change]
    package_changes: list[Change]


def compare(
    session: Session, kind: str, code: str, *, before: str, after: str, at: datetime
) -> Compared:
    """What changed from one to the other. Raises LookupError where there is no such version or entry,
    PublishRefused where the rows cannot be compiled.
    """
    old, new = (side(session, kind, code, which=which, at=at) for which in (before, after))
    changed = diff_packages(old.package, new.package)
    return Compared(old, new, diff(old.blueprint, new.blueprint), changed)


def side(session: Session, kind: str, code: str, *, which: str, at: datetime) -> Side:
    """One version by its number, or the rows. Raises LookupError, PublishRefused."""
    if which == ROWS:
        ready = publishing.examine(session, kind, code, at=at)
        return Side(ROWS, digest(ready.blueprint), ready.blueprint, ready.package)
    query = sa.select(ServiceVersion).where(
        ServiceVersion.kind == kind,
        ServiceVersion.code == code,
        ServiceVersion.number == _number(which),
    )
    version = session.execute(query).scalar_one_or_none()
    if version is None:
        raise NoVersion(kind, code, number=which)
    plan = blueprints.blueprint(session, version.sha256)
    return Side(which, version.sha256, plan, json.loads(version.package))


def _number(which: str) -> int:
    """The number of a version; a word that is none finds none."""
    return int(which) if which.isascii() and which.isdigit() else 0


def department_names(session: Session) -> dict[str, str]:
    """What departments are called, for the sentences: neither side has their names."""
    query = sa.select(Department.code, Department.name)
    return dict(session.execute(query).tuples().all())
