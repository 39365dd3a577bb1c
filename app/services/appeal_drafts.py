"""存为草稿: an appeal that was typed and not registered yet, kept as the green channel keeps its intakes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import POLICIES, Principal
from app.domain.case import Refusal
from app.models import Draft
from app.services import drafts, versions
from app.services.drafts import APPEAL, NoSuchDraft

NO_CLASS = Refusal(
    "R70", "No class of appeals is published. The catalogue administrator publishes one.", {}
)
#: Drafts that are shown.
SHOWN = 8
#: Longest value that is kept of a field: the form refuses longer ones when it is registered.
LONGEST = 5000


def put(
    session: Session, token: str, typed: Mapping[str, str], *, by: Principal, now: datetime
) -> Draft | Refusal:
    """Keep what was typed: in the draft of this token, or in a new one where there is none.

    Raises NoSuchDraft, DraftDone.
    """
    draft = one(session, token, by=by, lock=True) if token else _begun(session, by=by, now=now)
    if isinstance(draft, Refusal):
        return draft
    kept = {name: text[:LONGEST] for name, text in typed.items() if text}
    draft.content, draft.updated_at = {"typed": kept}, now
    draft.version += 1
    return draft


def _begun(session: Session, *, by: Principal, now: datetime) -> Draft | Refusal:
    # Which class it is may still be open: any that is in force says under which rules it is typed.
    first = next(iter(versions.all_in_force(session, APPEAL, at=now)), None)
    version = versions.current(session, APPEAL, first.code, at=now) if first else None
    if version is None:
        return NO_CLASS
    draft = drafts.begin(session, version, by=by, now=now)
    session.flush()  # it begins as the first version of itself
    return draft


def one(session: Session, token: str, *, by: Principal, lock: bool = False) -> Draft:
    """The draft behind an address. Raises NoSuchDraft; DraftDone where it was registered already."""
    query = sa.select(Draft).where(
        Draft.token == token, Draft.kind == APPEAL, POLICIES["draft"].rows(by)
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    draft = session.scalars(query).one_or_none()
    if draft is None:
        raise NoSuchDraft(token)
    if draft.case_id is not None:
        raise drafts.DraftDone(draft.case_id)
    return draft


def typed(draft: Draft) -> dict[str, str]:
    """What was typed into it, by field."""
    found: dict[str, str] = draft.content.get("typed") or {}
    return found


def listed(session: Session, *, by: Principal) -> list[Draft]:
    """The appeals that this person, or a colleague at the window, began and did not register."""
    query = sa.select(Draft).where(
        Draft.kind == APPEAL, Draft.case_id.is_(None), POLICIES["draft"].rows(by)
    )
    return list(session.scalars(query.order_by(Draft.updated_at.desc()).limit(SHOWN)))
