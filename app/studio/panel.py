"""The right half of the Studio: what keeps it from being published, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app import clock, transaction
from app.domain.due import Due
from app.domain.findings import Finding
from app.domain.lanes import Drawing, drawing, parts_of
from app.domain.sla import due as due_of
from app.domain.sla import pick
from app.refusals import words
from app.services import calendars, derivation, reference, studio
from app.services.derivation import Derived
from app.studio import places, trying
from app.studio.trying import Tried
from app.studio.when_words import Why, why


@dataclass(frozen=True)
class Seen:
    """Everything the panel shows; ``derived`` is None while something typed cannot stand."""

    wrong: int
    derived: Derived | None = None
    tried: Tried | None = None
    drawn: Drawing | None = None
    names: dict[str, str] = field(default_factory=dict)
    begun: datetime = datetime.min
    dues: list[tuple[str, Due | None]] = field(default_factory=list)
    why: Why | None = None

    def place(self, one: Finding) -> places.Place:
        """Where a finding leads."""
        blueprint = self.derived.blueprint if self.derived else {"tasks": [], "rows": []}
        return places.place(one, blueprint)


def of(view: Any, key: str, opened: studio.Opened, asked: MultiDict[str, str]) -> Seen:
    """Derive what is worked on, for the answers and the day that are tried."""
    if opened.problems:
        return Seen(len(opened.problems))
    session, now = transaction.session(), clock.now()
    derived = derivation.derive(session, view.top, key, content=opened.content, now=now)
    blueprint, calendar = derived.blueprint, calendars.current(session)
    begun = _begun(asked.get("day", ""), now)
    found = trying.tried(blueprint, asked, now=begun, calendar=calendar)
    chosen, names = found.outlined.chosen, reference.reference(session).departments
    return Seen(
        0,
        derived,
        found,
        drawing(parts_of(blueprint, chosen), names),
        names,
        begun,
        _dues(found.outlined, found.answers, begun, calendar),
        why(blueprint, chosen, found.answers, today=begun.date()),
    )


def _begun(day: str, now: datetime) -> datetime:
    """The day an administrator picks, at the hour it is now; today where it is none."""
    try:
        return datetime.combine(datetime.strptime(day, "%Y-%m-%d").date(), now.time())
    except ValueError:
        return now


def _dues(
    outlined: Any,
    answers: dict[str, Any],
    begun: datetime,
    calendar: Any,
) -> list[tuple[str, Due | None]]:
    """When the case and each part would be due, were every part begun as soon as it may be and
    nothing held; a part that waits begins when the last it waits for is due.
    """
    found: list[tuple[str, Due | None]] = [(_("The whole case"), outlined.due)]
    starts: dict[str, datetime] = {}
    for part in outlined.parts:
        needs = part["opens"] if isinstance(part["opens"], list) else []
        start = max([begun, *(starts[need["task"]] for need in needs if need["task"] in starts)])
        limit = pick(part["limits"].get("promise"), answers, today=begun.date())
        due = due_of(calendar, start, limit=limit) if limit else None
        starts[part["key"]] = due.at if due else start
        found.append((part["name"], due))
    return found


def sentence(one: Finding) -> str:
    """A finding as it is said."""
    return words(one.say, one.values)
