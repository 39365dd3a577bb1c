"""再次申请: what was refused or returned is applied for at that department alone, as a new case (R49)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import Principal
from app.domain.refusal import Refusal
from app.models import Applicant, CaseDocument, Draft, ServiceVersion
from app.services import attachments, blueprints, drafts, intake, publishing
from app.services.cases import File

#: How a part ended that can be applied for again.
AGAIN = ("partly", "refused", "returned", "cannot_continue", "withdrawn", "revoked")
NOT_SO = Refusal("R49", "Only a part that was not granted is applied for again.", {})
NOT_PUBLISHED = Refusal(
    "R49",
    "This item is not published by itself now. The catalogue administrator publishes it.",
    {},
)
#: Who comes this time is asked anew; who applies is the same.
PERSON = ("name", "organisation", "id_type", "id_number", "credit_code", "phone", "bad_credit")
#: What answers a field is asked for anew; scans of papers are taken over.
LEFT = ("attachment",)


def can(task: dict[str, Any]) -> bool:
    """Whether a part ended so that it can be applied for again."""
    return task["kind"] == "work" and task["outcome"] in AGAIN


def take_over(
    session: Session, file: File, part: str, *, by: Principal, now: datetime
) -> Draft | Refusal:
    """An intake of the part's item alone with applicant, answers and papers taken over (R49).

    The new case will name the old one and the part. Refused where the part was granted, or its
    item is not published.
    """
    task = (file.state or {})["tasks"].get(part)
    if task is None or not can(task):
        return NOT_SO
    spec = next(one for one in file.blueprint["tasks"] if one["key"] == part)
    version = publishing.current(session, "single", spec["item"], at=now)
    if version is None:
        return NOT_PUBLISHED
    draft = drafts.begin(session, version, by=by, now=now)
    draft.content = _content(session, file, version) | {
        "links": [{"case": file.number, "why": "applied_again", "part": part}]
    }
    session.flush()  # what is taken over carries its number
    plan = blueprints.blueprint(session, version.sha256)
    attachments.take_over(
        session, draft, file.case_id, number=file.number, documents=plan["documents"]
    )
    return draft


def _content(session: Session, file: File, version: ServiceVersion) -> dict[str, Any]:
    """What the old case knows and the new one asks."""
    plan = blueprints.blueprint(session, version.sha256)
    asked = {field["key"] for field in plan["fields"] if field["kind"] not in LEFT}
    answers = intake.facts_of(session, file.case_id).answers
    return {
        "answers": {key: value for key, value in answers.items() if key in asked},
        "ticks": _ticks(session, file.case_id, set(plan["documents"])),
        "applicant": _applicant(session, file.case_id),
    }


def _applicant(session: Session, case_id: int) -> dict[str, Any]:
    query = sa.select(*[getattr(Applicant, name) for name in PERSON])
    row = session.execute(query.where(Applicant.case_id == case_id)).one()
    return dict(zip(PERSON, row, strict=True))


def _ticks(session: Session, case_id: int, known: set[str]) -> dict[str, list[bool]]:
    """Papers that came, as their points were ticked."""
    query = sa.select(CaseDocument.document, CaseDocument.points).where(
        CaseDocument.case_id == case_id, CaseDocument.received_at.is_not(None)
    )
    return {key: points for key, points in session.execute(query) if key in known and points}
