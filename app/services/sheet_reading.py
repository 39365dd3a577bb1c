"""A sheet of applications read back: each row's cells as a window would type them, or what is wrong with one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app.domain.refusal import msgid
from app.services import cell_names
from app.services.sheet_columns import FIRST, MARK, MOST, Column
from app.services.workbook_files import NotAWorkbook, be_small, sheets

LOST = msgid(
    "The spreadsheet made a number of it and lost its last digits: format the cell as text."
)
NO_WORD = msgid("Choose one of the words of the list.")
NOT_THIS_SHEET = msgid("This is no sheet of this theme: take its template and fill it in.")
TOO_MANY = msgid("A sheet has at most 2,000 applications: divide it.")
EMPTY = msgid("There is no application in it.")
#: Whole numbers from here on are not what was typed.
EXACT = 10**15
#: How several words stand in one cell.
BETWEEN = "、,，;；\n"


@dataclass
class Row:
    """One application: where it stands, what is typed by sort and key, what is wrong by column's name."""

    number: int
    typed: dict[str, dict[str, str]] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)

    def of(self, sort: str) -> dict[str, str]:
        """What was typed of one sort."""
        return self.typed.get(sort, {})


@dataclass(frozen=True)
class Sheet:
    """The rows of a file, the name of their sheet, the letters of the columns by their names."""

    name: str
    rows: list[Row]
    letters: dict[str, str]


def read(data: bytes, columns: Sequence[Column]) -> Sheet:
    """The first sheet that has our keys. Raises NotAWorkbook with a sentence."""
    be_small(data)
    known = {column.name: column for column in columns}
    for name, cells in sheets(data).items():
        keys = [str(key).strip() for key in cells[1]] if len(cells) > 1 else []
        if not _others(keys, known) and {column.name for column in columns if column.needed} <= set(keys):  # fmt: skip
            return _sheet(name, cells, [known.get(key) for key in keys])
    raise NotAWorkbook(NOT_THIS_SHEET)


def _others(keys: Sequence[str], known: Mapping[str, Column]) -> bool:
    """Whether a sheet says that it is another's; where nothing must be filled in, any would do."""
    return any(key.startswith(f"{MARK}.") and key not in known for key in keys)


def _sheet(name: str, cells: list[list[Any]], columns: list[Column | None]) -> Sheet:
    rows = list(_rows(cells, columns))
    if not rows or len(rows) > MOST:
        raise NotAWorkbook(TOO_MANY if rows else EMPTY)
    letters = {one.name: cell_names.letter(at) for at, one in enumerate(columns) if one}
    return Sheet(name, rows, letters)


def _rows(cells: list[list[Any]], columns: list[Column | None]) -> Iterator[Row]:
    for number, line in enumerate(cells[FIRST:], start=FIRST + 1):
        if any(str(value).strip() for value in line):
            yield _row(number, line, columns)


def _row(number: int, line: list[Any], columns: list[Column | None]) -> Row:
    row = Row(number)
    for column, value in zip(columns, line, strict=False):
        text = None if column is None else _text(value)
        if column is None or text == "":
            continue
        if text is None:
            row.wrong[column.name] = LOST
            continue
        said = _value(column, text)
        if said is None:
            row.wrong[column.name] = NO_WORD
        else:
            row.typed.setdefault(column.sort, {})[column.key] = said
    return row


def _text(value: Any) -> str | None:
    """A cell as it was typed; None where the spreadsheet has lost a part of it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if abs(value) >= EXACT:
            return None
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def _value(column: Column, text: str) -> str | None:
    """The value of words; several stand line by line. None where the list has no such word."""
    if not column.values:
        return text
    if text in column.values:
        return column.values[text]
    for sign in BETWEEN:
        text = text.replace(sign, "\n")
    found = [_one(column, one.strip()) for one in text.split("\n") if one.strip()]
    return None if None in found else "\n".join(map(str, found))


def _one(column: Column, word: str) -> str | None:
    given = column.values.get(word)
    return given if given is not None else word if word in column.values.values() else None
