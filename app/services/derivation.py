"""What an entry comes to as it is being worked on: its blueprint, the proof, what the check says.

Items stand as the rows have them, so a theme is seen as it would be with its changed items published
too (spine §9); publishing itself takes what is in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain import checks
from app.domain.blueprint import compile_blueprint, digest
from app.domain.findings import Finding
from app.models import AcknowledgedWarning, Department
from app.services import catalogue, pattern_check, slices, surroundings, versions
from app.services.publish_check import ORDER

KIND = {top: kind for kind, top in ORDER.items()}
#: Dictionaries that are small, and read whole.
SMALL = ("sla", "patterns", "documents", "templates")


@dataclass(frozen=True)
class Derived:
    """The blueprint an entry compiles to, and each finding with the reason typed for it."""

    blueprint: dict[str, Any]
    findings: list[tuple[Finding, str | None]]
    #: items of a theme whose rows say something else than their version in force
    changed: list[str]

    @property
    def errors(self) -> int:
        """How many findings keep it from being published whatever the reason."""
        return sum(one.level == "error" for one, _reason in self.findings)

    @property
    def unanswered(self) -> int:
        """How many warnings want a reason."""
        return sum(one.level != "error" and not why for one, why in self.findings)


def derive(
    session: Session, top: str, key: str, *, content: Mapping[str, Any], now: datetime
) -> Derived:
    """Compile and check an entry in which ``studio.problems_of`` finds nothing. Nothing is written."""
    package = _package(session, top, key, content)
    found = slices.closure(package, top, code=key, nouns=slices.FROZEN)
    whole = {"documents": {}, "sla": {}, **found, "templates": package["templates"]}
    blueprint = compile_blueprint(whole, KIND[top], code=key)
    departments = set(session.execute(sa.select(Department.code)).scalars())
    reasons = _reasons(session, key)
    said = [
        *checks.check(
            blueprint, departments=departments, around=surroundings.around(session, now=now)
        ),
        *pattern_check.findings(blueprint),
    ]
    findings = [
        (one, reasons.get((one.code, one.where)) or reasons.get((one.code, ""))) for one in said
    ]
    changed = _changed(session, package, now) if top == "themes" else []
    return Derived(blueprint, findings, changed)


def _package(session: Session, top: str, key: str, content: Mapping[str, Any]) -> dict[str, Any]:
    package: dict[str, Any] = {"package": 1}
    for noun in SMALL:
        package[noun] = catalogue.entries_of(session, noun)
    items = [entry["item"] for entry in content["items"]] if top == "themes" else []
    package["items"] = catalogue.entries_of(session, "items", sorted(set(items)))
    package[top] = {**package.get(top, {}), key: content}
    return package


def _changed(session: Session, package: Mapping[str, Any], now: datetime) -> list[str]:
    in_force = versions.digests(session, "single", sorted(package["items"]), at=now)
    found = []
    # Compiled as it would be published, for rows that differ may still come to the same blueprint.
    for key in package["items"]:
        part = slices.closure(package, "items", code=key, nouns=slices.FROZEN)
        whole = {"documents": {}, "sla": {}, **part, "templates": package["templates"]}
        if digest(compile_blueprint(whole, "single", code=key)) != in_force.get(key):
            found.append(key)
    return found


def _reasons(session: Session, of: str) -> dict[tuple[str, str], str]:
    query = sa.select(AcknowledgedWarning).where(AcknowledgedWarning.of == of)
    return {(row.code, row.where): row.reason for row in session.execute(query).scalars()}


def acknowledge(session: Session, of: str, code: str, *, where: str, reason: str) -> None:
    """Keep the reason somebody typed for a warning; without words it is asked for again."""
    query = sa.select(AcknowledgedWarning).where(
        AcknowledgedWarning.of == of,
        AcknowledgedWarning.code == code,
        AcknowledgedWarning.where == where,
    )
    row = session.execute(query).scalar_one_or_none()
    if not reason.strip():
        if row is not None:
            session.delete(row)
        return
    row = row or AcknowledgedWarning(of=of, code=code, where=where)
    row.reason = reason.strip()
    session.add(row)
