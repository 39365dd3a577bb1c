"""Events that begin something again or take it back: reopened, reclassified, corrected, undone."""

from __future__ import annotations

import copy
from typing import Any

from app.domain.case.state import Event, State, Task
from app.domain.case.tasks import end_task, new_clock, new_task, stop_clock

#: Parts of the fold that are kept by key.
KEYED = ("tasks", "clocks", "dues", "documents")


def reopened(state: State, event: Event) -> None:
    """Decided parts begin a new round; what hung on them waits again."""
    state.update(closed_at=None, outcome=None, issued=None)
    for key in event["tasks"]:
        _next_round(state["tasks"][key], "open", event["at"])
        state["clocks"][key] = new_clock(event["at"])
    for key in event["waiting"]:
        _next_round(state["tasks"][key], "waiting", None)
        state["clocks"].pop(key, None)
        state["dues"].pop(key, None)
    state["clocks"]["case"] = new_clock(event["at"])


def _next_round(task: Task, state: str, opened_at: str | None) -> None:
    """Begun anew; the holds of the rounds before stay on record."""
    task.update(state=state, outcome=None, closed_at=None, acted_by=None, step=0)
    task.update(opened_at=opened_at, round=task["round"] + 1)


def reclassified(state: State, event: Event) -> None:
    """Another plan under the clocks that run: parts both know go on, the rest is void (R71)."""
    state.update(blueprint=event["blueprint"], chosen=event["chosen"])
    # Papers of the new class that lay on the counter with the change; older logs name none.
    state["documents"].update(dict.fromkeys(event.get("documents", ()), event["at"]))
    planned = {task["task"]: task for task in event["plan"]}
    for key, task in state["tasks"].items():
        if key in planned:
            _replan(task, planned[key])
        elif key != "intake" and task["state"] != "closed":
            end_task(task, {**event, "outcome": "void"})
            stop_clock(state, key, at=event["at"])
    state["tasks"].update(
        {key: new_task(entry) for key, entry in planned.items() if key not in state["tasks"]}
    )
    # An extension was granted for the limit of the class before.
    for clock in state["clocks"].values():
        clock["extra"] = clock["extra"] if clock["stopped_at"] else 0


def _replan(task: Task, planned: dict[str, Any]) -> None:
    if task["state"] == "closed":
        return
    # Its owner cannot be somebody of another department.
    if task["department"] != planned["department"]:
        task["owner"] = None
    task.update({name: planned[name] for name in ("gates", "department", "steps")}, step=0)


def corrected(state: State, event: Event) -> None:
    """A paper that was received by mistake has not come; the values of fields stand in their tables."""
    for document in event["documents"]:
        state["documents"].pop(document, None)


def undone(state: State, event: Event) -> None:
    """What the act had changed stands again as it was; None marks what was not there (spine §3)."""
    for name, before in copy.deepcopy(event["restored"]).items():
        if name not in KEYED:
            state[name] = before
            continue
        gone = [key for key, value in before.items() if value is None]
        state[name].update(before)
        for key in gone:
            del state[name][key]
