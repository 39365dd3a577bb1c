"""Tables below the columns of a row's page: a title, headings, rows of cells in their order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from app.admin.cells import Cell, cell


class Section:
    """One table of a page; columns in which no row says anything are left out."""

    def __init__(
        self,
        title: Any,
        headings: Sequence[Any],
        rows: Iterable[Sequence[Any]],
        *,
        numbered: bool = False,
        empty: Any = "",
    ) -> None:
        """``numbered`` where the order has a meaning; ``empty`` is said where there is no row."""
        found = [[cell(value) for value in row] for row in rows]
        used = [at for at in range(len(headings)) if any(row[at] for row in found)]
        self.title, self.empty, self.numbered = title, empty, numbered
        self.headings = [headings[at] for at in used]
        self.rows: list[list[Cell]] = [[row[at] for at in used] for row in found]

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.rows or self.empty)
