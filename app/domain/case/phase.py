"""The phase of a case, read from its tasks: the case has no state machine of its own."""

from __future__ import annotations

from app.domain.case.graph import LIVE
from app.domain.case.state import State, gating, is_stopped, open_holds

PHASES = ("received", "supplementing", "in_progress", "suspended", "issuing", "closed")


def phase(state: State) -> str:
    """One of PHASES."""
    if state["closed_at"]:
        return "closed"
    intake = state["tasks"]["intake"]
    if intake["state"] in LIVE:
        return "supplementing" if open_holds(intake) else "received"
    if state["tasks"]["hand_over"]["state"] == "open":
        return "issuing"
    # One part at work is enough for the case to move (spine §0.4).
    parts = [task for task in gating(state) if task["state"] == "open"]
    return "suspended" if parts and all(is_stopped(task) for task in parts) else "in_progress"
