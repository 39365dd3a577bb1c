"""Where each part of a picture stands: columns by the order in which they can begin, lanes by department."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from app.domain.waves import Task, needs_in, waves


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


class Places:
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
        self.gating = gating
        self.boxes: dict[str, Box] = {}
        self.lanes: list[tuple[str, int, int]] = []
        self.height = self._lay()
        self.middle = self.height // 2
        self.bus = self.x(self.last) + sizes.width + sizes.gap // 2
        self.start = (sizes.names, self.bus + sizes.gap // 2)

    def x(self, column: int) -> int:
        """The left side of a column."""
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
                self.boxes[key] = Box(key, task["name"], self.x(self.columns[key]), y)
            self.lanes.append((self.departments.get(code, code), top, len(rows) * row))
            top += len(rows) * row
        return max(top, row)

    def _room(self, task: Task) -> set[int]:
        """The columns that a part's box and the lines in its row take up."""
        column = self.columns[task["key"]]
        needs = [self.columns[need] + 1 for need in needs_in(task, self.parts)]
        end = self.last + 1 if task["key"] in self.joining else column
        return set(range(min([column, *needs]), end + 1))

    def level(self, key: str) -> int:
        """The height at which the lines of a part begin and end."""
        return self.boxes[key].y + self.sizes.height // 2
