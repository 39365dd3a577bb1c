"""Published versions as they stand in time: half-open validity, which one is in force when."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer

from app.models import Case, ServiceVersion

#: No column holds a larger number than this; an address may.
MOST = 2**31 - 1


def _in_force(at: Any) -> tuple[sa.ColumnElement[bool], ...]:
    """From its first instant up to, not including, its end."""
    return ServiceVersion.valid_from <= at, _ends_after(at)


def _ends_after(at: Any) -> sa.ColumnElement[bool]:
    return sa.or_(ServiceVersion.valid_until.is_(None), ServiceVersion.valid_until > at)


def _of(kind: Any, code: Any) -> tuple[sa.ColumnElement[bool], ...]:
    return ServiceVersion.kind == kind, ServiceVersion.code == code


#: Built once: every page of an intake asks it. A hundred KiB that each step would read stay where they are, which a
#: process keeps by their hash. A version scheduled and replaced before it began leaves two of one instant: the later counts.
_CURRENT = (
    sa.select(ServiceVersion)
    .options(defer(ServiceVersion.blueprint), defer(ServiceVersion.package))
    .where(*_of(sa.bindparam("kind"), sa.bindparam("code")))
    .where(*_in_force(sa.bindparam("at", type_=ServiceVersion.valid_from.type)))
    .order_by(ServiceVersion.number.desc())
    .limit(1)
)


#: The number of its row alone, to be asked beside something else.
CURRENT_ID = (
    sa.select(ServiceVersion.id)
    .where(*_of(sa.bindparam("kind"), sa.bindparam("code")))
    .where(*_in_force(sa.bindparam("at", type_=ServiceVersion.valid_from.type)))
    .order_by(ServiceVersion.number.desc())
    .limit(1)
)


def current(session: Session, kind: str, code: str, *, at: datetime) -> ServiceVersion | None:
    """The version in force at an instant; its blueprint and its package are read when they are asked for."""
    return session.execute(_CURRENT, {"kind": kind, "code": code, "at": at}).scalar_one_or_none()


def offered(session: Session, *, at: datetime) -> list[ServiceVersion]:
    """The themes this counter receives now, by code."""
    query = sa.select(ServiceVersion).where(ServiceVersion.offered.is_(True), *_in_force(at))
    return list(session.execute(query.order_by(ServiceVersion.code)).scalars())


def all_in_force(session: Session, kind: str, *, at: datetime) -> list[Any]:
    """Code, name, number and whether it is offered, of what of a kind is in force, by name."""
    columns = (ServiceVersion.code, ServiceVersion.name, ServiceVersion.number)
    query = sa.select(*columns, ServiceVersion.offered).where(
        ServiceVersion.kind == kind, *_in_force(at)
    )
    return list(session.execute(query.order_by(ServiceVersion.name, ServiceVersion.code)))


def item_slices(
    session: Session, codes: Collection[str], *, at: datetime
) -> dict[str, dict[str, Any]]:
    """The frozen packages of those items that are in force, by code, the one published first in front."""
    query = sa.select(ServiceVersion.code, ServiceVersion.package)
    query = query.where(
        ServiceVersion.kind == "single", ServiceVersion.code.in_(list(codes)), *_in_force(at)
    )
    found = session.execute(query.order_by(ServiceVersion.id))
    return {code: json.loads(text) for code, text in found}


def number_of(session: Session, version_id: int) -> int:
    """The number of a version."""
    query = sa.select(ServiceVersion.number).where(ServiceVersion.id == version_id)
    return int(session.execute(query).scalar_one())


def numbered(session: Session, kind: str, code: str, *, number: int) -> ServiceVersion:
    """One version by its number. Raises KeyError."""
    if number > MOST:
        raise KeyError(number)
    query = sa.select(ServiceVersion).where(*_of(kind, code), ServiceVersion.number == number)
    found = session.execute(query).scalar_one_or_none()
    if found is None:
        raise KeyError(number)
    return found


def ending_at(session: Session, version: ServiceVersion) -> ServiceVersion | None:
    """The version that a scheduled one follows: it ends at the instant at which that begins."""
    query = sa.select(ServiceVersion).where(
        *_of(version.kind, version.code),
        ServiceVersion.valid_until == version.valid_from,
        ServiceVersion.valid_from < version.valid_from,
    )
    # Of two, the later was published over the earlier.
    last = query.order_by(ServiceVersion.number.desc()).limit(1)
    return session.execute(last).scalar_one_or_none()


def next_number(session: Session, kind: str, code: str) -> int:
    """One more than the last version's; the unique key refuses a second publisher."""
    # Over all of them, retired ones too: a number names one version for ever.
    last = sa.select(sa.func.max(ServiceVersion.number)).where(*_of(kind, code))
    return 1 + (session.execute(last).scalar() or 0)


def next_start(session: Session, kind: str, code: str, *, after: datetime) -> datetime | None:
    """When the next version that is scheduled begins, if one is."""
    query = sa.select(sa.func.min(ServiceVersion.valid_from)).where(
        *_of(kind, code), ServiceVersion.valid_from > after, _ends_after(ServiceVersion.valid_from)
    )
    return session.execute(query).scalar()


def unended(session: Session, kind: str, code: str, *, now: datetime) -> list[ServiceVersion]:
    """The version in force and those scheduled after it."""
    query = sa.select(ServiceVersion).where(
        *_of(kind, code), _ends_after(now), _ends_after(ServiceVersion.valid_from)
    )
    return list(session.execute(query.order_by(ServiceVersion.number)).scalars())


def close(version: ServiceVersion, *, at: datetime, now: datetime) -> None:
    """End a version at an instant; retired at once where it is not in force any more, or never was."""
    version.valid_until = at
    # A version that never began is over at once; there is no later moment to notice it.
    if at <= now or at == version.valid_from:
        version.state = "retired"


def behind(session: Session, *, now: datetime) -> list[tuple[ServiceVersion, str]]:
    """Versions whose state is behind the time, with the state they should have."""
    query = sa.select(ServiceVersion).where(
        ServiceVersion.state != "retired",
        sa.or_(
            ServiceVersion.valid_until <= now,
            sa.and_(ServiceVersion.state == "scheduled", ServiceVersion.valid_from <= now),
        ),
    )
    return [
        (version, "retired" if version.valid_until and version.valid_until <= now else "published")
        for version in session.execute(query.order_by(ServiceVersion.id)).scalars()
    ]


def digests(session: Session, kind: str, codes: Collection[str], *, at: datetime) -> dict[str, str]:
    """The hash of the version in force of each code that has one."""
    query = sa.select(ServiceVersion.code, ServiceVersion.sha256).where(
        ServiceVersion.kind == kind, ServiceVersion.code.in_(list(codes)), *_in_force(at)
    )
    return dict(session.execute(query.order_by(ServiceVersion.number)).tuples().all())


def in_force(
    session: Session, kind: str, codes: Collection[str], *, at: datetime
) -> dict[str, int]:
    """The number of the version in force of each code that has one."""
    query = sa.select(ServiceVersion.code, ServiceVersion.number).where(
        ServiceVersion.kind == kind, ServiceVersion.code.in_(list(codes)), *_in_force(at)
    )
    return dict(session.execute(query.order_by(ServiceVersion.number)).tuples().all())


@dataclass(frozen=True)
class Standing:
    """How an entry stands towards its versions: the one in force, cases that run on it, what comes."""

    number: int | None
    running: int
    next_from: datetime | None


def standing(session: Session, kind: str, code: str, *, at: datetime) -> Standing:
    """The version in force, and how many cases not yet closed it has."""
    version = current(session, kind, code, at=at)
    after = next_start(session, kind, code, after=at)
    if version is None:
        return Standing(None, 0, after)
    open_cases = sa.select(sa.func.count()).where(
        Case.version_id == version.id, Case.closed_at.is_(None)
    )
    return Standing(version.number, session.execute(open_cases).scalar_one(), after)
