"""The link that goes along with a paper: its square is on the sheet in the applicant's hand and in the archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.domain import ratings
from app.models import Rating
from app.services import rating_links

if TYPE_CHECKING:
    from app.services.cases import File
    from app.services.paper_sources import Sources
    from app.services.papers import Sheet
    from app.services.templates import Template

#: The way of rating by the square on a paper.
PAPER = "paper"


def invite(
    session: Session, file: File, sheets: list[Sheet], *, sources: Sources, now: datetime
) -> list[Sheet]:
    """The papers of one act: those that invite to rate say until when, and the link is there with them (R90).

    Only where the case is closed by this act and by no voiding: a paper of a running case invites to nothing.
    """
    asking = [sheet for sheet in sheets if _asks(sources.template(sheet.kind, plan=sheet.plan))]
    state = file.state or {}
    if not asking or state.get("closed_at") is None or state["outcome"] == "void":
        return sheets
    until = _with_paper(session, file, salt=sources.token(), by=sources.by, now=now)
    said = {"rating_until": until.isoformat(timespec="seconds")}
    return [
        replace(sheet, values={**sheet.values, **said}) if sheet in asking else sheet
        for sheet in sheets
    ]


def _asks(template: Template | None) -> bool:
    return template is not None and any(block["block"] == "rating" for block in template.blocks)


def _with_paper(session: Session, file: File, *, salt: str, by: str, now: datetime) -> datetime:
    """The link that goes along with a paper: there is one a case, and it is the same on every paper."""
    found = rating_links.of(file.case_id, PAPER).with_only_columns(Rating.expires_at)
    there: datetime | None = session.execute(found).scalar_one_or_none()
    if there is not None:
        return there
    until = ratings.expires(now, days=rating_links.days(session)["link_days"])
    row = {
        "case_id": file.case_id, "channel": PAPER, "department": file.case.lead,
        "item": file.blueprint["code"], "name": file.case.name, "contact": False, "salt": salt,
        "token": rating_links.hashed(rating_links.token_of(salt)), "made_at": now, "made_by": by, "expires_at": until,
    }  # fmt: skip
    # Past the unit of work, as the paper itself is.
    session.execute(sa.insert(Rating), [row])
    # At the time of the act, which is not the clock's where somebody else's past is brought in.
    journal.pending(session).append(
        journal.Pending(
            noun="rating", ref=rating_links.reference(file.number, PAPER), type="rating_linked", by=by, at=now,
            data={"until": until.isoformat()},
        )
    )  # fmt: skip
    return until


def invites(values: Mapping[str, Any]) -> bool:
    """Whether a paper with these values was given out with a link."""
    return bool(values.get("rating_until"))


def printed(session: Session, paper: Any, *, until: datetime | None = None) -> str | None:
    """The link on a paper, for its square; with ``until`` only where it still works at that moment."""
    if not invites(paper.content["values"]):
        return None
    found = rating_links.of(paper.case_id, PAPER)
    if until is not None:
        found = found.where(Rating.given_at.is_(None), Rating.expires_at >= until)
    rating = session.scalars(found).one_or_none()
    return rating_links.token(rating) if rating is not None and paper.void_at is None else None
