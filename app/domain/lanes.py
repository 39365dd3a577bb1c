"""Where the parts of a blueprint stand in a picture: columns by the order in which they can begin,
lanes by department. Only places; what they look like is the page's business.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

Task = dict[str, Any]

#: Size of a node, room between columns and between lanes, room for the lanes' names.
WIDTH, HEIGHT, GAP, ROW, NAMES = 148, 40, 44, 56, 104
#: What a picture shows: what departments decide.
SHOWN = "work"


@dataclass(frozen=True)
class Box:
    """One part: its key, its name, its upper left corner."""

    key: str
    name: str
    x: int
    y: int


@dataclass(frozen=True)
class Drawing:
    """Boxes, the lanes' names with their height, and the lines from a part to what waits for it."""

    boxes: list[Box]
    lanes: list[tuple[str, int, int]]
    lines: list[str]
    critical: frozenset[str]
    width: int
    height: int
    #: where the join and the hand-over stand
    bus: int


def waves(tasks: Collection[Task]) -> dict[str, int]:
    """Part → the column in which it can begin: one after the last of those it waits for.

    Tasks may stand in any order; a circle of needs (the check refuses it) ends at the number of parts.
    """
    parts = {task["key"]: task for task in tasks}
    found = dict.fromkeys(parts, 0)
    # As often as there are parts: then the longest chain has settled, whatever the order.
    for _round in parts:
        for key, task in parts.items():
            needs = [found[need] + 1 for need in _needs(task) if need in parts]
            found[key] = min(max(needs, default=0), len(parts))
    return found


def _needs(task: Task) -> list[str]:
    opens = task.get("opens") or []
    return [] if isinstance(opens, str) else [need["task"] for need in opens]


def drawing(
    blueprint: Mapping[str, Any], chosen: Collection[str], *, departments: Mapping[str, str]
) -> Drawing:
    """The picture of the chosen parts; parts of one department that begin together stand below each
    other in its lane.
    """
    tasks = [
        task for task in blueprint["tasks"] if task["kind"] == SHOWN and task["key"] in set(chosen)
    ]
    columns = waves(tasks)
    boxes: list[Box] = []
    lanes: list[tuple[str, int, int]] = []
    top = 0
    # Lanes in the order in which their first part stands in the theme: the reader knows that order.
    for code in dict.fromkeys(task["department"] for task in tasks):
        own = [task for task in tasks if task["department"] == code]
        stacked: dict[int, int] = {}
        for task in own:
            column = columns[task["key"]]
            level = stacked.get(column, 0)
            stacked[column] = level + 1
            x, y = NAMES + column * (WIDTH + GAP), top + level * ROW + (ROW - HEIGHT) // 2
            boxes.append(Box(task["key"], task["name"], x, y))
        rows = max(stacked.values())
        lanes.append((departments.get(code, code), top, rows * ROW))
        top += rows * ROW
    bus = NAMES + (max(columns.values(), default=0) + 1) * (WIDTH + GAP)
    lines = _lines(tasks, {box.key: box for box in boxes}, bus)
    return Drawing(boxes, lanes, lines, longest_path(tasks), bus + 12, max(top, ROW), bus)


def _lines(tasks: list[Task], boxes: Mapping[str, Box], bus: int) -> list[str]:
    """Paths of straight strokes: from the right side of one box to the left side of the next, and
    from the last of each into the bus of the join.
    """
    # What nobody waits for leads straight into the join.
    followed = {need for task in tasks for need in _needs(task)}
    lines = [
        _stroke(boxes[need], boxes[task["key"]].x, boxes[task["key"]].y + HEIGHT // 2)
        for task in tasks
        for need in _needs(task)
        if need in boxes
    ]
    return lines + [
        _stroke(box, bus, box.y + HEIGHT // 2) for box in boxes.values() if box.key not in followed
    ]


def _stroke(box: Box, x: int, y: int) -> str:
    middle = box.y + HEIGHT // 2
    bend = x - GAP // 2
    return f"M{box.x + WIDTH} {middle}H{bend}V{y}H{x}"


def longest_path(tasks: Collection[Task]) -> frozenset[str]:
    """Keys of the parts on the path whose promised days add up to most; the first such path."""
    parts = {task["key"]: task for task in tasks}
    # Waves are in order, so what a part waits for has been weighed before it.
    best: dict[str, tuple[int, tuple[str, ...]]] = {}
    order = sorted(parts, key=waves(tasks).__getitem__)
    for key in order:
        before = [best[need] for need in _needs(parts[key]) if need in best]
        days, path = max(before, key=lambda one: one[0], default=(0, ()))
        best[key] = (days + _weight(parts[key]), (*path, key))
    longest = max(best.values(), key=lambda one: one[0], default=(0, ()))
    return frozenset(longest[1])


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
