"""In which order parts can begin, and which way through them is the longest."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

Task = dict[str, Any]


def waves(tasks: Collection[Task]) -> dict[str, int]:
    """Part → the column in which it can begin: one after the last of those it waits for.

    Tasks may stand in any order; a circle of needs (the check refuses it) ends at the number of parts.
    """
    parts = {task["key"]: task for task in tasks}
    found = dict.fromkeys(parts, 0)
    awaited = {key: needs_in(task, parts) for key, task in parts.items()}
    # As often as there are parts at most: then the longest chain has settled, whatever the order.
    for _round in parts:
        before = dict(found)
        for key, needs in awaited.items():
            found[key] = min(max((found[need] + 1 for need in needs), default=0), len(parts))
        if found == before:
            break
    return found


def needs_in(task: Task, parts: Collection[str]) -> list[str]:
    """What a part waits for among these."""
    opens = task.get("opens") or []
    return [] if isinstance(opens, str) else [one["task"] for one in opens if one["task"] in parts]


def longest_path(tasks: Collection[Task]) -> tuple[str, ...]:
    """Keys of the parts on the path whose promised days add up to most, in order; the first such path."""
    parts = {task["key"]: task for task in tasks}
    # Waves are in order, so what a part waits for has been weighed before it.
    best: dict[str, tuple[int, tuple[str, ...]]] = {}
    order = sorted(parts, key=waves(tasks).__getitem__)
    for key in order:
        before = [best[need] for need in needs_in(parts[key], best)]
        days, path = max(before, key=lambda one: one[0], default=(0, ()))
        best[key] = (days + _weight(parts[key]), (*path, key))
    return max(best.values(), key=lambda one: one[0], default=(0, ()))[1]


#: Unit → minutes of work, to compare limits of different units.
MINUTES = {
    "immediate": 0,
    "working_minute": 1,
    "working_hour": 60,
    "working_day": 420,
    "natural_day": 300,
}


def _weight(task: Task) -> int:
    limit = (task.get("limits") or {}).get("promise") or {}
    return int(limit.get("value", 0)) * MINUTES.get(limit.get("unit", ""), 0)
