"""Where the parts of a blueprint stand in a picture: columns by the order in which they can begin,
lanes by department. Only places; what they look like is the page's business.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.domain.waves import Task, longest_path, needs_in, waves

#: What a picture shows: what departments decide.
SHOWN = "work"
#: Source of the line that leads from the join to the hand-over, and of those from the receipt.
JOIN, RECEIPT = "join", "intake"


class Sizes(NamedTuple):
    """Of a box, between columns, of a row of a lane, of the lanes' names, of receipt and hand-over."""

    width: int = 148
    height: int = 40
    gap: int = 44
    row: int = 56
    names: int = 104
    #: width of the boxes before and after the parts; 0: they are not drawn
    ends: int = 0


#: Parts alone, in small.
PLAIN = Sizes()


@dataclass(frozen=True)
class Box:
    """One part: its key, its name, its upper left corner."""

    key: str
    name: str
    x: int
    y: int


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
    tasks: Collection[Task], departments: Mapping[str, str], *, sizes: Sizes = PLAIN
) -> Drawing:
    """The picture of these parts. No line runs through a box: a row of a lane is shared only where the
    lines into and out of its boxes leave the room.
    """
    return _Plan(list(tasks), departments, sizes).drawn()


class _Plan:
    """The places while they are worked out."""

    def __init__(self, tasks: list[Task], departments: Mapping[str, str], sizes: Sizes) -> None:
        self.tasks, self.departments, self.sizes = tasks, departments, sizes
        self.parts = {task["key"]: task for task in tasks}
        self.columns = waves(tasks)
        self.last = max(self.columns.values(), default=0)
        gating = [task for task in tasks if task.get("gates", True)]
        followed = {need for task in gating for need in needs_in(task, self.parts)}
        # What nobody waits for leads straight into the join; a post-check joins nothing.
        self.joining = [task["key"] for task in gating if task["key"] not in followed]
        self.critical = longest_path(gating)
        self.steps = {(RECEIPT, *self.critical[:1]), (*self.critical[-1:], JOIN)}
        self.steps |= set(zip(self.critical, self.critical[1:], strict=False))
        self.boxes: dict[str, Box] = {}
        self.lanes: list[tuple[str, int, int]] = []
        self.height = self._lay()
        self.middle = self.height // 2
        self.bus = self._x(self.last) + sizes.width + sizes.gap // 2
        self.start = (sizes.names, self.bus + sizes.gap // 2)

    def _x(self, column: int) -> int:
        before = self.sizes.ends + self.sizes.gap if self.sizes.ends else 0
        return self.sizes.names + before + column * (self.sizes.width + self.sizes.gap)

    def _lay(self) -> int:
        """Give each part its row; gives how high it all is."""
        top, row, height = 0, self.sizes.row, self.sizes.height
        # Lanes in the order in which their first part stands in the theme: the reader knows that order.
        for code in dict.fromkeys(task["department"] for task in self.tasks):
            own = [task for task in self.tasks if task["department"] == code]
            rows: list[set[int]] = []
            for task in sorted(own, key=lambda one: self.columns[one["key"]]):
                wanted = self._room(task)
                free = (at for at, taken in enumerate(rows) if not taken & wanted)
                at = next(free, len(rows))
                rows[at:] = rows[at:] or [set()]
                rows[at] |= wanted
                y = top + at * row + (row - height) // 2
                key = task["key"]
                self.boxes[key] = Box(key, task["name"], self._x(self.columns[key]), y)
            self.lanes.append((self.departments.get(code, code), top, len(rows) * row))
            top += len(rows) * row
        return max(top, row)

    def _room(self, task: Task) -> set[int]:
        """The columns that a part's box and the lines in its row take up."""
        column = self.columns[task["key"]]
        needs = [self.columns[need] + 1 for need in needs_in(task, self.parts)]
        end = self.last + 1 if task["key"] in self.joining else column
        return set(range(min([column, *needs]), end + 1))

    def _level(self, key: str) -> int:
        return self.boxes[key].y + self.sizes.height // 2

    def drawn(self) -> Drawing:
        """All of it."""
        edges = [*self._needs(), *self._joins(), *(self._ends() if self.sizes.ends else ())]
        levels = [self._level(key) for key in self.joining]
        ends = [self.middle] if self.sizes.ends else []
        bus = (self.bus, min(levels + ends, default=0), max(levels + ends, default=0))
        width = self.start[1] + self.sizes.ends + 8 if self.sizes.ends else self.bus + 12
        boxes = [self.boxes[task["key"]] for task in self.tasks]
        return Drawing(
            sizes=self.sizes,
            boxes=boxes,
            lanes=self.lanes,
            edges=edges,
            critical=self.critical,
            width=width,
            height=self.height,
            bus=bus,
            ends=self.start,
        )

    def _needs(self) -> list[Edge]:
        """From the right side of a part to the left side of each that waits for it."""
        edges = []
        for task in self.tasks:
            for need in needs_in(task, self.parts):
                x, target = self._x(self.columns[task["key"]]), self._level(task["key"])
                path = f"M{self.boxes[need].x + self.sizes.width} {self._level(need)}"
                path += f"H{self._channel(need)}V{target}H{x}"
                edges.append(Edge(need, path, (need, task["key"]) in self.steps))
        return edges

    def _channel(self, key: str) -> int:
        """Where the line of a part turns: each of a column in a place of its own, or two would look
        like one.
        """
        column = self.columns[key]
        turning = [
            one["key"]
            for one in self.tasks
            if self.columns[one["key"]] == column and self._is_followed(one["key"])
        ]
        right = self._x(column) + self.sizes.width
        return right + self.sizes.gap * (turning.index(key) + 1) // (len(turning) + 1)

    def _is_followed(self, key: str) -> bool:
        return any(key in needs_in(task, self.parts) for task in self.tasks)

    def _joins(self) -> list[Edge]:
        return [
            Edge(
                key,
                f"M{self.boxes[key].x + self.sizes.width} {self._level(key)}H{self.bus}",
                (key, JOIN) in self.steps,
            )
            for key in self.joining
        ]

    def _ends(self) -> list[Edge]:
        """From the receipt to what begins with acceptance, from the join to the hand-over."""
        right = self.start[0] + self.sizes.ends
        turn, x = right + self.sizes.gap // 2, self._x(0)
        edges = [
            Edge(
                RECEIPT,
                f"M{right} {self.middle}H{turn}V{self._level(task['key'])}H{x}",
                (RECEIPT, task["key"]) in self.steps,
            )
            for task in self.tasks
            if not self.columns[task["key"]]
        ]
        return [*edges, Edge(JOIN, f"M{self.bus} {self.middle}H{self.start[1]}", False)]
