"""Publish what is worked on as one act: the changed items of a theme first, then the theme (spine §9)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.models import ServiceVersion
from app.services import derivation, publishing, studio, surroundings


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
    opened = studio.open_entry(session, top, key)
    if opened.problems:
        raise NotReady(key)
    derived = derivation.derive(session, top, key, content=opened.content, now=now)
    if derived.errors or derived.unanswered:
        raise NotReady(key)
    # Items first: a theme compiles from their versions in force (spine §9).
    wanted = [*(("single", item) for item in derived.changed), (derivation.KIND[top], key)]
    there = surroundings.around(session, now=now)
    done = []
    for kind, code in wanted:
        before = publishing.current(session, kind, code, at=valid_from or now)
        around = there if code == key else None
        version = publishing.publish(
            session, kind, code, by=by, now=now, valid_from=valid_from, around=around
        )
        session.flush()  # the theme reads the versions of its items
        if before is None or version.id != before.id:
            done.append(version)
    return done
