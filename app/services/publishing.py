"""Freeze what the rows say into a version that cases can pin: checked, numbered, never changed.

An item's version freezes the slice of the catalogue it needs; a theme compiles from its items'
latest published slices and its own rows (spine §9). This module alone writes ServiceVersion.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.domain import checks
from app.domain.blueprint import canonical, compile_blueprint, digest
from app.domain.findings import Finding
from app.models import AcknowledgedWarning, ServiceVersion
from app.services import catalogue

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
        super().__init__(
            f"{code}: " + "; ".join(finding.say % finding.values for finding in findings)
        )
        self.code = code
        self.findings = findings


def publish(
    session: Session,
    kind: str,
    code: str,
    *,
    by: str,
    now: datetime,
    package: Mapping[str, Any] | None = None,
) -> ServiceVersion:
    """Publish one item, appeal class or theme as the rows have it; the predecessor ends at that instant.

    Nothing is written where the current version is the same. Raises PublishRefused, KeyError.
    """
    rows = package or catalogue.export_package(session)
    frozen = slice_of(
        rows, kind, code, items=_published_items(session, now) if kind == "joint" else {}
    )
    blueprint = compile_blueprint(frozen, kind, code)
    sha256 = digest(blueprint)
    before = current(session, kind, code, at=now)
    if before is not None and before.sha256 == sha256:
        return before
    version = ServiceVersion(
        **_frozen(session, kind, code, blueprint),
        valid_from=now,
        package=canonical(frozen),
        warnings=_gate(session, blueprint, rows, code),
        published_at=now,
        published_by=by,
    )
    session.add(version)
    if before is not None:
        before.valid_until, before.state = now, "retired"
    said = {"number": version.number, "sha256": sha256, "before": before.sha256 if before else None}
    journal.record(session, "version", f"{kind}/{code}", "published", **said)
    return version


def _frozen(session: Session, kind: str, code: str, blueprint: dict[str, Any]) -> dict[str, Any]:
    """What the version takes over from its blueprint, and its number."""
    last = sa.select(sa.func.max(ServiceVersion.number))
    last = last.where(ServiceVersion.kind == kind, ServiceVersion.code == code)
    return {
        "kind": kind,
        "code": code,
        "number": 1 + (session.execute(last).scalar() or 0),
        "name": blueprint["name"],
        "offered": is_offered(blueprint),
        "state": "published",
        "sha256": digest(blueprint),
        "blueprint": canonical(blueprint),
    }


def _gate(
    session: Session, blueprint: Mapping[str, Any], rows: Mapping[str, Any], code: str
) -> list[dict[str, str]]:
    """No error, and every warning acknowledged with a reason; gives the warnings to keep."""
    found = checks.check(dict(blueprint), departments=set(rows.get("departments") or {}))
    acknowledged = {
        (row.code, row.where): row.reason
        for row in session.execute(
            sa.select(AcknowledgedWarning).where(AcknowledgedWarning.of == code)
        ).scalars()
    }
    open_ones = [
        finding
        for finding in found
        if finding.level == "error" or _reason(finding, acknowledged) is None
    ]
    if open_ones:
        raise PublishRefused(code, open_ones)
    return [
        {"code": finding.code, "at": finding.where, "reason": _reason(finding, acknowledged) or ""}
        for finding in found
    ]


def _reason(finding: Finding, acknowledged: Mapping[tuple[str, str], str]) -> str | None:
    return acknowledged.get((finding.code, finding.where)) or acknowledged.get((finding.code, ""))


def is_offered(blueprint: Mapping[str, Any]) -> bool:
    """Whether the counter receives it: the green channel's themes with a window."""
    channels = blueprint.get("channels") or {}
    return bool(blueprint.get("green_channel")) and bool(channels.get("window", True))


def slice_of(
    package: Mapping[str, Any], kind: str, code: str, *, items: Mapping[str, Any]
) -> dict[str, Any]:
    """The part of a package that one entry needs: itself, its items, their papers and limits."""
    top = ORDER[kind]
    entry = package[top] if kind == "rectification" else package[top][code]
    used = (
        {
            key: _item(package, items, key)
            for key in dict.fromkeys(part["item"] for part in entry["items"])
        }
        if kind == "joint"
        else {}
    )
    own = {top: entry if kind == "rectification" else {code: entry}}
    documents, sla = dict(package.get("documents") or {}), dict(package.get("sla") or {})
    for frozen in used.values():
        documents |= frozen["documents"]
        sla |= frozen["sla"]
    bodies = {key: frozen["body"] for key, frozen in used.items()}
    sources = [entry, *bodies.values()]
    wanted = _papers(sources, documents)
    return {
        "package": 1,
        **own,
        **({"items": bodies} if used else {}),
        "documents": {key: documents[key] for key in sorted(wanted)},
        "sla": {name: sla[name] for name in sorted(_limits(sources)) if name in sla},
        "templates": package.get("templates") or {},
    }


def _item(package: Mapping[str, Any], published: Mapping[str, Any], key: str) -> dict[str, Any]:
    """An item as it was last published; where it never was, as the rows have it."""
    frozen = published.get(key)
    if frozen is None:
        return {"body": package["items"][key], "documents": {}, "sla": {}}
    return {"body": frozen["items"][key], "documents": frozen["documents"], "sla": frozen["sla"]}


def _papers(sources: list[Any], documents: Mapping[str, Any]) -> set[str]:
    queue = [need["document"] for source in sources for need in source.get("documents") or []]
    queue += [_result(source["result"]) for source in sources if source.get("result")]
    wanted: set[str] = set()
    while queue:
        key = queue.pop()
        if key not in wanted:
            wanted.add(key)
            queue += [documents[key]["folds_into"]] if documents[key].get("folds_into") else []
    return wanted


def _result(result: Any) -> str:
    return str(result["document"] if isinstance(result, Mapping) else result)


def _limits(sources: list[Any]) -> set[str]:
    named = [
        source.get(name)
        for source in sources
        for name in ("promise", "legal", "post_check", "hand_over")
    ]
    named += [
        (source.get(within) or {}).get(name)
        for source in sources
        for within, name in (("reopen", "within"), ("inquiry", "limit"))
    ]
    return {name for name in named if isinstance(name, str)}


def _published_items(session: Session, now: datetime) -> dict[str, Any]:
    """The frozen slices of the items in force."""
    query = sa.select(ServiceVersion.code, ServiceVersion.package).where(
        ServiceVersion.kind == "single", *_in_force(now)
    )
    return {code: json.loads(text) for code, text in session.execute(query)}


def _in_force(at: datetime) -> tuple[Any, ...]:
    """Half-open validity: from its first instant up to, not including, its end."""
    return ServiceVersion.valid_from <= at, sa.or_(
        ServiceVersion.valid_until.is_(None), ServiceVersion.valid_until > at
    )


def current(session: Session, kind: str, code: str, *, at: datetime) -> ServiceVersion | None:
    """The version in force at an instant."""
    query = sa.select(ServiceVersion).where(
        ServiceVersion.kind == kind, ServiceVersion.code == code, *_in_force(at)
    )
    return session.execute(
        query.order_by(ServiceVersion.number.desc()).limit(1)
    ).scalar_one_or_none()


def offered(session: Session, *, at: datetime) -> list[ServiceVersion]:
    """The themes this counter receives now, by code."""
    query = (
        sa.select(ServiceVersion)
        .where(ServiceVersion.offered.is_(True), *_in_force(at))
        .order_by(ServiceVersion.code)
    )
    return list(session.execute(query).scalars())


def number_of(session: Session, version_id: int) -> int:
    """The number of a version."""
    return int(
        session.execute(
            sa.select(ServiceVersion.number).where(ServiceVersion.id == version_id)
        ).scalar_one()
    )


def publish_all(session: Session, *, by: str, now: datetime) -> list[ServiceVersion]:
    """Publish the whole catalogue in order; gives the versions that are new. Raises PublishRefused."""
    package = catalogue.export_package(session)
    old = set(session.execute(sa.select(ServiceVersion.id)).scalars())
    fresh = []
    for kind, top in ORDER.items():
        entries = package.get(top) or {}
        for code in (
            [top]
            if kind == "rectification" and entries
            else sorted(entries)
            if kind != "rectification"
            else []
        ):
            version = publish(session, kind, code, by=by, now=now, package=package)
            session.flush()  # the next theme reads the versions of its items
            if version.id not in old:
                fresh.append(version)
    return fresh
