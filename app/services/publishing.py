"""Freeze what the rows say into a version that cases can pin: checked, numbered, never changed.

An item's version freezes the slice of the catalogue it needs; a theme compiles from its items'
latest published slices and its own rows (spine §9). This module alone writes ServiceVersion.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.domain.blueprint import canonical, digest
from app.domain.findings import Around
from app.models import ServiceVersion
from app.services import catalogue, versions
from app.services.catalogue_bindings import BY_TOP
from app.services.publish_check import ORDER, Examined, PublishRefused, examine, retired
from app.services.versions import current, number_of, offered

__all__ = [
    "ORDER",
    "Examined",
    "HasBegun",
    "PublishRefused",
    "come_into_force",
    "current",
    "end",
    "entries",
    "examine",
    "is_offered",
    "number_of",
    "offered",
    "publish",
    "publish_all",
    "withdraw",
]


def publish(
    session: Session,
    kind: str,
    code: str,
    *,
    by: str,
    now: datetime,
    valid_from: datetime | None = None,
    package: Mapping[str, Any] | None = None,
    around: Around | None = None,
) -> ServiceVersion:
    """Publish one item, appeal class or theme as the rows have it, from now or from a later instant.

    `around`: who is there to handle it, where its warnings are to be asked for too.

    The version in force then ends at that very instant (half-open validity). Where it is the same,
    it is given back and nothing is written. A running case keeps its version (R99). Raises
    PublishRefused, KeyError; ValueError for a validity that would begin in the past.
    """
    start = _beginning(valid_from, now)
    ready = examine(session, kind, code, at=start, package=package, around=around)
    before = current(session, kind, code, at=start)
    # Before the findings: what is in force already may stay, whatever the check has learnt since.
    if before is not None and before.sha256 == digest(ready.blueprint):
        return before
    if ready.open:
        raise PublishRefused(code, ready.open)
    version = ServiceVersion(
        **_fixed(ready, kind, code),
        **_in_line(session, kind, code, start=start, now=now),
        published_at=now,
        published_by=by,
    )
    session.add(version)
    if before is not None:
        versions.close(before, at=start, now=now)
    _journal(session, version, before, by)
    return version


def _beginning(valid_from: datetime | None, now: datetime) -> datetime:
    start = valid_from or now
    # A version from the past would change under which one a received case stands.
    if start < now:
        raise ValueError(f"a version cannot be valid from the past: {start}")
    return start


def _in_line(
    session: Session, kind: str, code: str, *, start: datetime, now: datetime
) -> dict[str, Any]:
    """Where a version stands among the others of its entry."""
    return {
        "number": versions.next_number(session, kind, code),
        "state": "published" if start == now else "scheduled",
        "valid_from": start,
        "valid_until": versions.next_start(session, kind, code, after=start),
    }


def _fixed(ready: Examined, kind: str, code: str) -> dict[str, Any]:
    """What a version takes over from what was examined."""
    return {
        "kind": kind,
        "code": code,
        "name": ready.blueprint["name"],
        "offered": is_offered(ready.blueprint),
        "sha256": digest(ready.blueprint),
        "blueprint": canonical(ready.blueprint),
        "package": canonical(ready.package),
        "warnings": [
            {"code": one.code, "at": one.where, "reason": reason} for one, reason in ready.findings
        ],
    }


def _journal(
    session: Session, version: ServiceVersion, before: ServiceVersion | None, by: str
) -> None:
    said = {
        "number": version.number,
        "sha256": version.sha256,
        "before": before.sha256 if before else None,
        "from": version.valid_from.isoformat(timespec="seconds"),
    }
    ref = f"{version.kind}/{version.code}"
    journal.record(session, "version", ref, "published", by=by, **said)


def is_offered(blueprint: Mapping[str, Any]) -> bool:
    """Whether the counter receives it: the green channel's themes with a window."""
    channels = blueprint.get("channels") or {}
    return bool(blueprint.get("green_channel")) and bool(channels.get("window", True))


def entries(session: Session, package: Mapping[str, Any] | None = None) -> list[tuple[str, str]]:
    """Kind and code of all that can be published, in order; what was retired is not among them."""
    rows = package or catalogue.export_package(session)
    return [
        (kind, code)
        for kind, top in ORDER.items()
        for code in sorted(set(BY_TOP[top].entries(rows)) - retired(session, kind))
    ]


def publish_all(
    session: Session, *, by: str, now: datetime, named: Mapping[str, Any] | None = None
) -> list[ServiceVersion]:
    """Publish the whole catalogue in order, or what a package names; gives the versions that are new.

    Raises PublishRefused.
    """
    package = catalogue.export_package(session)
    old = set(session.execute(sa.select(ServiceVersion.id)).scalars())
    fresh = []
    for kind, code in entries(session, package):
        if named is not None and code not in BY_TOP[ORDER[kind]].entries(named):
            continue
        version = publish(session, kind, code, by=by, now=now, package=package)
        session.flush()  # the next theme reads the versions of its items
        if version.id not in old:
            fresh.append(version)
    return fresh


def end(session: Session, kind: str, code: str, *, by: str, now: datetime) -> int:
    """End every version that is or would come into force; gives how many. Cases keep theirs."""
    ended = versions.unended(session, kind, code, now=now)
    for version in ended:
        versions.close(version, at=max(now, version.valid_from), now=now)
        version.state = "retired"
    if ended:
        numbers = [version.number for version in ended]
        journal.record(session, "version", f"{kind}/{code}", "ended", by=by, numbers=numbers)
    return len(ended)


class HasBegun(Exception):
    """A version that is or was in force cannot be taken back: cases may have been received under it."""


def withdraw(
    session: Session, kind: str, code: str, *, number: int, by: str, now: datetime
) -> ServiceVersion:
    """Take a version back before it begins: what is in force goes on as if it had not been published.

    The row and its number stay. Raises KeyError, HasBegun.
    """
    version = versions.numbered(session, kind, code, number=number)
    # The validity decides, not the state: that may be behind the time.
    if version.valid_from <= now or version.valid_until == version.valid_from:
        raise HasBegun(code)
    before = versions.ending_at(session, version)
    if before is not None:
        before.valid_until = version.valid_until
    versions.close(version, at=version.valid_from, now=now)
    said = {"number": number, "from": version.valid_from.isoformat(timespec="seconds")}
    journal.record(session, "version", f"{kind}/{code}", "withdrawn", by=by, **said)
    return version


def come_into_force(session: Session, *, now: datetime) -> int:
    """Let the states follow the validity: scheduled → published → retired; gives how many changed.

    What is in force is read from the validity alone; the state is for people. Safe to repeat.
    """
    moved = versions.behind(session, now=now)
    for version, state in moved:
        version.state = state
        ref = f"{version.kind}/{version.code}"
        journal.record(session, "version", ref, state, number=version.number)
    return len(moved)
