"""Where each part of a picture stands: columns by the order in which they can begin, lanes by department."""

from __future__ import annotations

from collections.abc import Collection, Mapping
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
    #: by how much a tall part's box, its row, and the boxes before and after are higher
    line: int = 0


#: Parts alone, in small.
PLAIN = Sizes()


@dataclass(frozen=True)
class Box:
    """One part: its key, its name, its upper left corner, how high it is."""

    key: str
    name: str
    x: int
    y: int
    height: int


class Places:
    """The places while they are worked out."""

    def __init__(
        self,
        tasks: list[Task],
        departments: Mapping[str, str],
        *,
        sizes: Sizes,
        tall: Collection[str] = (),
    ) -> None:
        self.tasks, self.departments, self.sizes, self.tall = tasks, departments, sizes, tall
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
        top = 0
        # Lanes in the order in which their first part stands in the theme: the reader knows that order.
        for code in dict.fromkeys(task["department"] for task in self.tasks):
            begins = top
            for row in self._rows([task for task in self.tasks if task["department"] == code]):
                top += self._place(row, top)
            self.lanes.append((self.departments.get(code, code), begins, top - begins))
        return max(top, self.sizes.row)

    def _rows(self, own: list[Task]) -> list[list[Task]]:
        """A department's parts by row: one row is shared where the lines leave the room."""
        rows: list[list[Task]] = []
        taken: list[set[int]] = []
        for task in sorted(own, key=lambda one: self.columns[one["key"]]):
            wanted = self._room(task)
            at = next((at for at, room in enumerate(taken) if not room & wanted), len(rows))
            rows[at:] = rows[at:] or [[]]
            taken[at:] = taken[at:] or [set()]
            rows[at].append(task)
            taken[at] |= wanted
        return rows

    def _place(self, row: list[Task], top: int) -> int:
        """Set the boxes of a row; gives how high it is: a tall part makes the row so."""
        more = self.sizes.line if any(task["key"] in self.tall for task in row) else 0
        height = self.sizes.height + more
        y = top + (self.sizes.row - self.sizes.height) // 2
        for task in row:
            key = task["key"]
            self.boxes[key] = Box(key, task["name"], self.x(self.columns[key]), y, height)
        return self.sizes.row + more

    def _room(self, task: Task) -> set[int]:
        """The columns that a part's box and the lines in its row take up."""
        column = self.columns[task["key"]]
        needs = [self.columns[need] + 1 for need in needs_in(task, self.parts)]
        end = self.last + 1 if task["key"] in self.joining else column
        return set(range(min([column, *needs]), end + 1))

    def level(self, key: str) -> int:
        """The height at which the lines of a part begin and end."""
        box = self.boxes[key]
        return box.y + box.height // 2
