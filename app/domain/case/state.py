"""Reading a case's fold: small questions that verbs, settle and pages all ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

State = dict[str, Any]
Task = dict[str, Any]
Event = dict[str, Any]
Blueprint = Mapping[str, Any]
NESTED = (dict, list)


def iso(moment: datetime) -> str:
    """A moment as events carry it: ISO, to the second."""
    return moment.isoformat(timespec="seconds")


def copied(value: Any) -> Any:
    """A fold of its own: it is plain JSON, so nothing is looked up and nothing is met twice."""
    if isinstance(value, dict):
        # Most of it are texts and numbers: what has nothing in it is not gone into.
        return {
            name: copied(inner) if isinstance(inner, NESTED) else inner
            for name, inner in value.items()
        }
    return [copied(inner) for inner in value] if isinstance(value, list) else value


def moment(text: str) -> datetime:
    """The moment behind an event's text."""
    return datetime.fromisoformat(text)


def status_of(state: State) -> dict[str, str]:
    """{task key: waiting | open | outcome}: what settle works on."""
    tasks = state["tasks"].items()
    return {
        key: task["outcome"] if task["state"] == "closed" else task["state"] for key, task in tasks
    }


def open_holds(task: Task) -> list[dict[str, Any]]:
    """Holds that have not ended."""
    return [hold for hold in task["holds"] if hold["until"] is None]


def is_stopped(task: Task) -> bool:
    """Whether the task's clock stands: an open hold that stops or restarts it."""
    # An order to correct is a hold too, but one that lets the clock run.
    return any(hold["until"] is None and hold["effect"] != "run" for hold in task["holds"])


def gating(state: State) -> list[Task]:
    """The tasks whose end the hand-over waits for."""
    return [task for task in state["tasks"].values() if task["gates"]]


def spec_of(blueprint: Blueprint, key: str) -> Task:
    """The blueprint's entry of a task."""
    found: Task = next(task for task in blueprint["tasks"] if task["key"] == key)
    return found


def plan_of(blueprint: Blueprint, state: State) -> list[Task]:
    """The blueprint's tasks that this case has, in order."""
    return [task for task in blueprint["tasks"] if task["key"] in state["tasks"]]


def step_name(step: Any) -> str:
    """The name of a step, written short or with its particulars."""
    return str(step["step"] if isinstance(step, Mapping) else step)


def name_of(blueprint: Blueprint, key: str) -> str:
    """What a task is called on screen: its item's name, else the case's.

    A task that a change of class has dropped is in no blueprint of the case any more.
    """
    names = (task.get("name") for task in blueprint["tasks"] if task["key"] == key)
    return str(next(names, None) or blueprint["name"])


def document_names(blueprint: Blueprint, keys: Iterable[str]) -> list[str]:
    """Names of documents, in the order of their keys."""
    return [blueprint["documents"].get(key, {}).get("name", key) for key in sorted(keys)]


def is_late(state: State, clock: str, *, now: datetime) -> bool:
    """Whether a limit of a clock has passed (R62), also where a hold hides its due by now."""
    start = state["clocks"].get(clock, {}).get("start", "")
    # A card of an earlier round says nothing about the clock of this one.
    marked = any(card["clock"] == clock and card["at"] >= start for card in state["cards"])
    dues = state["dues"].get(clock, {}).values()
    return marked or any(due and now > moment(due["at"]) for due in dues)


def debts_open(state: State) -> set[str]:
    """Deferred papers that have not come."""
    return set((state["debts"] or {}).get("documents", ())) - set(state["documents"])


def visit_of(state: State, key: str) -> str | None:
    """The visit that is arranged for a part and has no record of it yet."""
    found = (
        number
        for number, visit in state["surveys"].items()
        if key in visit["parts"] and visit["parts"][key]["outcome"] is None
    )
    return next(found, None)
