"""A case taken out to be worked on: its fold, its blueprint, what is known beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import Principal
from app.domain.calendar import Calendar
from app.domain.case import Facts, fold
from app.models import Case
from app.services import blueprints, calendars, case_access, case_events, intake
from app.services.counter import Counter


class NoSuchCase(LookupError):
    """No case has this number, or it does not concern the one who asks: the two look the same."""


class Stale(Exception):
    """Somebody changed the row after the form was opened; carries what is there now."""

    def __init__(self, current: int) -> None:
        """``current`` is the version the row has now."""
        super().__init__(f"the row is at version {current}")
        self.current = current


@dataclass
class File:
    """One case taken out to be worked on: its fold, its blueprint, what is known beside them."""

    case_id: int
    number: str
    state: dict[str, Any] | None
    blueprint: dict[str, Any]
    calendar: Calendar
    facts: Facts
    case: Any = None
    intake: intake.Intake | None = None
    #: what it is received under, while it is being received
    standing: Counter | None = None
    #: the lines of the merged list while the case is being received, by document
    lines: dict[str, dict[str, Any]] | None = None


@dataclass(frozen=True)
class Performed:
    """What an act did: the events it wrote, the case after it, the papers it gave out."""

    number: str
    case_id: int
    events: Sequence[dict[str, Any]]
    state: dict[str, Any]
    papers: Sequence[str] = field(default_factory=list)


def take(session: Session, number: str, *, by: Principal | None = None, lock: bool = True) -> File:
    """A case with its fold, locked for writing; ``by`` limits it to cases the person may see.

    Raises NoSuchCase.
    """
    # Before the case's own row, as whoever changes the calendar does.
    calendar = calendars.held(session) if lock else None
    query = sa.select(Case).where(Case.number == number)
    if by is not None:
        query = query.where(case_access.visible(by))
    row = session.execute(query.with_for_update() if lock else query).scalar_one_or_none()
    if row is None:
        raise NoSuchCase(number)
    state = fold(case_events.events_of(session, row.id))
    blueprint = blueprints.blueprint(session, state["blueprint"])
    return File(
        row.id,
        row.number,
        state,
        blueprint,
        calendar or calendars.current(session),
        intake.facts_of(session, row.id),
        case=row,
    )
