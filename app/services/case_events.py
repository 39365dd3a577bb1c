"""A case's events in the journal: read and folded, sealed and appended."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import cipher, journal
from app.domain.case import TEXT_FIELDS
from app.models import JournalEntry

_TEXTS = frozenset(TEXT_FIELDS)
_EVENTS = (
    sa.select(JournalEntry.data)
    .where(JournalEntry.case_id == sa.bindparam("case_id"))
    .order_by(JournalEntry.case_seq)
)


def events_of(session: Session, case_id: int) -> list[dict[str, Any]]:
    """The case's events, oldest first, those of this transaction included."""
    stored = [json.loads(text) for text in session.execute(_EVENTS, {"case_id": case_id}).scalars()]
    # Entries are written directly before COMMIT; an act after an act would not see the first.
    return stored + [entry.data for entry in journal.pending(session) if entry.case_id == case_id]


def append(
    session: Session, case_id: int, ref: str, *, seq: int, events: list[dict[str, Any]]
) -> None:
    """Have events journaled with this transaction; ``seq`` is the number of the last one before."""
    waiting = journal.pending(session)
    for number, event in enumerate(events, start=seq + 1):
        # Sealed before it is queued: nothing in clear waits where a failing COMMIT could log it.
        sealed, texts = seal(event)
        waiting.append(
            journal.Pending(
                noun="case",
                ref=ref,
                type=event["type"],
                by=event["by"],
                at=datetime.fromisoformat(event["at"]),
                data=sealed,
                case_id=case_id,
                case_seq=number,
                texts=texts,
            )
        )


def seal(event: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The event with its free text replaced by HMACs, and the texts (they may hold names, spine §9)."""
    there = _TEXTS & event.keys()
    texts = {name: event[name] for name in sorted(there) if isinstance(event[name], str)}
    return event | {name: cipher.seal_of_text(text) for name, text in texts.items()}, texts
