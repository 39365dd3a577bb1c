"""What a person may do now, and what not and why: asked of the same decide that will be asked then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from app.domain.calendar import Calendar
from app.domain.case.decide import decide
from app.domain.case.state import Blueprint, State
from app.domain.case.verb import CASE, VERBS, Facts, Verb
from app.domain.refusal import Refusal

#: Refusals that only say that the form is not filled in yet: the act itself may be done.
UNFILLED = frozenset({"payload"})
#: Verbs that no page offers by themselves: they come with other acts, or from time.
SILENT = frozenset({"receive", "tick", "recalculate", "reclassify", "undo", "correct"})


class Offer(NamedTuple):
    """One act on one task (None: on the case): may it be done, else the refusal."""

    verb: str
    task: str | None
    may: bool
    refusal: Refusal | None


def offers(
    blueprint: Blueprint,
    state: State,
    *,
    now: datetime,
    calendar: Calendar,
    facts: Facts,
    by: str,
    roles: Iterable[str],
    departments: Iterable[str],
) -> list[Offer]:
    """Every verb × task that makes sense here for somebody of these departments, in the table's order.

    A verb that only lacks its payload may be done; guards behind the payload answer on submission.
    """
    asked = {"by": by, "roles": list(roles)}
    own = set(departments)
    found = []
    for verb in VERBS.values():
        for task in _objects(verb, state, own):
            answer = decide(
                blueprint,
                state,
                {**asked, "verb": verb.name, "task": task},
                now=now,
                calendar=calendar,
                facts=facts,
            )
            refused = (
                answer if isinstance(answer, Refusal) and answer.rule not in UNFILLED else None
            )
            found.append(Offer(verb.name, task, refused is None, refused))
    return found


def _objects(verb: Verb, state: State, departments: set[str]) -> list[str | None]:
    """The tasks (or the case) on which the verb could make sense for these departments."""
    if verb.name in SILENT:
        return []
    tasks: Mapping[str, Any] = state["tasks"]
    found: list[str | None] = [
        key
        for key, task in tasks.items()
        if task["kind"] in verb.acts_on
        and task["department"] in departments
        and task["state"] != "closed"
    ]
    if CASE in verb.acts_on and not state["closed_at"]:
        found.append(None)
    return found
