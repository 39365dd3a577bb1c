"""What the house tells a person of a case: one line in their inbox, once for each occasion.

Written in the transaction of what it tells of, with what goes out of it: both are there or neither.
A line names the case, its item and a day; never an applicant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.access import POLICIES, Principal
from app.models import Message
from app.services import outbox

PAGE = 50
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def tell(
    session: Session,
    people: Iterable[str],
    kind: str,
    *,
    occasion: str,
    content: Mapping[str, Any],
    now: datetime,
    number: str | None = None,
) -> list[str]:
    """Tell people of an occasion; gives those who had not been told of it."""
    lines = dict.fromkeys(people, content)
    told = _told(session, lines, kind, occasion=occasion, number=number, now=now)
    outbox.put(
        session, told, kind, occasion=occasion, number=number, content=dict(content), now=now
    )
    return told


def tell_each(
    session: Session,
    lines: Mapping[str, Mapping[str, Any]],
    kind: str,
    *,
    occasion: str,
    now: datetime,
) -> list[str]:
    """Tell each of one occasion in words of their own, however many in the same statements; as ``tell``.

    Outside the house all hear the same: that there is something to be read.
    """
    told = _told(session, lines, kind, occasion=occasion, number=None, now=now)
    outbox.put(session, told, kind, occasion=occasion, content={}, now=now)
    return told


def _told(
    session: Session,
    lines: Mapping[str, Mapping[str, Any]],
    kind: str,
    *,
    occasion: str,
    number: str | None,
    now: datetime,
) -> list[str]:
    rows = [
        {"person": person, "occasion": occasion, "kind": kind, "number": number, "content": dict(content), "at": now}
        for person, content in sorted(lines.items())
    ]  # fmt: skip
    if not rows:
        return []
    insert = _INSERT[session.get_bind().dialect.name](Message).values(rows)
    once = insert.on_conflict_do_nothing(index_elements=["person", "occasion"])
    return sorted(session.scalars(once.returning(Message.person)))


def page(session: Session, *, by: Principal, before: int | None = None) -> list[Message]:
    """A person's lines, the newest first, one more than a page where there are more."""
    query = sa.select(Message).where(POLICIES["message"].rows(by))
    if before is not None:
        query = query.where(Message.id < before)
    return list(session.scalars(query.order_by(Message.id.desc()).limit(PAGE + 1)))


def unread(username: Any) -> Any:
    """How many lines a person has not read, as a scalar of a statement that knows whose they are."""
    theirs = sa.and_(Message.person == username, Message.read_at.is_(None))
    counted = sa.select(sa.func.count()).select_from(Message.__table__).where(theirs)
    return counted.scalar_subquery()


def read(session: Session, *, by: Principal, now: datetime, message: int | None = None) -> int:
    """Mark one line read, or all of them; gives how many were not."""
    unread_ones = sa.update(Message).where(POLICIES["message"].rows(by), Message.read_at.is_(None))
    if message is not None:
        unread_ones = unread_ones.where(Message.id == message)
    return len(session.scalars(unread_ones.values(read_at=now).returning(Message.id)).all())


def one(session: Session, message: int, *, by: Principal) -> Message | None:
    """A line of this person's; None where there is none."""
    query = sa.select(Message).where(Message.id == message, POLICIES["message"].rows(by))
    return session.scalars(query).one_or_none()
