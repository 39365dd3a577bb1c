"""The intake in progress: saved as it is typed, so a closed tab or a dead server loses nothing."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.access import Principal
from app.models import Case, Draft, ServiceVersion
from app.services import papers

#: The parts of a draft's content; each is replaced whole by the step that owns it.
PARTS = (
    "answers",
    "picked",
    "typed",
    "stamps",
    "applicant",
    "agent",
    "ticks",
    "confirmed",
    "judged",
)


#: Drafts of this kind are the appeal window's: ``services.appeal_drafts``.
APPEAL = "appeal"


class NoSuchDraft(LookupError):
    """There is no such draft, or it belongs to somebody else's window."""


class DraftDone(Exception):
    """The draft has become a case already: a retry is shown that case."""

    def __init__(self, case_id: int) -> None:
        """``case_id`` is the case it became."""
        super().__init__(str(case_id))
        self.case_id = case_id


def begin(session: Session, version: ServiceVersion, *, by: Principal, now: datetime) -> Draft:
    """A new empty draft of a published version, at the clerk's window."""
    draft = Draft(
        # Not the id: drafts hold personal data, and an id could be counted up.
        token=secrets.token_urlsafe(12),
        owner=by.username,
        window=by.department or "",
        kind=version.kind,
        code=version.code,
        version_id=version.id,
        content={},
        created_at=now,
        updated_at=now,
    )
    session.add(draft)
    return draft


def get(session: Session, token: str, *, by: Principal, lock: bool = False) -> Draft:
    """The draft behind an address: the owner's, or one of the owner's window (a colleague goes on).

    Raises NoSuchDraft.
    """
    given = {"token": token, "by": by.username, "theirs": list(by.departments)}
    draft = session.execute(_LOCKED if lock else _GET, given).scalar_one_or_none()
    if draft is None:
        raise NoSuchDraft(token)
    return draft


#: Built once: every page of an intake asks it.
_GET = sa.select(Draft).where(
    Draft.kind != APPEAL,
    Draft.token == sa.bindparam("token"),
    sa.or_(
        Draft.owner == sa.bindparam("by"),
        Draft.window.in_(sa.bindparam("theirs", expanding=True)),
    ),
)
# What a page read before the lock may be over: a colleague has received it meanwhile.
_LOCKED = _GET.with_for_update().execution_options(populate_existing=True)


def save(
    session: Session, token: str, parts: dict[str, Any], *, by: Principal, now: datetime
) -> Draft:
    """Keep what was typed: the named parts replace the old ones. Raises NoSuchDraft, DraftDone."""
    return keep(get(session, token, by=by, lock=True), parts, now=now)


def keep(draft: Draft, parts: dict[str, Any], *, now: datetime) -> Draft:
    """``save`` of a draft that this request has locked already. Raises DraftDone."""
    if draft.case_id is not None:
        raise DraftDone(draft.case_id)
    draft.content = {
        **draft.content,
        # Only the known parts: a posted field of another name must not grow the content.
        **{name: value for name, value in parts.items() if name in PARTS},
    }
    draft.updated_at = now
    draft.version += 1
    return draft


def tell(
    session: Session,
    token: str,
    documents: list[str],
    *,
    by: Principal,
    now: datetime,
    version: int | None = None,
    sheet: dict[str, Any] | None = None,
    printed: bool = False,
) -> Draft:
    """Give the notice sheet: printed or told. The first time is the one that counts (R53, R23).

    ``version`` is the published version the sheet was derived from, ``sheet`` what it says: with it
    the notice becomes a numbered paper.
    """
    draft = get(session, token, by=by, lock=True)
    # Printing again is no second telling: it is counted, and the first list stays.
    draft.told += 1
    draft.version_id = version or draft.version_id
    if draft.told_at is None:
        draft.told_at, draft.told_by, draft.told_documents = now, by.username, documents
    draft.updated_at = now
    if sheet is not None:
        papers.tell(session, draft, sheet, printed=printed, by=by.username, now=now)
    journal.record(
        session,
        "draft",
        draft.token,
        "notice_told",
        code=draft.code,
        version=draft.version_id,
        documents=documents,
        count=draft.told,
    )
    return draft


def become(session: Session, draft: Draft, case_id: int, *, now: datetime) -> None:
    """The draft is received: it points at its case and what was typed is emptied out of it."""
    session.flush()
    # Emptied at once: the case has the values now, and twice kept is twice to be protected.
    row = {"of": draft.id, "case": case_id, "now": now, "seen": draft.version}
    session.connection().execute(_BECOME, row)


_D: Any = Draft.__table__
_BECOME = (
    sa.update(_D)
    .where(_D.c.id == sa.bindparam("of"))
    .values(
        case_id=sa.bindparam("case"), content={}, updated_at=sa.bindparam("now"),
        version=sa.bindparam("seen"),
    )
)  # fmt: skip


def open_ones(session: Session, *, by: Principal) -> list[Draft]:
    """The clerk's drafts that are not cases yet, the latest first."""
    query = (
        sa.select(Draft)
        .where(Draft.owner == by.username, Draft.case_id.is_(None), Draft.kind != APPEAL)
        .order_by(Draft.updated_at.desc())
        .limit(20)
    )
    return list(session.execute(query).scalars())


def case_number(session: Session, draft: Draft) -> str | None:
    """The number of the case the draft became; None while it is a draft."""
    if draft.case_id is None:
        return None
    return str(session.execute(sa.select(Case.number).where(Case.id == draft.case_id)).scalar_one())
