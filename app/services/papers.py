"""Numbered papers of a case: given out by the act that calls for them, in its transaction (R26)."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import Paper, PaperTemplate
from app.services import numbers


def issue(
    session: Session,
    *,
    case_id: int,
    kind: str,
    task: str | None,
    values: dict[str, Any],
    copies: int | None,
    by: str,
    now: datetime,
) -> str | None:
    """Number and keep one paper; its text is frozen with it. None where the centre has no such paper.

    ``values`` fill the template's placeholders; they may hold names and are kept encrypted.
    """
    template = session.execute(
        sa.select(PaperTemplate).where(PaperTemplate.key == kind)
    ).scalar_one_or_none()
    if template is None:
        return None
    # Last before the insert: the series stays locked until COMMIT, and others wait for it.
    number, serial = numbers.paper_number(
        session, kind, template.series or template.name, day=now.date()
    )
    paper = {
        "case_id": case_id,
        "task": task,
        "kind": kind,
        "title": template.name,
        "number": number,
        "year": now.year,
        "serial": serial,
        "copies": copies or template.copies or 1,
        "issued_at": now,
        "by": by,
        "token": secrets.token_urlsafe(18),
        "content": {
            # The blocks as they are today: an edit tomorrow must not rewrite what somebody holds.
            "blocks": template.blocks,
            "values": {**values, "number": number, "copies": copies or template.copies or 1},
        },
    }
    session.execute(sa.insert(Paper), [paper])
    return number
