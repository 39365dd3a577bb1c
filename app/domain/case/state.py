"""Reading a case's fold: small questions that verbs, settle and pages all ask."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

State = dict[str, Any]
Task = dict[str, Any]
Event = dict[str, Any]
Blueprint = Mapping[str, Any]


def iso(moment: datetime) -> str:
    """A moment as events carry it: ISO, to the second."""
    return moment.isoformat(timespec="seconds")


def moment(text: str) -> datetime:
    """The moment behind an event's text."""
    return datetime.fromisoformat(text)


def status_of(state: State) -> dict[str, str]:
    """{task key: waiting | open | outcome}: what settle works on."""
    return {
        key: task["outcome"] if task["state"] == "closed" else task["state"]
        for key, task in state["tasks"].items()
    }


def open_holds(task: Task) -> list[dict[str, Any]]:
    """Holds that have not ended."""
    return [hold for hold in task["holds"] if hold["until"] is None]


def is_stopped(task: Task) -> bool:
    """Whether the task's clock stands: an open hold that stops or restarts it."""
    return any(hold["effect"] != "run" for hold in open_holds(task))


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


def name_of(blueprint: Blueprint, key: str) -> str:
    """What a task is called on screen: its item's name, else the case's."""
    return str(spec_of(blueprint, key).get("name") or blueprint["name"])


def document_names(blueprint: Blueprint, keys: Any) -> list[str]:
    """Names of documents, in the order of their keys."""
    return [blueprint["documents"].get(key, {}).get("name", key) for key in sorted(keys)]


def is_late(state: State, clock: str, now: datetime) -> bool:
    """Whether any limit of a clock has passed (R62)."""
    return any(due and now > moment(due["at"]) for due in state["dues"].get(clock, {}).values())


def debts_open(state: State) -> set[str]:
    """Deferred papers that have not come."""
    return set((state["debts"] or {}).get("documents", ())) - set(state["documents"])
