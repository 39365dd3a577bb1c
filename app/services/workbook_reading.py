"""A workbook read back into a package: where every key stands, and what is wrong by its cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from app.domain.package import Problem, arranged, problems
from app.services import cell_names, yaml_nodes
from app.services.pattern_check import COUNTER
from app.services.workbook_files import be_small, sheets
from app.services.workbook_sheets import BY_NAME, FIRST, KEY, OWNER, REST, REST_SHEET, Column, Sheet
from app.services.workbook_titles import NAMED, NOTES_SHEET, SHEET_TITLES

MOST_ROWS = 20_000
Cell = tuple[str, int, int]


class Wrong(NamedTuple):
    """One thing wrong, where it stands: sheet, row and column as a spreadsheet counts them."""

    sheet: str
    row: int
    column: str
    message: str
    expected: str


class Read(NamedTuple):
    """What a workbook says, where each of its keys stands, what is wrong with it."""

    content: dict[str, Any]
    wrong: list[Wrong]


def read(data: bytes, *, known: Mapping[str, Any] | None = None) -> Read:
    """A workbook as a package, with everything wrong in it by sheet, row and column.

    ``known`` are the keys already in the rows (domain.package.problems). Raises NotAWorkbook.
    """
    be_small(data)
    reading = _Reading()
    called: dict[str, str] = {}
    for name, rows in sheets(data).items():
        known_as = NAMED.get(name, "")
        called[known_as] = name
        if known_as in BY_NAME:
            reading.sheet(BY_NAME[known_as], rows)
        elif known_as == REST_SHEET:
            reading.rest(rows)
        elif name != NOTES_SHEET:
            known_names = ", ".join(SHEET_TITLES.values())
            reading.wrong.append(Wrong(name, 0, "", "there is no such sheet", known_names))
    if not reading.wrong:
        found = problems(reading.content, known=known, counter=COUNTER)
        reading.wrong += [reading.located(problem) for problem in found]
    # Told by the names of the file that was given.
    told = [one._replace(sheet=called.get(one.sheet, one.sheet)) for one in reading.wrong]
    return Read(arranged(reading.content), sorted(told))


class _Reading:
    """One workbook under the eyes: the package so far, where its keys stand, what is wrong."""

    def __init__(self) -> None:
        self.content: dict[str, Any] = {"package": 1}
        self.places: dict[tuple[str | int, ...], Cell] = {}
        self.wrong: list[Wrong] = []

    def sheet(self, sheet: Sheet, rows: list[list[Any]]) -> None:
        """Read the rows of one sheet into the package."""
        if len(rows) < FIRST:
            return
        keys = [str(key).strip() for key in rows[1]]
        columns = {column.key: column for column in sheet.columns}
        places = {key: keys.index(key) for key in columns if key in keys}
        for at, row in enumerate(rows[FIRST : FIRST + MOST_ROWS], start=FIRST + 1):
            cells = dict(zip(keys, row, strict=False))
            if any(str(cell).strip() for cell in row):
                self._row(sheet, at, cells, places, columns)

    def _row(
        self, sheet: Sheet, at: int, cells: Mapping[str, Any], places: Mapping[str, int],
        columns: Mapping[str, Column],
    ) -> None:  # fmt: skip
        path = self._path(sheet, at, cells)
        if path is None:
            return
        entry: dict[str, Any] = {}
        for key, place in places.items():
            value = self._value(columns[key], cells.get(key), (sheet.name, at, place))
            if value is not None:
                entry[key] = value
                self.places[*path, key] = (sheet.name, at, place)
        self.places.setdefault(path, (sheet.name, at, 0))
        self._put(sheet, path, entry, at)

    def _path(
        self, sheet: Sheet, at: int, cells: Mapping[str, Any]
    ) -> tuple[str | int, ...] | None:
        owner = _text(cells.get(OWNER if sheet.inside else KEY))
        own = _text(cells.get(KEY)) if sheet.keyed else ""
        if not owner or (sheet.keyed and not own):
            self.wrong.append(
                Wrong(sheet.name, at, "A", "the row says not whose it is", f"{OWNER} or {KEY}")
            )
            return None
        if not sheet.inside:
            return (sheet.top, owner)
        there = self.content.get(sheet.top, {}).get(owner)
        if there is None:
            known = ", ".join(sorted(self.content.get(sheet.top, {}))[:20])
            self.wrong.append(
                Wrong(
                    sheet.name,
                    at,
                    "A",
                    f"there is no {owner} on the sheet {SHEET_TITLES[sheet.top]}",
                    known,
                )
            )
            return None
        if sheet.keyed:
            return (sheet.top, owner, sheet.inside, own)
        return (sheet.top, owner, sheet.inside, len(there.get(sheet.inside, [])))

    def _put(
        self, sheet: Sheet, path: tuple[str | int, ...], entry: dict[str, Any], at: int
    ) -> None:
        holder = self.content.setdefault(str(path[0]), {})
        if not sheet.inside:
            if path[1] in holder:
                self.wrong.append(
                    Wrong(sheet.name, at, "A", f"{path[1]} stands here twice", "each key once")
                )
            holder[path[1]] = entry
        elif sheet.keyed:
            holder[path[1]].setdefault(sheet.inside, {})[path[3]] = entry
        else:
            plain = set(entry) == {sheet.noun} and sheet.noun == "step"
            holder[path[1]].setdefault(sheet.inside, []).append(entry["step"] if plain else entry)

    def _value(self, column: Column, cell: Any, at: Cell) -> Any:
        text = _text(cell)
        if not text:
            return None
        if column.kind == "number":
            return int(text) if text.lstrip("-").isdecimal() else text
        if column.kind == "flag":
            return {"yes": True, "no": False, "true": True, "false": False}.get(text.lower(), text)
        if column.kind == "named":
            return self._whole(text, at) if text.startswith("{") else text
        return text if column.kind in ("text", "word") else self._whole(text, at)

    def _whole(self, text: str, at: Cell) -> Any:
        try:
            return yaml_nodes.read(text).value
        except yaml_nodes.Unreadable as wrong:
            first = wrong.marks[0]
            self.wrong.append(
                Wrong(at[0], at[1], cell_names.letter(at[2]), first.message, first.expected)
            )
            return None

    def rest(self, rows: list[list[Any]]) -> None:
        """What stands in one cell a noun."""
        for at, row in enumerate(rows, start=1):
            name, text = _text(row[0]), _text(row[1] if len(row) > 1 else None)
            if name in REST and text:
                self.content[name] = self._whole(text, (REST_SHEET, at, 1))
                self.places[name,] = (REST_SHEET, at, 1)

    def located(self, problem: Problem) -> Wrong:
        """A problem with the cell of its key, or of what holds it."""
        path = problem.path
        while path and path not in self.places:
            path = path[:-1]
        sheet, row, column = self.places.get(path, ("", 0, 0))
        return Wrong(
            sheet, row, cell_names.letter(column) if row else "", problem.message, problem.expected
        )


def _text(cell: Any) -> str:
    """A cell as it was typed: a whole number that a spreadsheet made of digits is its digits."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
