"""What a verb is, and everything that its handler may look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from app.domain.calendar import Calendar
from app.domain.case.state import Blueprint, Event, State, Task, moment, spec_of, step_name
from app.domain.due import END_OF_DAY
from app.domain.refusal import Refused, refuse

#: What a verb acts on when it is no task: a case not yet received, an open one, a closed one, any.
NEW, CASE, CLOSED, ANY = "new", "case", "closed", "any"
#: Every kind of task.
EVERY_TASK = ("intake", "work", "check", "inquiry", "papers", "hand_over")
#: A blueprint's word for who decides → the role that a person has (house §8).
ROLE_OF = {"head": "department_head", "government_head": "centre_head"}
#: Length of a day written without its hour: it then means the whole day.
DAY_ONLY = len("2026-09-18")


@dataclass(frozen=True)
class Facts:
    """What is loaded beside the fold and never enters an event: answers, and the credit mark."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    bad_credit: bool = False


class Ask(NamedTuple):
    """Everything a handler may look at."""

    blueprint: Blueprint
    state: State
    command: Mapping[str, Any]
    now: datetime
    calendar: Calendar
    facts: Facts

    @property
    def key(self) -> str:
        """The task's key."""
        return str(self.command["task"])

    @property
    def task(self) -> Task:
        """The task's fold."""
        found: Task = self.state["tasks"][self.key]
        return found

    @property
    def spec(self) -> Task:
        """The task's entry in the blueprint."""
        return spec_of(self.blueprint, self.key)

    @property
    def step(self) -> Mapping[str, Any]:
        """The particulars of the step the task stands at: step, and where given by, sets_term."""
        name = self.task["steps"][self.task["step"]]
        found = next(step for step in self.spec["steps"] if step_name(step) == name)
        return found if isinstance(found, Mapping) else {"step": found}

    @property
    def is_last_step(self) -> bool:
        """Whether the task stands at the step that ends it."""
        return bool(self.task["step"] == len(self.task["steps"]) - 1)

    @property
    def cover(self) -> Event:
        """Who acted, where somebody covered for the owner (R85)."""
        owner = self.command.get("cover_for")
        return {"acted_by": self.command["by"], "acted_for": owner} if owner else {}

    def has_role(self, *roles: str) -> bool:
        """Whether the person acts in one of these roles, by its own name or the packages' word for it."""
        held = {role_of(role) for role in self.command.get("roles", ())}
        return not held.isdisjoint(map(role_of, roles))

    def day(self, name: str, otherwise: Refused) -> datetime:
        """A moment of the payload that lies ahead; a day without hour is meant whole. Raises ``otherwise``."""
        try:
            found = moment(self.command[name])
            if len(self.command[name]) == DAY_ONLY:
                found = datetime.combine(found, END_OF_DAY)
            # A time with a zone does not compare with the centre's own: it is no day of ours.
            passed = found <= self.now
        except (TypeError, ValueError):
            raise refuse(
                otherwise.refusal.rule,
                "This is not a day: %(given)s.",
                given=str(self.command[name]),
            ) from None
        if passed:
            raise otherwise
        return found


Handler = Callable[[Ask], Iterable[Event]]


class Verb(NamedTuple):
    """One row of the table: what it acts on, its handler, whether a hold stops it, what it must carry."""

    acts_on: tuple[str, ...]
    handler: Handler
    on_hold: bool = False
    needs: tuple[str, ...] = ()


def role_of(word: str) -> str:
    """The role behind a blueprint's word."""
    return ROLE_OF.get(word, word)
