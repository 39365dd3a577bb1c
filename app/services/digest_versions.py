"""The day's look at the versions in use: what would be refused today, who is missing, what ends."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain import checks
from app.domain.findings import Finding
from app.domain.refusal import msgid
from app.models import Department, ServiceVersion
from app.services import publish_check, surroundings, versions

#: What ends or begins within so long is told.
AHEAD = timedelta(days=30)
#: Findings of the check about people, each told once a department and not once a version.
STAFFING = {
    "no_officer": msgid("Nobody in “%(department)s” can act; %(count)s services in use wait for it, as “%(name)s”."),
    "no_head": msgid("“%(department)s” has no head; steps of %(count)s services in use wait for one, as “%(name)s”."),
    "no_cover": msgid("Only one person in “%(department)s” can act and nobody covers: %(count)s services in use, as “%(name)s”."),
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One thing to know: ``level`` is error, warning or note; ``top`` and ``key`` where to go."""

    level: str
    say: str
    values: dict[str, Any]
    top: str = ""
    key: str = ""

    def kept(self) -> dict[str, Any]:
        """As a job's result keeps it."""
        return {"level": self.level, "say": self.say, "values": self.values, "top": self.top, "key": self.key}  # fmt: skip


class Looked(NamedTuple):
    """One version as the check sees it today; warnings accepted at its publication left out."""

    kind: str
    code: str
    name: str
    number: int
    found: list[Finding]


@dataclass(frozen=True)
class Day:
    """What every collector is given: the rows, the versions as they were looked at, the time."""

    session: Session
    looked: Sequence[Looked]
    now: datetime


def versions_to_look_at(session: Session, *, now: datetime) -> list[int]:
    """Ids of the versions in force, and of those that will be soon."""
    until = ServiceVersion.valid_until
    query = sa.select(ServiceVersion.id).where(
        ServiceVersion.valid_from <= now + AHEAD,
        sa.or_(until.is_(None), sa.and_(until > now, until > ServiceVersion.valid_from)),
    )
    return list(session.execute(query.order_by(ServiceVersion.id)).scalars())


def look_at(session: Session, ids: Collection[int], *, now: datetime) -> list[Looked]:
    """What the check says today of some versions."""
    around = surroundings.around(session, now=now)
    departments = _departments(session)
    query = sa.select(ServiceVersion).where(ServiceVersion.id.in_(list(ids)))
    found = []
    for version in session.execute(query.order_by(ServiceVersion.id)).scalars():
        accepted = {(one["code"], one["at"]) for one in version.warnings if one.get("reason")}
        said = checks.check(json.loads(version.blueprint), departments=departments, around=around)
        open_ones = [
            one
            for one in said
            # That nobody at all could act is no reason's to accept for ever.
            if one.code == "no_officer" or (one.code, one.where) not in accepted
        ]
        found.append(Looked(version.kind, version.code, version.name, version.number, open_ones))
    return found


def _departments(session: Session) -> set[str]:
    return set(session.execute(sa.select(Department.code)).scalars())


def broken(day: Day) -> Iterator[Line]:
    """Versions that would be refused if they were published today."""
    for one in day.looked:
        for finding in one.found:
            if finding.level == "error":
                values = {name: str(value) for name, value in finding.values.items()}
                yield Line(
                    "error",
                    msgid("Version %(number)s of “%(name)s” would be refused today: %(why)s"),
                    {"number": one.number, "name": one.name, "why": [finding.say, values]},
                    *_place(one),
                )


def nobody(day: Day) -> Iterator[Line]:
    """Departments in which nobody could act, nobody decides or nobody covers, each once."""
    for code, say in STAFFING.items():
        waiting: dict[str, list[str]] = {}
        for one in day.looked:
            for finding in one.found:
                if finding.code == code:
                    names = waiting.setdefault(str(finding.values["department"]), [])
                    names += [] if one.name in names else [one.name]
        level = "error" if code == "no_officer" else "warning"
        for department, names in sorted(waiting.items()):
            yield Line(
                level, say, {"department": department, "count": len(names), "name": names[0]}
            )


def ends(day: Day) -> Iterator[Line]:
    """Validity that ends soon, and what takes effect then."""
    session, now = day.session, day.now
    starts, ends = ServiceVersion.valid_from, ServiceVersion.valid_until
    soon = sa.or_(
        sa.and_(starts > now, starts <= now + AHEAD), sa.and_(ends > now, ends <= now + AHEAD)
    )
    query = sa.select(ServiceVersion).where(soon, sa.or_(ends.is_(None), ends > starts))
    for version in session.execute(query.order_by(ServiceVersion.id)).scalars():
        said = {"number": version.number, "name": version.name}
        place = _place(version)
        if version.valid_from > now:
            begins = version.valid_from.date().isoformat()
            say = msgid("Version %(number)s of “%(name)s” takes effect on %(day)s.")
            yield Line("note", say, {**said, "day": begins}, *place)
        ending = version.valid_until
        if ending and ending <= now + AHEAD and not _follows(session, version, ending):
            say = msgid("“%(name)s” is offered until %(day)s, and no version follows.")
            yield Line(
                "warning", say, {"name": version.name, "day": ending.date().isoformat()}, *place
            )


def _follows(session: Session, version: ServiceVersion, at: datetime) -> bool:
    return versions.current(session, version.kind, version.code, at=at) is not None


def _place(one: Looked | ServiceVersion) -> tuple[str, str]:
    """Where in the Studio an entry is put right."""
    return publish_check.ORDER[one.kind], one.code
