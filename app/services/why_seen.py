"""Why somebody could see what they read, or could not do what they wanted: from the policy that decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.access import BUILTIN, POLICIES, Principal, acting_grant
from app.access.grounds import PART, Ground
from app.domain.case import fold
from app.models import Case
from app.services import audit_trail, standing
from app.services.audit_trail import Entry
from app.services.case_events import events_of

#: Type of a reading → the grant it needs beside the reach of the case.
NEEDED = {
    "unmasked": "applicant.unmask",
    "file_read": "attachment.read",
    "printed": "paper.print",
    "paper_taken": "paper.read",
    "file_asked": "case.archive",
    "file_taken": "case.archive",
}


@dataclass(frozen=True)
class Why:
    """The answer: who it was then, which grant, on which grounds the case was theirs."""

    entry: Entry
    case: Any
    person: Principal
    taken_back: tuple[int, ...]
    grant: str
    #: Roles that gave the grant then; empty where none did.
    given_by: list[str]
    grounds: list[Ground]
    #: Parts that were of the person's departments at that moment, from the events up to then.
    parts: list[str]

    @property
    def reached(self) -> bool:
        """Whether the case was theirs at that moment, as far as the rows and the events tell."""
        return bool(self.parts) or any(ground.name != PART for ground in self.grounds)

    @property
    def moved(self) -> bool:
        """Whether the relation by parts is another today than it was then."""
        return bool(self.parts) != any(ground.name == PART for ground in self.grounds)


def explain(session: Session, number: int, *, by: Principal) -> Why | None:
    """The answer for an entry of the access chain; None where it is no reading or refusal of a case."""
    entry = audit_trail.one(session, journal.ACCESS, number, by=by)
    case = _case(session, entry, by) if entry else None
    then = standing.then(session, entry.by, entry.at) if entry and case else None
    if entry is None or case is None or then is None:
        return None
    person, grant = then.principal, _grant(entry)
    grounds = POLICIES["case"].why(person, case)
    departments = person.departments if _by_parts(person) else frozenset()
    parts = _parts_then(session, case.id, at=entry.at, departments=departments)
    given = _given_by(person, grant)
    return Why(entry, case, person, then.taken_back, grant, given, grounds, parts)


def _by_parts(person: Principal) -> bool:
    """Whether the person reaches cases by the parts of their departments, and nothing wider."""
    wide = "scope.centre" in person.grants or "case.read" not in person.grants
    return not wide and not {"scope.department", "scope.below"}.isdisjoint(person.grants)


def _case(session: Session, entry: Entry, by: Principal) -> Any:
    if entry.noun != "case" or entry.type not in (*NEEDED, "refused"):
        return None
    reached = POLICIES["case"].rows(by)
    return session.scalars(sa.select(Case).where(Case.number == entry.ref, reached)).one_or_none()


def _grant(entry: Entry) -> str:
    if entry.type in NEEDED:
        return NEEDED[entry.type]
    return acting_grant(entry.data.get("verb", ""), on_task=bool(entry.data.get("task")))


def _given_by(person: Principal, grant: str) -> list[str]:
    """The roles that give a grant; a grant of no builtin role came from the composed ones."""
    if grant not in person.grants:
        return []
    builtin = sorted(role for role in person.roles if grant in BUILTIN.get(role, ()))
    return builtin or sorted(person.roles - set(BUILTIN))


def _parts_then(
    session: Session, case_id: int, *, at: datetime, departments: frozenset[str]
) -> list[str]:
    """Keys of the parts that these departments had at a moment: the fold of the events up to it."""
    until = at.isoformat(timespec="seconds")
    events = [event for event in events_of(session, case_id) if event["at"] <= until]
    state = fold(events) if events else {"tasks": {}}
    return [key for key, task in state["tasks"].items() if task["department"] in departments]
