"""An appeal that was answered and told needs no handing over: the same act ends it where it is the window's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.access import Principal
    from app.services.cases import File

ANSWERS = ("grant", "grant_partly", "refuse")


def then(file: File, command: dict[str, Any], *, by: Principal) -> list[dict[str, Any]]:
    """What follows an answer in the same act; nothing where others are still to answer, or hand it over."""
    state = file.state or {}
    if command["verb"] not in ANSWERS or not state.get("appeal"):
        return []
    tasks = state["tasks"]
    others = [key for key, task in tasks.items() if task["gates"] and task["state"] != "closed"]
    if others != [command["task"]] or tasks["hand_over"]["department"] not in by.departments:
        return []
    return [
        {"verb": "finish_step", "task": "hand_over"},
        {"verb": "deliver", "task": "hand_over", "way": command.get("way")},
    ]
