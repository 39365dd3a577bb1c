"""What a spreadsheet calls its columns and cells: 0 is A, 26 is AA; B2 is row 1, column 1."""

from __future__ import annotations

import re

LETTERS = 26
_CELL = re.compile(r"\$?([A-Z]+)\$?(\d+)")


def letter(column: int) -> str:
    """The letters of a column that is counted from 0."""
    left, name = column + 1, ""
    while left:
        left, at = divmod(left - 1, LETTERS)
        name = chr(ord("A") + at) + name
    return name


def place(cell: str) -> tuple[int, int]:
    """Row and column of a cell, counted from 0. Raises ValueError where that is no cell."""
    found = _CELL.fullmatch(cell)
    if found is None:
        raise ValueError(cell)
    column = 0
    for sign in found.group(1):
        column = column * LETTERS + ord(sign) - ord("A") + 1
    return int(found.group(2)) - 1, column - 1
