"""What goes out of the house: a row with the act, sent by a worker under a lease, tried again later.

The rows are exact: one for each occasion, person and channel. To the outside it is *at least once*: a
worker that is killed between sending and noting it sends again, under the same token, by which
whoever gets it knows it for the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app import journal, outside
from app.access import Principal
from app.models import OutboxMessage

LEASE = timedelta(minutes=2)
#: How long it waits after the first, second, … time that failed; after the last it is given up.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
#: What was sent is kept so long; what was given up until somebody looks, three times as long.
KEPT = timedelta(days=30)
SHOWN = 100
#: All that is ever said of a case outside the house, beside its number.
GOES_OUT = ("item", "due")
STATES = ("waiting", "sending", "sent", "failed")
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True)
class Leased:
    """A message in the hands of a worker: everything a channel says of it."""

    id: int
    token: str
    channel: str
    #: The address of whom it is for; none where the channel is the centre's, or they have none.
    address: str | None
    kind: str
    number: str | None
    content: dict[str, Any]
    attempts: int
    at: datetime


def put(
    session: Session,
    people: Collection[str],
    kind: str,
    *,
    occasion: str,
    content: dict[str, Any],
    now: datetime,
    number: str | None = None,
) -> None:
    """Have an occasion go out by every channel there is, once to each person or to the centre's own."""
    if not people:
        return
    ways = outside.held()
    to: list[tuple[str, str | None]] = [
        (channel, person) for channel in ways.to_people for person in people
    ]
    to += [(channel, None) for channel in ways.to_the_centre]
    said = {name: content[name] for name in GOES_OUT if name in content}
    rows = [
        {
            "token": token(occasion, channel=channel, person=person), "channel": channel, "person": person,
            "kind": kind, "number": number, "content": said, "state": "waiting", "attempts": 0,
            "at": now, "next_at": now,
        }
        for channel, person in to
    ]  # fmt: skip
    if rows:
        insert = _INSERT[session.get_bind().dialect.name](OutboxMessage).values(rows)
        session.execute(insert.on_conflict_do_nothing(index_elements=["token"]))


def token(occasion: str, *, channel: str, person: str | None) -> str:
    """The name of a message, the same whenever it is worked out; it tells nobody what it is about."""
    said = "\n".join((occasion, channel, person or ""))
    return hashlib.sha256(said.encode()).hexdigest()[:40]


def anything(session: Session, *, now: datetime) -> bool:
    """Whether a worker would find something to send."""
    return (
        session.execute(sa.select(OutboxMessage.id).where(_free(now)).limit(1)).first() is not None
    )


def _free(now: datetime) -> sa.ColumnElement[bool]:
    due = sa.and_(OutboxMessage.state == "waiting", OutboxMessage.next_at <= now)
    lapsed = sa.and_(OutboxMessage.state == "sending", OutboxMessage.lease_until < now)
    return sa.or_(due, lapsed)


def lease(session: Session, *, now: datetime, most: int = 1) -> list[Leased]:
    """Take the oldest messages that nobody is sending; the caller commits before it sends them."""
    query = sa.select(OutboxMessage.id, OutboxMessage.attempts).where(_free(now))
    taken: list[int] = []
    for row_id, attempts in session.execute(query.order_by(OutboxMessage.id).limit(most)).tuples():
        # Whoever came first has counted an attempt: then this changes nothing.
        mine = sa.update(OutboxMessage).where(
            OutboxMessage.id == row_id, _free(now), OutboxMessage.attempts == attempts
        )
        values = {"state": "sending", "lease_until": now + LEASE, "attempts": attempts + 1}
        taken += session.scalars(mine.values(**values).returning(OutboxMessage.id)).all()
    return [_leased(row) for row in session.execute(_LEASED, {"ids": taken})] if taken else []


_ADDRESS = sa.case((User.active.is_(True), User.email))
_LEASED = (
    sa.select(
        OutboxMessage.id, OutboxMessage.token, OutboxMessage.channel, _ADDRESS.label("address"),
        OutboxMessage.kind, OutboxMessage.number, OutboxMessage.content, OutboxMessage.attempts,
        OutboxMessage.at,
    )
    .outerjoin(User, User.username == OutboxMessage.person)
    .where(OutboxMessage.id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(OutboxMessage.id)
)  # fmt: skip


def _leased(row: Any) -> Leased:
    return Leased(**row._mapping)


def sent(session: Session, message: Leased, *, now: datetime) -> bool:
    """Note that it went out; whether it was still this worker's to note."""
    return _mine(session, message, state="sent", sent_at=now, lease_until=None, why=None)


def failed(session: Session, message: Leased, *, why: str, now: datetime) -> bool:
    """Note that it did not: it waits longer each time, and after the last it is given up."""
    later = BACK_OFF[message.attempts - 1 : message.attempts]
    state = {"state": "waiting", "next_at": now + later[0]} if later else {"state": "failed"}
    return _mine(session, message, **state, lease_until=None, why=why[:64])


def _mine(session: Session, message: Leased, **values: Any) -> bool:
    held = sa.update(OutboxMessage).where(
        OutboxMessage.id == message.id,
        OutboxMessage.state == "sending",
        OutboxMessage.attempts == message.attempts,
    )
    return bool(session.execute(held.values(**values).returning(OutboxMessage.id)).all())


def try_again(session: Session, message: int, *, by: Principal, now: datetime) -> bool:
    """Send what was given up, or waits for its time, at once; whether there was something to send."""
    open_ones = OutboxMessage.state.in_(("failed", "waiting"))
    return bool(_begun_anew(session, OutboxMessage.id == message, open_ones, by=by, now=now))


def try_all_again(session: Session, *, by: Principal, now: datetime) -> int:
    """Send all that was given up, after a way out was mended; gives how many there were."""
    return len(_begun_anew(session, OutboxMessage.state == "failed", by=by, now=now))


def _begun_anew(session: Session, *which: Any, by: Principal, now: datetime) -> list[str]:
    again = sa.update(OutboxMessage).where(*which)
    values = {"state": "waiting", "next_at": now, "attempts": 0}
    found = list(session.scalars(again.values(**values).returning(OutboxMessage.token)))
    for name in found:
        journal.record(session, "outbox", name, "sent_again", by=by.username)
    return found


def latest(session: Session, *, state: str = "") -> list[OutboxMessage]:
    """The newest messages, of one state where one is asked."""
    query = sa.select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(SHOWN)
    return list(session.scalars(query.where(OutboxMessage.state == state) if state else query))


def counts(session: Session) -> dict[str, int]:
    """How many there are in each state."""
    query = sa.select(OutboxMessage.state, sa.func.count()).group_by(OutboxMessage.state)
    return dict.fromkeys(STATES, 0) | dict(session.execute(query).tuples().all())


def sweep(session: Session, *, now: datetime) -> int:
    """Forget what went out long ago, and what was given up and nobody came for."""
    old = sa.or_(
        sa.and_(OutboxMessage.state == "sent", OutboxMessage.at < now - KEPT),
        sa.and_(OutboxMessage.state == "failed", OutboxMessage.at < now - 3 * KEPT),
    )
    return len(
        session.scalars(sa.delete(OutboxMessage).where(old).returning(OutboxMessage.id)).all()
    )
