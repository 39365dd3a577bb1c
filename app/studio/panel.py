"""The right half of the Studio: what keeps it from being published, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app import clock, transaction
from app.domain.due import Due
from app.domain.fields import FIELD_KINDS
from app.domain.findings import Finding
from app.domain.lanes import Drawing, drawing, parts_of
from app.domain.sla import due as due_of
from app.domain.sla import pick
from app.refusals import words
from app.services import calendars, derivation, outline, reference, studio
from app.services.derivation import Derived
from app.studio import places
from app.studio.when_words import Why, why

#: Beginning of a parameter that tries an answer.
TRIED = "a."


@dataclass(frozen=True)
class Seen:
    """Everything the panel shows; ``derived`` is None while something typed cannot stand."""

    wrong: int
    derived: Derived | None = None
    outlined: Any = None
    questions: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    form: list[dict[str, Any]] = field(default_factory=list)
    drawn: Drawing | None = None
    names: dict[str, str] = field(default_factory=dict)
    day: str = ""
    dues: list[tuple[str, Due | None]] = field(default_factory=list)
    why: Why | None = None

    def place(self, one: Finding) -> places.Place:
        """Where a finding leads."""
        blueprint = self.derived.blueprint if self.derived else {"tasks": [], "rows": []}
        return places.place(one, blueprint)


def of(view: Any, key: str, opened: studio.Opened, asked: Mapping[str, str]) -> Seen:
    """Derive what is worked on, for the answers and the day that are tried."""
    if opened.problems:
        return Seen(len(opened.problems))
    session, now = transaction.session(), clock.now()
    derived = derivation.derive(session, view.top, key, content=opened.content, now=now)
    blueprint = derived.blueprint
    begun = _begun(asked.get("day", ""), now)
    questions = outline.questions(blueprint)
    answers = _answers(questions, asked)
    # What is on demand is tried as wanted: the preview shows the most a case can be.
    picked = [task["key"] for task in blueprint["tasks"] if task.get("pick") == "optional"]
    calendar = calendars.current(session)
    outlined = outline.outline(blueprint, answers, picked=picked, now=begun, calendar=calendar)
    names = reference.reference(session).departments
    return Seen(
        0,
        derived,
        outlined,
        questions,
        answers,
        outline.form_fields(blueprint, outlined.chosen, answers=answers, now=begun),
        drawing(parts_of(blueprint, outlined.chosen), names),
        names,
        begun.date().isoformat(),
        _dues(outlined, answers, begun, calendar),
        why(blueprint, outlined.chosen, answers, today=begun.date()),
    )


def _begun(day: str, now: datetime) -> datetime:
    """The day an administrator picks, at the hour it is now; today where it is none."""
    try:
        return datetime.combine(datetime.strptime(day, "%Y-%m-%d").date(), now.time())
    except ValueError:
        return now


def _answers(questions: list[dict[str, Any]], asked: Mapping[str, str]) -> dict[str, Any]:
    """What is tried; a question that is not tried has its first answer."""
    found = {}
    for spec in questions:
        options = {str(one["value"]): one["value"] for one in spec.get("options") or []}
        if spec["kind"] == "yes_no":
            options = {"yes": True, "no": False}
        said = asked.get(TRIED + spec["key"])
        if options:
            found[spec["key"]] = options.get(said or "", next(iter(options.values())))
        elif said:
            found[spec["key"]] = int(said) if said.isdecimal() else said
    return found


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


def shown_answer(spec: dict[str, Any], value: Any) -> str:
    """A tried answer in words."""
    return FIELD_KINDS[spec["kind"]].display(value, spec, translate=_)
