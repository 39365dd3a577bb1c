"""Where the parts of a blueprint stand in a picture: columns by the order in which they can begin,
lanes by department. Only places; what they look like is the page's business.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.lane_places import PLAIN, Box, Places, Sizes
from app.domain.waves import Task, longest_path, needs_in

#: What a picture shows: what departments decide.
SHOWN = "work"
#: Source of the line that leads from the join to the hand-over, and of those from the receipt.
JOIN, RECEIPT = "join", "intake"


@dataclass(frozen=True)
class Edge:
    """A line of straight strokes: from which part, where, whether it is on the longest way."""

    source: str
    path: str
    is_long: bool


@dataclass(frozen=True)
class Drawing:
    """Boxes, the lanes' names with top and height, and the lines from a part to what waits for it."""

    sizes: Sizes
    boxes: list[Box]
    lanes: list[tuple[str, int, int]]
    edges: list[Edge]
    critical: tuple[str, ...]
    width: int
    height: int
    #: the join: x, upper and lower end
    bus: tuple[int, int, int]
    #: left sides of receipt and hand-over, where they are drawn
    ends: tuple[int, int]


def parts_of(blueprint: Mapping[str, Any], chosen: Collection[str]) -> list[Task]:
    """The chosen parts that departments decide, in the blueprint's order."""
    keys = set(chosen)
    return [task for task in blueprint["tasks"] if task["kind"] == SHOWN and task["key"] in keys]


def drawing(
    tasks: Collection[Task],
    departments: Mapping[str, str],
    *,
    sizes: Sizes = PLAIN,
    tall: Collection[str] = (),
) -> Drawing:
    """The picture of these parts; ``tall`` ones need a line more than the others.

    No line runs through a box: a row of a lane is shared only where the lines into and out of its
    boxes leave the room.
    """
    return _Lines(Places(list(tasks), departments, sizes=sizes, tall=tall)).drawn()


class _Lines:
    """The lines between parts that have their places."""

    def __init__(self, at: Places) -> None:
        self.at = at
        self.critical = longest_path(at.gating)
        self.steps = {(RECEIPT, *self.critical[:1]), (*self.critical[-1:], JOIN)}
        self.steps |= set(zip(self.critical, self.critical[1:], strict=False))

    def drawn(self) -> Drawing:
        """All of it."""
        edges = [*self._needs(), *self._joins(), *(self._ends() if self.at.sizes.ends else ())]
        levels = [self.at.level(key) for key in self.at.joining]
        ends = [self.at.middle] if self.at.sizes.ends else []
        bus = (self.at.bus, min(levels + ends, default=0), max(levels + ends, default=0))
        width = (
            self.at.start[1] + self.at.sizes.ends + 8 if self.at.sizes.ends else self.at.bus + 12
        )
        boxes = [self.at.boxes[task["key"]] for task in self.at.tasks]
        return Drawing(
            sizes=self.at.sizes,
            boxes=boxes,
            lanes=self.at.lanes,
            edges=edges,
            critical=self.critical,
            width=width,
            height=self.at.height,
            bus=bus,
            ends=self.at.start,
        )

    def _needs(self) -> list[Edge]:
        """From the right side of a part to the left side of each that waits for it."""
        edges = []
        for task in self.at.tasks:
            for need in needs_in(task, self.at.parts):
                x, target = self.at.x(self.at.columns[task["key"]]), self.at.level(task["key"])
                path = f"M{self.at.boxes[need].x + self.at.sizes.width} {self.at.level(need)}"
                path += f"H{self._channel(need)}V{target}H{x}"
                edges.append(Edge(need, path, (need, task["key"]) in self.steps))
        return edges

    def _channel(self, key: str) -> int:
        """Where the line of a part turns: each of a column in a place of its own, or two would look
        like one.
        """
        column = self.at.columns[key]
        turning = [
            one["key"]
            for one in self.at.tasks
            if self.at.columns[one["key"]] == column and self._is_followed(one["key"])
        ]
        right = self.at.x(column) + self.at.sizes.width
        return right + self.at.sizes.gap * (turning.index(key) + 1) // (len(turning) + 1)

    def _is_followed(self, key: str) -> bool:
        return any(key in needs_in(task, self.at.parts) for task in self.at.tasks)

    def _joins(self) -> list[Edge]:
        return [
            Edge(
                key,
                f"M{self.at.boxes[key].x + self.at.sizes.width} {self.at.level(key)}H{self.at.bus}",
                (key, JOIN) in self.steps,
            )
            for key in self.at.joining
        ]

    def _ends(self) -> list[Edge]:
        """From the receipt to what begins with acceptance, from the join to the hand-over."""
        right = self.at.start[0] + self.at.sizes.ends
        turn, x = right + self.at.sizes.gap // 2, self.at.x(0)
        edges = [
            Edge(
                RECEIPT,
                f"M{right} {self.at.middle}H{turn}V{self.at.level(task['key'])}H{x}",
                (RECEIPT, task["key"]) in self.steps,
            )
            for task in self.at.tasks
            if not self.at.columns[task["key"]]
        ]
        return [*edges, Edge(JOIN, f"M{self.at.bus} {self.at.middle}H{self.at.start[1]}", False)]
