"""What a tab of a case page reads beside the case: one statement each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import POLICIES, may
from app.models import Attachment, CaseDocument, Paper
from app.services import attachments, plain, timeline
from app.services.case_page import Page

_LINE = tuple(CaseDocument.__table__.c)
_DOCUMENTS: Any = (
    sa.select(*_LINE, *attachments.KNOWN)
    .outerjoin(
        Attachment,
        sa.and_(
            Attachment.case_id == CaseDocument.case_id, Attachment.document == CaseDocument.document
        ),
    )
    .where(CaseDocument.case_id == sa.bindparam("case"))
    .order_by(CaseDocument.id, Attachment.id)
)


def _documents(session: Session, page: Page) -> tuple[str, tuple[Any, ...]]:
    """With the files that show each, in one statement."""
    found = plain.rows(session.connection().execute(_DOCUMENTS, {"case": page.case.id}))
    rows = [row for row in found if row.document in page.keys]
    if may(page.by, "attachment.read"):
        scans = [row[len(_LINE) :] for row in rows]
        page.scans = tuple(attachments.Stored(*scan) for scan in scans if scan[0] is not None)
    # A paper with several files is one line.
    return "documents", tuple({row.id: row for row in reversed(rows)}.values())[::-1]


#: What the list of papers shows; the text itself stays sealed until it is printed.
LISTED = (Paper.id, Paper.task, Paper.title, Paper.number, Paper.issued_at, Paper.printed, Paper.void_at, Paper.void_why)  # fmt: skip


def _papers(session: Session, page: Page) -> tuple[str, tuple[Any, ...]]:
    if not page.paper_count:
        return "papers", ()
    policy = POLICIES["paper"]
    # Whoever may void one paper of a case may not void another department's.
    voidable = policy.rows(page.by, "paper.void").label("voidable")
    query = sa.select(*LISTED, voidable).where(Paper.case_id == page.case.id, policy.rows(page.by))
    return "papers", tuple(session.execute(query.order_by(Paper.id)))


def _notes(session: Session, page: Page) -> tuple[str, tuple[Any, ...]]:
    return "notes", tuple(timeline.notes(session, page.case.id, page.case.number, by=page.by))


#: Tab → how its rows are read, and where on the page they go.
READ: dict[str, Callable[[Session, Page], tuple[str, tuple[Any, ...]]]] = {
    "documents": _documents,
    "papers": _papers,
    "trail": _notes,
}
