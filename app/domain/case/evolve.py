"""event → state. Sees neither blueprint nor calendar, so an old case replays the same for ever.

Whatever needs them was computed in ``decide`` and written into the event (spine §0.5).
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from typing import Any

from app.domain.case.state import Event, State, Task, gating, is_stopped, open_holds


def fold(events: Iterable[Event]) -> State:
    """The case that these events made, oldest first. Raises KeyError where they are not a case's log."""
    state: State = {}
    for event in events:
        apply(state, event)
    return state


def evolve(state: State | None, event: Event) -> State:
    """The case after one more event; the given state stays as it is."""
    after = copy.deepcopy(state) if state else {}
    apply(after, event)
    return after


def apply(state: State, event: Event) -> None:
    """One event on a state in place (a command copies once, not once per event)."""
    EVENTS[event["type"]](state, event)
    state["seq"] += 1
    state["last"] = event["at"]
    _stall(state, event["at"])


def _new_task(planned: dict[str, Any]) -> Task:
    fixed = {name: planned[name] for name in ("kind", "gates", "department", "steps")}
    empty = dict.fromkeys(("outcome", "owner", "acted_by", "opened_at", "closed_at"))
    return {**fixed, **empty, "state": "waiting", "step": 0, "round": 1, "holds": []}


def _new_clock(start: str) -> dict[str, Any]:
    return {"start": start, "holds": [], "extra": 0, "stopped_at": None}


def _received(state: State, event: Event) -> None:
    state.update(
        {name: event[name] for name in ("blueprint", "kind", "chosen", "barred", "links")},
        documents=dict.fromkeys(event["documents"], event["at"]),
        received_at=event["at"],
        told=event["told"],
        missing_first=event["missing_first"],
        deemed=False,
        revoked=[],
        tasks={planned["task"]: _new_task(planned) for planned in event["plan"]},
        clocks={},
        dues={},
        cards=[],
        seq=0,
    )
    state.update(
        dict.fromkeys(
            ("complete_at", "accepted_at", "debts", "term", "issued", "closed_at", "outcome")
        )
    )


def _task_opened(state: State, event: Event) -> None:
    state["tasks"][event["task"]].update(state="open", opened_at=event["at"])
    state["clocks"][event["task"]] = _new_clock(event["start"])


def _task_closed(state: State, event: Event) -> None:
    key = event["task"]
    task = state["tasks"][key]
    task.update(
        state="closed",
        outcome=event["outcome"],
        closed_at=event["at"],
        acted_by=_acting(task, event),
        owner=None,
    )
    for hold in open_holds(task):
        hold["until"] = event["at"]
    _stop_clock(state, key, event["at"])
    if key == "intake" and event["outcome"] in ("accepted", "deferred"):
        state.update(accepted_at=event["effective"], deemed=bool(event.get("deemed")))
        state["clocks"]["case"] = _new_clock(event["effective"])
    if state["accepted_at"] and all(part["state"] == "closed" for part in gating(state)):
        _stop_clock(state, "case", event["at"])


def _acting(task: Task, event: Event) -> str | None:
    """Who covered for the owner, where somebody did."""
    acted: str | None = event.get("acted_by", task["acted_by"])
    return acted


def _stop_clock(state: State, key: str, at: str) -> None:
    clock = state["clocks"].get(key)
    if clock and not clock["stopped_at"]:
        clock["stopped_at"] = at
        clock["holds"] = [[since, until or at] for since, until in clock["holds"]]


def _hold_opened(state: State, event: Event) -> None:
    named = ("kind", "effect", "expected", "documents", "notice")
    hold = {
        "id": event["hold"],
        "since": event["at"],
        "until": None,
        "got": [],
        **{name: event.get(name) for name in named},
    }
    state["tasks"][event["task"]]["holds"].append(hold)
    if event["effect"] != "run":
        state["clocks"][event["task"]]["holds"].append([event["at"], None])


def _hold_closed(state: State, event: Event) -> None:
    key = event["task"]
    hold = next(hold for hold in state["tasks"][key]["holds"] if hold["id"] == event["hold"])
    hold["until"] = event["at"]
    clock = state["clocks"][key]
    if hold["effect"] != "run":
        running = next(pause for pause in clock["holds"] if pause == [hold["since"], None])
        running[1] = event["at"]
    if hold["effect"] == "restart":
        clock.update(start=event["at"], holds=[])
        state["complete_at"] = event["at"]


def _documents_received(state: State, event: Event) -> None:
    for document in event["documents"]:
        state["documents"].setdefault(document, event["at"])
    for task in state["tasks"].values():
        for hold in open_holds(task):
            hold["got"] = sorted(
                set(hold["got"]) | set(event["documents"]) & set(hold["documents"] or ())
            )


def _told(state: State, event: Event) -> None:
    state["told"] += 1
    if state["missing_first"] is None and event["fault"] == "incomplete":
        state["missing_first"] = event["documents"]


def _owner_set(state: State, event: Event) -> None:
    state["tasks"][event["task"]]["owner"] = event["owner"]


def _transferred(state: State, event: Event) -> None:
    state["tasks"][event["task"]].update(department=event["department"], owner=None)


def _step_done(state: State, event: Event) -> None:
    task = state["tasks"][event["task"]]
    task.update(step=event["to"], acted_by=_acting(task, event))
    if "issued" in event:
        state["issued"] = event["issued"]


def _extended(state: State, event: Event) -> None:
    state["clocks"][event["clock"]]["extra"] = event["days"]


def _term_set(state: State, event: Event) -> None:
    state["term"] = event["days"]


def _debts_opened(state: State, event: Event) -> None:
    state["debts"] = {"documents": event["documents"], "deadline": event["deadline"]}


def _revoked(state: State, event: Event) -> None:
    state["revoked"].append(event["task"])
    state["tasks"][event["task"]]["outcome"] = "revoked"


def _card(state: State, event: Event) -> None:
    state["cards"].append(
        {
            "clock": event["clock"],
            "limit": event["limit"],
            "colour": event["colour"],
            "at": event["at"],
        }
    )


def _due_set(state: State, event: Event) -> None:
    state["dues"][event["clock"]] = event["due"]


def _case_closed(state: State, event: Event) -> None:
    state.update(closed_at=event["at"], outcome=event["outcome"])


def _reopened(state: State, event: Event) -> None:
    state.update(closed_at=None, outcome=None, issued=None)
    for key in event["tasks"]:
        _next_round(state["tasks"][key], "open", event["at"])
        state["clocks"][key] = _new_clock(event["at"])
    for key in event["waiting"]:
        _next_round(state["tasks"][key], "waiting", None)
        state["clocks"].pop(key, None)
        state["dues"].pop(key, None)
    state["clocks"]["case"] = _new_clock(event["at"])


def _next_round(task: Task, state: str, opened_at: str | None) -> None:
    task.update(
        state=state, outcome=None, closed_at=None, step=0, holds=[], round=task["round"] + 1
    )
    task["opened_at"] = opened_at


def _reclassified(state: State, event: Event) -> None:
    state.update(blueprint=event["blueprint"], chosen=event["chosen"])
    intake = state["tasks"]["intake"]
    state["tasks"] = {
        "intake": intake,
        **{planned["task"]: _new_task(planned) for planned in event["plan"]},
    }
    state["clocks"] = {"intake": state["clocks"]["intake"], "case": _new_clock(event["start"])}
    state["dues"] = {"intake": state["dues"].get("intake", {})}


def _undone(state: State, event: Event) -> None:
    """A step or a paper taken back at once, as if it had not been."""
    if event["what"] == "step":
        state["tasks"][event["task"]]["step"] = event["to"]
        if event["forget_issue"]:
            state["issued"] = None
        return
    for document in event["documents"]:
        state["documents"].pop(document, None)
    for key, holds in event["holds"].items():
        state["tasks"][key]["holds"] = holds
    for key, clock in event["clocks"].items():
        state["clocks"][key] = clock
    state["complete_at"] = event["complete_at"]


def _nothing(_state: State, _event: Event) -> None:
    """Facts that change no fold: they stand in the trail."""


EVENTS: dict[str, Callable[[State, Event], None]] = {
    "received": _received,
    "task_opened": _task_opened,
    "task_closed": _task_closed,
    "hold_opened": _hold_opened,
    "hold_closed": _hold_closed,
    "documents_received": _documents_received,
    "told": _told,
    "owner_set": _owner_set,
    "transferred": _transferred,
    "step_done": _step_done,
    "extended": _extended,
    "term_set": _term_set,
    "debts_opened": _debts_opened,
    "revoked": _revoked,
    "card": _card,
    "due_set": _due_set,
    "case_closed": _case_closed,
    "reopened": _reopened,
    "reclassified": _reclassified,
    "undone": _undone,
    "corrected": _nothing,
    "recalculated": _nothing,
}


def _stall(state: State, at: str) -> None:
    """The case's clock stands while every open part is on a stopping hold (spine §0.4)."""
    clock = state["clocks"].get("case")
    if not clock or clock["stopped_at"]:
        return
    parts = [task for task in gating(state) if task["state"] == "open"]
    standing = bool(parts) and all(is_stopped(task) for task in parts)
    running = bool(clock["holds"]) and clock["holds"][-1][1] is None
    if standing and not running:
        clock["holds"].append([at, None])
    elif running and not standing:
        clock["holds"][-1][1] = at
