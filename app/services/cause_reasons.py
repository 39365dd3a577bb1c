"""Why something changes for a repeat cause, or nothing does, as a reader may read it: names in it masked."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy.orm import Session, aliased

from app.access import Principal, may
from app.domain.bulletin import Period
from app.domain.masking import mask_text
from app.models import Agent, Applicant, Case, CauseDecision
from app.services import cause_counts

_Theirs = aliased(Applicant)


def reasons(session: Session, rows: Collection[CauseDecision], *, by: Principal) -> dict[int, str]:
    """Number of each decision → its reason; who reads applicants' names masked reads them so here too.

    Known are those who appealed in the days that were looked at, who acted for them, and the applicants
    of the cases that they appealed about. ID and mobile numbers are masked whoever's they are.
    """
    if may(by, "applicant.name"):
        return {row.id: row.why for row in rows}
    names = {name for name in _names(session, rows) if name}
    return {row.id: mask_text(row.why, names) for row in rows}


def _names(session: Session, rows: Collection[CauseDecision]) -> Iterator[str | None]:
    if not rows:
        return
    days = Period(min(row.since for row in rows), max(row.until for row in rows))
    named = (Applicant.name, Applicant.organisation, Agent.name, _Theirs.name, _Theirs.organisation)
    query = cause_counts.appealed(*named, period=days)
    query = (
        query.join(Applicant, Applicant.case_id == Case.id)
        .outerjoin(Agent, Agent.case_id == Case.id)
        .outerjoin(_Theirs, _Theirs.case_id == cause_counts.ABOUT_ID)
    )
    codes, whose = {row.code for row in rows}, {row.department for row in rows}
    query = query.where(cause_counts.CODE.in_(codes), cause_counts.DEPARTMENT.in_(whose))
    for found in session.execute(query.distinct()):
        yield from found
