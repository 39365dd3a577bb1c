"""The files of a case: whose they are to see, added while it runs, struck out and never taken away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.access import may
from app.domain.refusal import Refusal
from app.models import Attachment
from app.services import attachments
from app.services.attachments import Stored
from app.services.case_page import Page

NOUN = "attachment"
#: Longest reason that is kept.
LONGEST = 400
CLOSED = Refusal("attachment", "The case is closed: its file stays as it is.", {})
NOT_YOURS = Refusal("attachment", "Files are added by whoever handles the paper.", {})
NO_REASON = Refusal("attachment", "Say why this file does not count.", {})


def seen(session: Session, page: Page) -> dict[int, Stored]:
    """The files that answer what this person sees answered, or show a paper they see, by number."""
    if not may(page.by, "attachment.read"):
        return {}
    fields = [
        answer["spec"]["key"]
        for answer in page.answers
        if answer["spec"]["kind"] in ("attachment", "group")
    ]
    if not fields and not page.keys:
        return {}
    return attachments.of_case(session, page.case.id, fields=fields, documents=page.keys)


def may_add(page: Page, document: str) -> Refusal | None:
    """Whether a file of a paper is this person's to add or strike out now (the row's own rule)."""
    if not may(page.by, "attachment.write") or document not in page.keys:
        return NOT_YOURS
    return CLOSED if page.case.closed_at is not None else None


def note_added(session: Session, page: Page, added: Iterable[tuple[str, int]]) -> None:
    """Have it journaled which files came to which papers: (paper, number)."""
    for document, number in added:
        said = {"documents": [document], "file": number}
        journal.record(session, NOUN, page.case.number, "file_added", by=page.by.username, **said)


def strike(session: Session, page: Page, number: int, *, why: str, now: datetime) -> Refusal | None:
    """Say of a file that it does not count: it stays, struck out, with the reason beside it.

    What somebody may have decided from is never taken away. Refused without a reason, to who may not
    add there, and once the case is closed.
    """
    stored = seen(session, page).get(number)
    refused = may_add(page, (stored and stored.document) or "")
    if stored is None or refused:
        return refused or NOT_YOURS
    if not why.strip():
        return NO_REASON
    struck = {"struck_at": now, "struck_by": page.by.username, "struck_why": why.strip()[:LONGEST]}
    there = sa.and_(Attachment.id == number, Attachment.struck_at.is_(None))
    if session.execute(sa.update(Attachment).where(there).values(**struck)).rowcount:  # type: ignore[attr-defined]  # a CursorResult
        said = {"documents": [stored.document], "file": number}
        journal.record(session, NOUN, page.case.number, "file_struck", by=page.by.username, **said)
    return None
