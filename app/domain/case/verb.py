"""The table of verbs: name → what it acts on, whether a hold stops it, what it must carry, its handler."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from app.domain.calendar import Calendar
from app.domain.case.state import Blueprint, Event, State, Task, spec_of

#: What a verb acts on when it is no task: a case not yet received, an open one, a closed one, any.
NEW, CASE, CLOSED, ANY = "new", "case", "closed", "any"
#: Every kind of task.
EVERY_TASK = ("intake", "work", "check", "inquiry", "papers", "hand_over")


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

    def has_role(self, *roles: str) -> bool:
        """Whether the person acts in one of these roles, by its own name or the packages' word for it."""
        held = {role_of(role) for role in self.command.get("roles", ())}
        return not held.isdisjoint(map(role_of, roles))


Handler = Callable[[Ask], list[Event]]


@dataclass(frozen=True)
class Verb:
    """One row of the table."""

    name: str
    acts_on: tuple[str, ...]
    on_hold: bool
    needs: tuple[str, ...]
    handler: Handler


VERBS: dict[str, Verb] = {}


def verb(
    name: str, *, acts_on: Iterable[str], on_hold: bool = False, needs: Iterable[str] = ()
) -> Callable[[Handler], Handler]:
    """Enter a handler into the table; a name stands there once."""

    def enter(handler: Handler) -> Handler:
        if name in VERBS:
            raise ValueError(f"verb {name} is there already")
        VERBS[name] = Verb(name, tuple(acts_on), on_hold, tuple(needs), handler)
        return handler

    return enter


#: A blueprint's word for who decides → the role that a person has.
ROLE_OF = {"head": "department_head", "government_head": "centre_head"}


def role_of(word: str) -> str:
    """The role behind a blueprint's word."""
    return ROLE_OF.get(word, word)
