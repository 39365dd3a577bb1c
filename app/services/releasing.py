"""Publish what is worked on as one act: the changed items of a theme first, then the theme (spine §9)."""

from __future__ import annotations

import json
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import ServiceVersion
from app.services import catalogue, derivation, publishing, studio, surroundings
from app.services.derivation import Derived


class NotReady(Exception):
    """Something typed cannot stand, an error is found, or a warning has no reason yet."""


def release(
    session: Session,
    top: str,
    key: str,
    *,
    by: str,
    now: datetime,
    valid_from: datetime | None = None,
) -> list[ServiceVersion]:
    """Publish an entry as it is worked on; gives the versions that are new, items first.

    From now, or from a later instant. Raises NotReady, PublishRefused, KeyError; ValueError for a
    validity that would begin in the past.
    """
    derived = _ready(session, top, key, now=now)
    _carry_reasons(session, derived, now=now)
    # Items first: a theme compiles from their versions in force (spine §9).
    wanted = [*(("single", item) for item in derived.changed), (derivation.KIND[top], key)]
    there = surroundings.around(session, now=now)
    # Read once for all of them: publishing changes no row of the catalogue.
    rows = catalogue.export_package(session)
    done = []
    for kind, code in wanted:
        before = publishing.current(session, kind, code, at=valid_from or now)
        around = there if code == key else None
        version = publishing.publish(
            session, kind, code, by=by, now=now, valid_from=valid_from, around=around, package=rows
        )
        session.flush()  # the theme reads the versions of its items
        if before is None or version.id != before.id:
            done.append(version)
    return done


def _ready(session: Session, top: str, key: str, *, now: datetime) -> Derived:
    """What was typed and what was found in it, every warning answered. Raises NotReady, KeyError."""
    opened = studio.open_entry(session, top, key)
    if opened.problems:
        raise NotReady(key)
    derived = derivation.derive(session, top, key, content=opened.content, now=now)
    if derived.errors or derived.unanswered:
        raise NotReady(key)
    return derived


def _carry_reasons(session: Session, derived: Derived, *, now: datetime) -> None:
    """A reason given for the theme holds for its items too, where both are warned of the same:
    who publishes them in one act is not asked twice, and each keeps its reason in the journal.
    """
    given = {(one.code, one.where): why for one, why in derived.findings if why}
    for item in derived.changed if given else ():
        content = studio.open_entry(session, "items", item).content
        own = derivation.derive(session, "items", item, content=content, now=now)
        for one, why in own.findings:
            reason = given.get((one.code, one.where))
            if reason and not why:
                derivation.acknowledge(session, item, one.code, where=one.where, reason=reason)
    session.flush()  # publishing reads the reasons as they are now


def withdraw(
    session: Session, top: str, key: str, *, number: int, by: str, now: datetime
) -> list[ServiceVersion]:
    """Take a scheduled version back, and the items' versions that were published with it in one act.

    Raises KeyError, publishing.HasBegun.
    """
    kind = derivation.KIND[top]
    own = publishing.withdraw(session, kind, key, number=number, by=by, now=now)
    done = [own]
    for part in _published_with(session, own):
        done.append(
            publishing.withdraw(session, part.kind, part.code, number=part.number, by=by, now=now)
        )
    return done


def _published_with(session: Session, own: ServiceVersion) -> list[ServiceVersion]:
    """The items' versions of the same act: the same instant, person and beginning, frozen in it."""
    items = sorted(json.loads(own.package).get("items") or {}) if own.kind == "joint" else []
    query = sa.select(ServiceVersion).where(
        ServiceVersion.kind == "single",
        ServiceVersion.code.in_(items),
        ServiceVersion.published_at == own.published_at,
        ServiceVersion.published_by == own.published_by,
        ServiceVersion.valid_from == own.valid_from,
        sa.or_(ServiceVersion.valid_until.is_(None), ServiceVersion.valid_until > own.valid_from),
    )
    return list(session.execute(query.order_by(ServiceVersion.id)).scalars())
