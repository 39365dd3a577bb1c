"""帮办, 代办, 上门服务: somebody helps the applicant at an appointed time, and says what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.access import POLICIES, Principal
from app.domain.case import Refusal
from app.models import Assistance, Case
from app.services import case_access, first_contact, inbox
from app.services.cases import NoSuchCase

#: Kinds of help: beside the applicant, in their place, where they are.
KINDS = ("guided", "on_behalf", "home_visit")
#: What came of it.
OUTCOMES = ("done", "not_met", "called_off")
LONGEST = 500
KIND = Refusal("assistance", "Choose what kind of help it is.", {})
PERSON = Refusal("assistance", "Choose somebody of the window or of a part of this case.", {})
BARRED = Refusal("R80", "A person complained of does not handle the case.", {})
PLACE = Refusal("assistance", "Say where the applicant is called on.", {})
PAST = Refusal("assistance", "The appointment lies before now.", {})
OUTCOME = Refusal("assistance", "Say what came of it.", {})
ENDED = Refusal("assistance", "What came of it is on record already.", {})
EARLY = Refusal("assistance", "The appointment is still to come.", {})
LONG = Refusal("assistance", "At most 500 characters.", {})


class NoSuchAssistance(LookupError):
    """There is no such appointment, or it is of a case that is not theirs to see."""


def arrange(
    session: Session,
    number: str,
    kind: str,
    *,
    person: str,
    appointed_at: datetime,
    place: str,
    by: Principal,
    now: datetime,
) -> Assistance | Refusal:
    """Appoint somebody to help. Raises NoSuchCase."""
    query = sa.select(Case).where(Case.number == number, case_access.visible(by))
    case = session.scalars(query).one_or_none()
    if case is None:
        raise NoSuchCase(number)
    refused = _refused(kind, appointed_at, place.strip(), now)
    refused = refused or (None if person in first_contact.takers(session, case) else PERSON)
    # Whoever is complained of is no help in it (R80).
    refused = refused or (BARRED if person in case.barred else None)
    if refused:
        return refused
    row = Assistance(
        case_id=case.id, kind=kind, person=person, appointed_at=appointed_at,
        place=place.strip() or None, by=by.username, at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()  # its id names the occasion
    journal.record(
        session, "assistance", number, "assistance_arranged", by=by.username, case=number, row=row.id,
        help=kind, person=person, appointed_at=appointed_at.isoformat(),
    )  # fmt: skip
    content = {"item": case.name, "who": by.username, "at": appointed_at.isoformat(), "act": kind}
    inbox.tell(
        session, {person} - {by.username}, "help", occasion=f"help:{row.id}", number=number,
        content=content, now=now,
    )  # fmt: skip
    return row


def _refused(kind: str, appointed_at: datetime, place: str, now: datetime) -> Refusal | None:
    if kind not in KINDS:
        return KIND
    if appointed_at < now:
        return PAST
    if len(place) > LONGEST:
        return LONG
    return PLACE if kind == "home_visit" and not place else None


def end(
    session: Session,
    number: str,
    row_id: int,
    *,
    outcome: str,
    said: str,
    by: Principal,
    now: datetime,
) -> Assistance | Refusal:
    """Put on record what came of it, once. Raises NoSuchAssistance."""
    row = _found(session, number, row_id, by)
    if row.outcome:
        return ENDED
    if outcome not in OUTCOMES:
        return OUTCOME
    if len(said) > LONGEST:
        return LONG
    # Called off before its time, or found so at its time: nothing else is known before.
    if outcome != "called_off" and row.appointed_at > now:
        return EARLY
    row.outcome, row.said = outcome, said.strip() or None
    row.ended_at, row.ended_by = now, by.username
    journal.record(
        session, "assistance", number, "assistance_ended", by=by.username, case=number, row=row.id,
        outcome=outcome,
    )  # fmt: skip
    return row


def _found(session: Session, number: str, row_id: int, by: Principal) -> Assistance:
    query = (
        sa.select(Assistance)
        .join(Case, Case.id == Assistance.case_id)
        .where(Case.number == number, Assistance.id == row_id, POLICIES["assistance"].rows(by))
    )
    row = session.scalars(query.with_for_update(of=Assistance)).one_or_none()
    if row is None:
        raise NoSuchAssistance(row_id)
    return row


def of_case(session: Session, case_id: int, *, by: Principal) -> list[dict[str, Any]]:
    """The appointments of a case, the latest first."""
    rows = sa.select(Assistance).where(
        Assistance.case_id == case_id, POLICIES["assistance"].rows(by)
    )
    found = session.scalars(rows.order_by(Assistance.appointed_at.desc(), Assistance.id.desc()))
    return [POLICIES["assistance"].mask(by, row) for row in found]
