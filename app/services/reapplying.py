"""再次申请: what was refused or returned is applied for at that department alone, as a new case (R49)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import Principal
from app.domain.field_parts import numbers_in, renumbered
from app.domain.refusal import Refusal
from app.models import Applicant, CaseDocument, Draft
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
    plan = blueprints.blueprint(session, version.sha256)
    draft = drafts.begin(session, version, by=by, now=now)
    session.flush()  # what is taken over carries its number
    draft.content = {
        "answers": _answers(session, file, draft, plan),
        "ticks": _ticks(session, file.case_id, set(plan["documents"])),
        "applicant": _applicant(session, file.case_id),
        "links": [{"case": file.number, "why": "applied_again", "part": part}],
    }
    session.flush()
    return draft


def _answers(session: Session, file: File, draft: Draft, plan: dict[str, Any]) -> dict[str, Any]:
    """What the old case was told and the new one asks, with the files that answer it or show its papers."""
    told = intake.facts_of(session, file.case_id).answers
    asked_then = {spec["key"]: _shape(spec) for spec in file.blueprint["fields"]}
    same = {
        spec["key"]: spec
        for spec in plan["fields"]
        # Asked in another way since, an answer would be read as what it is not.
        if spec["key"] in told and asked_then.get(spec["key"]) == _shape(spec)
    }
    named = {number for key, spec in same.items() for number in numbers_in(told[key], spec)}
    numbers = attachments.take_over(
        session, draft, file.case_id,
        number=file.number, documents=plan["documents"], named=named,
    )  # fmt: skip
    taken = {key: renumbered(told[key], spec, numbers) for key, spec in same.items()}
    return {key: value for key, value in taken.items() if value not in ([], None)}


def _shape(spec: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """What an answer to this looks like: its kind, and those of the fields in its rows."""
    inner = spec.get("fields") or ()
    return spec["kind"], {field["key"]: field["kind"] for field in inner}


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
