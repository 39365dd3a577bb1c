"""One entry of the catalogue under somebody's hands: opened, saved as it is typed, put together with
what another saved meanwhile. Rows say what may stand; what may not yet is kept beside them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.blueprint import digest
from app.domain.package import Problem, problems
from app.domain.three_way import Conflict, merge_three
from app.models import WorkingCopy
from app.services import catalogue, catalogue_rows, studio_known
from app.services.catalogue_bindings import BY_TOP
from app.services.pattern_check import COUNTER

#: A copy that is kept for forms still on a screen; older ones go.
KEPT = 200


@dataclass(frozen=True)
class Opened:
    """An entry as it is worked on: what was typed last, its mark, what keeps it from standing."""

    content: dict[str, Any]
    mark: str
    problems: list[Problem]
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Saved(Opened):
    """What a save made of what was typed: what somebody else had changed meanwhile is in it."""

    conflicts: list[Conflict] = field(default_factory=list)
    #: who saved what was put together with mine
    other: str = ""
    #: whether the entry differs from what the form sent
    joined: bool = False


def open_entry(session: Session, top: str, key: str) -> Opened:
    """An entry for editing. Raises KeyError where there is none."""
    row = catalogue.row_of(session, top, key)
    stands = catalogue_rows.read(BY_TOP[top], row)
    last = _last(session, top, key)
    if last is None or last.stands:
        return Opened(stands, digest(stands), [], *_who(last))
    found = problems_of(session, top, key, content=last.content)
    return Opened(dict(last.content), last.digest, found, last.by, last.at)


def waits(session: Session, top: str, key: str) -> bool:
    """Whether something was typed of an entry that cannot stand in the rows yet."""
    last = _last(session, top, key)
    return last is not None and not last.stands


def _who(last: WorkingCopy | None) -> tuple[str, datetime | None]:
    return (last.by, last.at) if last else ("", None)


def problems_of(
    session: Session, top: str, key: str, *, content: Mapping[str, Any]
) -> list[Problem]:
    """What keeps an entry from standing in the rows; paths begin at the entry."""
    found = problems(
        {"package": 1, top: {key: content}},
        known=studio_known.known(session, top, key, content=content),
        counter=COUNTER,
    )
    return [_at_its_key(Problem(one.path[2:], one.message, one.expected)) for one in found]


def _at_its_key(problem: Problem) -> Problem:
    """What is missing stands at the place where it should be, not at what lacks it."""
    missing = MISSING.fullmatch(problem.message)
    return problem._replace(path=(*problem.path, missing[1])) if missing else problem


MISSING = re.compile(r"(\w+) is missing")


def open_new(
    session: Session, top: str, key: str, *, content: dict[str, Any], by: str, now: datetime
) -> None:
    """A new entry that says enough to have a row. Raises ValueError where it does not."""
    if problems_of(session, top, key, content=content):
        raise ValueError(f"{top}/{key} cannot begin like this")
    catalogue.put(session, top, key, entry=content, by=by, now=now)


def save(
    session: Session, top: str, key: str, *, mine: dict[str, Any], base: str, by: str, now: datetime
) -> Saved:
    """Keep what was typed; where it may stand, the rows say it from now on (and the journal with them).

    ``base`` is the mark of what the form was drawn from: what somebody else saved since then is put
    together with mine, and where both changed the same place mine stands and theirs is told. Raises
    KeyError where there is no such entry.
    """
    there = open_entry(session, top, key)
    conflicts: list[Conflict] = []
    content = mine
    if base != there.mark:
        merged = merge_three(drawn_from(session, top, key, mark=base), there.content, mine=mine)
        content, conflicts = merged.value, merged.conflicts
    found = problems_of(session, top, key, content=content)
    if not found:
        content = catalogue_rows.tidy(BY_TOP[top], content)
        catalogue.put(session, top, key, entry=content, by=by, now=now)
    # The mark is of the content, so the same content typed twice is one place in time.
    mark = digest(content)
    if mark != there.mark:
        _note(session, top, key, there, now=now)
        session.add(_copy(top, key, Opened(content, mark, found), by=by, at=now))
    if base != there.mark:
        return Saved(content, mark, found, by, now, conflicts, there.by, joined=content != mine)
    return Saved(content, mark, found, by, now)


def drawn_from(session: Session, top: str, key: str, *, mark: str) -> dict[str, Any]:
    """What a form was drawn from; where that is forgotten, nothing: then every difference is told."""
    query = sa.select(WorkingCopy.content).where(
        WorkingCopy.noun == top, WorkingCopy.key == key, WorkingCopy.digest == mark
    )
    found = session.execute(query.order_by(WorkingCopy.id.desc()).limit(1)).scalar()
    return dict(found or {})


def _note(session: Session, top: str, key: str, there: Opened, *, now: datetime) -> None:
    """Keep what stood until now: other screens were drawn from it, and their saves will name it."""
    last = _last(session, top, key)
    if last is None or last.digest != there.mark:
        session.add(_copy(top, key, there, by=there.by, at=now))
        session.flush()  # before the copy that follows it: the last one is open


def _copy(top: str, key: str, opened: Opened, *, by: str, at: datetime) -> WorkingCopy:
    stands = not opened.problems
    return WorkingCopy(
        noun=top, key=key, digest=opened.mark, content=opened.content, stands=stands, by=by, at=at
    )


def _last(session: Session, top: str, key: str) -> WorkingCopy | None:
    query = sa.select(WorkingCopy).where(WorkingCopy.noun == top, WorkingCopy.key == key)
    return session.execute(query.order_by(WorkingCopy.id.desc()).limit(1)).scalar_one_or_none()


def forget_old(session: Session) -> None:
    """Drop copies that no screen can still be drawn from; the last of each entry stays."""
    newer = sa.select(sa.func.count()).select_from(_NEWER)
    newer = newer.where(
        _NEWER.c.noun == WorkingCopy.noun,
        _NEWER.c.key == WorkingCopy.key,
        _NEWER.c.id > WorkingCopy.id,
    )
    session.execute(sa.delete(WorkingCopy).where(newer.scalar_subquery() >= KEPT))


_NEWER = sa.alias(WorkingCopy.__table__, "newer")
