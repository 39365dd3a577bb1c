"""What is not kept longer than it is needed: intakes nobody came back for, dead sessions, used keys."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.models import Draft, IdempotencyKey, Message, OnlineAppeal
from app.models.account import Session as WebSession
from app.services import attachments, papers, sign_in

#: A notice that was given binds the centre (R23, R53), so a told intake is kept this long (spine §3).
TOLD = timedelta(days=90)
#: An intake without a notice is somebody's data without a purpose after this.
UNTOLD = timedelta(days=30)
#: What came online and was no appeal: the sender reads why for so long, and then nobody needs who it was.
SET_ASIDE = timedelta(days=90)
#: What was read in an inbox is looked up again for so long.
READ = timedelta(days=180)
#: No browser tries again after so long.
USED_KEY = timedelta(days=30)
#: A dead session is listed so long; who signed in and when stands in the access chain.
DEAD_SESSION = timedelta(days=7)


def sweep(session: Session, *, now: datetime) -> dict[str, int]:
    """Remove what is past its time; gives how much of each kind. Idempotent, two at once remove once."""
    return {
        "drafts": _drafts(session, now),
        "sessions": _sessions(session, now),
        "online": _online(session, now),
        "read": _gone(session, Message, [Message.read_at < now - READ]),
        "keys": _gone(session, IdempotencyKey, [IdempotencyKey.at < now - USED_KEY]),
    }


def _drafts(session: Session, now: datetime) -> int:
    """Each with its line in the journal, for a told one was an act of the centre."""
    past = sa.or_(
        Draft.updated_at < now - TOLD,
        sa.and_(Draft.updated_at < now - UNTOLD, Draft.told == 0, Draft.case_id.is_(None)),
    )
    attachments.forget(session, sa.select(Draft.id).where(past))
    papers.forget(session, sa.select(Draft.id).where(past))
    # RETURNING: of two sweeps at once each journals only what it removed itself.
    removed = sa.delete(Draft).where(past).returning(Draft.token, Draft.code, Draft.told)
    rows = session.execute(removed).all()
    # In one order, whatever the database gives: the chain of a test is the chain of a centre.
    for row in sorted(rows):
        journal.record(session, "draft", row.token, "draft_removed", code=row.code, told=row.told)
    return len(rows)


def _online(session: Session, now: datetime) -> int:
    """Empty who sent what was set aside; that it came, and when and by whom it was settled, stays."""
    past = sa.update(OnlineAppeal).where(
        OnlineAppeal.settled_at < now - SET_ASIDE, OnlineAppeal.phone.is_not(None)
    )
    emptied = past.values(name=None, phone=None, said=None, about=None)
    return len(session.execute(emptied.returning(OnlineAppeal.id)).all())


def _sessions(session: Session, now: datetime) -> int:
    """End what ran out, so that no list shows it as open; remove what is dead for long."""
    out = sa.or_(
        WebSession.last_seen < now - sign_in.IDLE, WebSession.created_at < now - sign_in.LONGEST
    )
    session.execute(
        sa.update(WebSession)
        .where(WebSession.ended_at.is_(None), out)
        # Never touched on the way in: a request only reads, the sweep writes.
        .values(ended_at=now, ended_why="idle")
    )
    return _gone(session, WebSession, [WebSession.ended_at < now - DEAD_SESSION])


def _gone(session: Session, table: Any, past: Iterable[sa.ColumnElement[bool]]) -> int:
    return len(session.execute(sa.delete(table).where(*past).returning(table.id)).all())
