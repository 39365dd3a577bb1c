"""How tasks and clocks of the fold begin and end."""

from __future__ import annotations

from typing import Any

from app.domain.case.state import Event, State, Task, open_holds


def new_task(planned: dict[str, Any]) -> Task:
    """A task of the plan that has not begun."""
    fixed = {name: planned[name] for name in ("kind", "gates", "department", "steps")}
    empty = dict.fromkeys(("outcome", "owner", "acted_by", "opened_at", "closed_at"))
    return {**fixed, **empty, "state": "waiting", "step": 0, "round": 1, "holds": []}


def new_clock(start: str) -> dict[str, Any]:
    """A clock that runs since ``start``."""
    return {"start": start, "holds": [], "extra": 0, "stopped_at": None}


def new_survey(people: list[str]) -> dict[str, Any]:
    """A part's share of a visit: who comes, and no record yet."""
    return {"people": people, **dict.fromkeys(("outcome", "recorded_at", "recorded_by"))}


def end_task(task: Task, event: Event) -> None:
    """Closed with its outcome; nothing of it runs on and nobody owns it."""
    task.update(
        state="closed",
        outcome=event["outcome"],
        closed_at=event["at"],
        owner=None,
    )
    # Nothing is waited for any more; on record the wait ends here.
    for hold in open_holds(task):
        hold["until"] = event["at"]


def stop_clock(state: State, key: str, *, at: str) -> None:
    """The clock stops, and with it any hold of it; one that stopped already stays as it is."""
    clock = state["clocks"].get(key)
    # Stopped once: what happens afterwards must not lengthen what was counted.
    if clock and not clock["stopped_at"]:
        clock["stopped_at"] = at
        clock["holds"] = [[since, until or at] for since, until in clock["holds"]]


def lapse(state: State, *, at: str, task: str | None = None) -> None:
    """Requests about a part (or the case) that has ended: they need no answer any more."""
    for asked in state["asks"].values():
        if asked["answer"] is None and (task is None or asked["task"] == task):
            asked.update(answer="lapsed", answered_at=at)
