"""首问负责: whoever an applicant came to first answers for them until they hand that over."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.access import Principal, may
from app.domain.case import Refusal
from app.models import Case, Task
from app.services import case_access, colleagues, covers, inbox
from app.services.cases import NoSuchCase

NOT_YOURS = Refusal(
    "first_contact",
    "Whoever answers for the applicant hands that over, or a head of the window.",
    {},
)
UNKNOWN = Refusal("first_contact", "Choose somebody of the window or of a part of this case.", {})
THEIRS = Refusal("first_contact", "They answer for the applicant already.", {})
BARRED = Refusal("R80", "A person complained of does not handle the case.", {})
CLOSED = Refusal("first_contact", "The case is closed.", {})


def hand_over(
    session: Session, number: str, *, to: str, by: Principal, now: datetime
) -> Case | Refusal:
    """Another answers for the applicant from now on. Raises NoSuchCase."""
    query = sa.select(Case).where(Case.number == number, case_access.visible(by))
    case = session.scalars(query.with_for_update()).one_or_none()
    if case is None:
        raise NoSuchCase(number)
    refused = _refused(session, case, to, by=by, now=now)
    if refused:
        return refused
    before, case.first_contact = case.first_contact, to
    journal.record(
        session, "case", number, "first_contact_changed", by=by.username, before=before, after=to
    )
    inbox.tell(
        session, {to} - {by.username}, "first_contact", occasion=f"first:{number}:{now.isoformat()}",
        number=number, content={"item": case.name, "who": by.username}, now=now,
    )  # fmt: skip
    return case


def _refused(
    session: Session, case: Case, to: str, *, by: Principal, now: datetime
) -> Refusal | None:
    if case.closed_at is not None:
        return CLOSED
    if not hands_over(session, case, by=by, now=now):
        return NOT_YOURS
    if to == case.first_contact:
        return THEIRS
    if to in case.barred:
        return BARRED
    return None if to in takers(session, case) else UNKNOWN


def hands_over(session: Session, case: Case, *, by: Principal, now: datetime) -> bool:
    """Whether this person may hand it over: who answers, who stands in for them, a head of the window."""
    if case.closed_at is not None:
        return False
    if by.username == case.first_contact:
        return True
    if may(by, "task.assign") and case.window in by.departments:
        return True
    people = {case.first_contact} if case.first_contact else set()
    return by.username in covers.standing_in(session, people, today=now.date())


def takers(session: Session, case: Case) -> dict[str, str]:
    """Who may answer for the applicant: people of the window and of the departments with a part."""
    parts = sa.select(Task.department).where(Task.case_id == case.id).distinct()
    return colleagues.of_all(session, {case.window, *session.scalars(parts)})
