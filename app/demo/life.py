"""One case of a demo centre: its fold, what is planned for it, and the acts that move it on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from app.access import Principal
from app.demo.taking_in import Service, Taken
from app.domain import conditions
from app.domain.calendar import Calendar
from app.domain.case import Facts, Refusal, decide
from app.domain.case.evolve import apply

Event = dict[str, Any]
Command = dict[str, Any]


@dataclass
class Life:
    """One case from its receipt on. ``pace`` is which share of a limit its parts take."""

    service: Service
    taken: Taken
    rng: Random
    pace: float
    span: int | None = None
    stays_open: bool = False
    case_id: int = 0
    number: str = ""
    state: dict[str, Any] | None = None
    refusals: list[Refusal] = field(default_factory=list)
    entered: dict[str, tuple[datetime, str]] = field(default_factory=dict)
    #: part → working seconds between one of its acts and the next
    strides: dict[str, int] = field(default_factory=dict)
    #: whom the applicant came to first
    first: str = ""
    #: whoever did something in it
    acted: set[str] = field(default_factory=set)
    #: the rating that it answers
    answers: dict[str, Any] | None = None

    @property
    def plan(self) -> dict[str, Any]:
        """The blueprint it was received under."""
        return self.service.blueprint

    @property
    def facts(self) -> Facts:
        """What rules ask beside the fold."""
        return Facts(answers=self.taken.intake.answers)

    def points(self, document: str) -> list[bool]:
        """Every review point of a paper, ticked."""
        return [True] * len(self.plan["documents"].get(document, {}).get("points") or ())

    def task(self, key: str) -> dict[str, Any]:
        """The fold of a part."""
        found: dict[str, Any] = (self.state or {})["tasks"][key]
        return found

    def act(
        self, commands: Sequence[Command], *, by: Principal, at: datetime, calendar: Calendar
    ) -> list[Event] | None:
        """Decide the commands as one act; None where it is refused, and nothing has changed then."""
        events: list[Event] = []
        for command in commands:
            signed = {**command, "by": by.username, "roles": by.capacities}
            decided = decide(
                self.plan, self.state, signed, now=at, calendar=calendar, facts=self.facts
            )
            if isinstance(decided, Refusal):
                self.refusals.append(decided)
                break
            # Ours alone, so it is moved in place: every event of it stands.
            self.state = {} if self.state is None else self.state
            for event in decided:
                apply(self.state, event)
            events += decided
        self._note(events, at, by.username)
        return events or None

    def can_begin(self, at: datetime, calendar: Calendar) -> bool:
        """Whether it could be received and accepted at all with these answers."""
        given = {"by": "", "roles": ["window_clerk"]}
        received = decide(
            self.plan, None, {**self.taken.intake.command(), **given},
            now=at, calendar=calendar, facts=self.facts,
        )  # fmt: skip
        if isinstance(received, Refusal):
            return False
        answers, today = self.taken.intake.answers, at.date()
        conditions_of = (one.get("check") for one in self.plan["accept_conditions"])
        return all(
            conditions.holds(check, answers, today=today) for check in conditions_of if check
        )

    def _note(self, events: list[Event], at: datetime, by: str) -> None:
        """Since when a part stands where it stands, and who brought it there."""
        self.acted.add(by)
        for event in events:
            if event["type"] in COMES:
                self.entered[event["task"]] = (at, by)


#: Events by which a part comes to somebody, or goes on.
COMES = ("task_opened", "owner_set", "transferred", "hold_closed")
