"""May this entry be published, and as what: the slice, its blueprint, what the check says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain import checks
from app.domain.blueprint import compile_blueprint
from app.domain.check_ready import cycle_found
from app.domain.documents import FoldCycle
from app.domain.findings import Around, Finding, finding
from app.models import AcknowledgedWarning
from app.services import catalogue, pattern_check, slices, versions
from app.services.catalogue_bindings import BY_TOP

#: Kind → its place in a package, in the order in which a whole catalogue is published.
ORDER = {
    "single": "items",
    "appeal": "appeals",
    "rectification": "rectification",
    "joint": "themes",
}


class PublishRefused(Exception):
    """The check found errors, or warnings nobody has acknowledged; carries the findings."""

    def __init__(self, code: str, findings: list[Finding]) -> None:
        """``code`` of what was to be published."""
        super().__init__(f"{code}: " + "; ".join(one.say % one.values for one in findings))
        self.code = code
        self.findings = findings


@dataclass(frozen=True)
class Examined:
    """What would be published: the package slice, its blueprint, and what the check says of it."""

    package: dict[str, Any]
    blueprint: dict[str, Any]
    #: each finding with the reason somebody typed for it, None where nobody did
    findings: list[tuple[Finding, str | None]]

    @property
    def open(self) -> list[Finding]:
        """What stands in the way: errors, and warnings without a reason."""
        return [one for one, reason in self.findings if one.level == "error" or reason is None]


def examine(
    session: Session,
    kind: str,
    code: str,
    *,
    at: datetime,
    package: Mapping[str, Any] | None = None,
    around: Around | None = None,
) -> Examined:
    """What publishing this entry at an instant would freeze; nothing is written.

    `around`: who is there to handle it, where that is to be asked. Raises KeyError where there is
    no such entry, PublishRefused where it was retired, a theme's item has no version in force or
    its papers fold in a circle, for then there is nothing to compile.
    """
    rows = package or catalogue.export_package(session)
    frozen = _frozen(session, rows, kind, code, at=at)
    blueprint = _compiled(frozen, kind, code)
    reasons = _reasons(session, code)
    departments = set(rows.get("departments") or {})
    found = [
        *checks.check(blueprint, departments=departments, around=around),
        *pattern_check.findings(blueprint),
    ]
    return Examined(frozen, blueprint, [(one, _reason(one, reasons)) for one in found])


def _compiled(frozen: Mapping[str, Any], kind: str, code: str) -> dict[str, Any]:
    """Two items published at different times may each be sound and fold in a circle together."""
    try:
        return compile_blueprint(frozen, kind, code=code)
    except FoldCycle as cycle:
        names = {key: entry["name"] for key, entry in frozen["documents"].items()}
        raise PublishRefused(code, [cycle_found(cycle, names)]) from cycle


def _frozen(
    session: Session, rows: Mapping[str, Any], kind: str, code: str, *, at: datetime
) -> dict[str, Any]:
    """The slice to compile; raises PublishRefused where a part of it cannot be had."""
    top = ORDER[kind]
    entry = rows[top] if kind == "rectification" else rows[top][code]
    wanted = {part["item"] for part in entry["items"]} if kind == "joint" else set()
    published = versions.item_slices(session, wanted, at=at) if wanted else {}
    unready = [_not_published(rows, part["item"]) for part in _items(kind, entry, published)]
    if code in retired(session, kind):
        said = {"name": entry["name"]}
        unready.append(
            finding("retired", "error", where=code, say="“%(name)s” was retired.", **said)
        )
    if unready:
        raise PublishRefused(code, unready)
    return slices.frozen_slice(rows, top, code=code, published=published)


def _items(kind: str, entry: Mapping[str, Any], published: Mapping[str, Any]) -> list[Any]:
    """Entries of a theme whose item has no version in force."""
    parts = entry["items"] if kind == "joint" else []
    return [part for part in parts if part["item"] not in published]


def _not_published(rows: Mapping[str, Any], item: str) -> Finding:
    name = rows["items"][item]["name"]
    return finding(
        "item_unpublished", "error", where=item, say="“%(name)s” is not published.", name=name
    )


def retired(session: Session, kind: str) -> set[str]:
    """Codes of a kind that are offered no longer."""
    model = BY_TOP[ORDER[kind]].model
    return set(session.execute(sa.select(model.key).where(model.retired_at.is_not(None))).scalars())


def _reasons(session: Session, code: str) -> dict[tuple[str, str], str]:
    query = sa.select(AcknowledgedWarning).where(AcknowledgedWarning.of == code)
    return {(row.code, row.where): row.reason for row in session.execute(query).scalars()}


def _reason(one: Finding, reasons: Mapping[tuple[str, str], str]) -> str | None:
    return reasons.get((one.code, one.where)) or reasons.get((one.code, ""))
