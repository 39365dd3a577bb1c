"""event → state. Sees neither blueprint nor calendar, so an old case replays the same for ever.

Whatever needs them was computed in ``decide`` and written into the event (spine §0.5).
"""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.case.events import EVENTS
from app.domain.case.state import Event, State, copied, gating, is_stopped


def fold(events: Iterable[Event]) -> State:
    """The case that these events made, oldest first. Raises KeyError where they are no case's log."""
    state: State = {}
    for event in events:
        apply(state, event)
    return state


def evolve(state: State | None, *events: Event) -> State:
    """The case after more events; the given state stays as it is."""
    # Whoever still holds the state before must find it as it was; copied once, however many follow.
    after: State = copied(state or {})
    for event in events:
        apply(after, event)
    return after


def apply(state: State, event: Event) -> None:
    """One event on a state in place: ``decide`` and ``fold`` copy once, not once per event."""
    # Whatever somebody does in an absent owner's part is on record there, not its decision alone (R85).
    # First, so that what is taken back takes this back too.
    if "acted_by" in event:
        state["tasks"][event["task"]]["acted_by"] = event["acted_by"]
    EVENTS[event["type"]](state, event)
    state["seq"] += 1
    state["last"] = event["at"]
    # After every event: any of them may have opened, held or closed a part.
    _stall(state, event["at"])


def _stall(state: State, at: str) -> None:
    """The case's clock stands while every open part is on a stopping hold (spine §0.4)."""
    clock = state["clocks"].get("case")
    if not clock or clock["stopped_at"]:
        return
    # Parts that wait for others neither move the case nor hold it up.
    parts = [task for task in gating(state) if task["state"] == "open"]
    standing = bool(parts) and all(is_stopped(task) for task in parts)
    running = bool(clock["holds"]) and clock["holds"][-1][1] is None
    if standing and not running:
        clock["holds"].append([at, None])
    elif running and not standing:
        clock["holds"][-1][1] = at
