"""A workbook as somebody gave it, with a note at every cell that is wrong and a sheet that lists them.

It is written from the file itself: a row that nothing could be made of stands where it stood.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from app.services import cell_names
from app.services.workbook_files import sheets
from app.services.workbook_reading import Wrong
from app.services.workbook_sheets import BY_NAME, FIRST, REFERS
from app.services.workbook_titles import NAMED, NOTES_SHEET, sheet_title
from app.services.workbooks import begin, offer, set_up

Noted = dict[tuple[int, int], list[str]]


def annotate(data: bytes, notes: Iterable[Wrong]) -> bytes:
    """The workbook with its notes. Raises NotAWorkbook."""
    out, listed = io.BytesIO(), list(notes)
    book, looks = begin(out)
    given = {name: rows for name, rows in sheets(data).items() if name != NOTES_SHEET}
    list_notes(book.add_worksheet(NOTES_SHEET), listed, looks=looks)
    sizes = {NAMED.get(name, name): len(rows) for name, rows in given.items()}
    # A drop-down asks the sheet it refers to by the name that it has in this file.
    called = {NAMED[name]: name for name in given if name in NAMED}
    for name, rows in given.items():
        page = book.add_worksheet(name)
        copy(page, rows, looks=looks, noted=at_cells(name, listed))
        sheet = BY_NAME.get(NAMED.get(name, ""))
        if sheet:
            set_up(page, sheet, look=looks["text"])
            counts = {of: sizes.get(of, 0) for of in REFERS.values()}
            offer(page, sheet, counts=counts, called=called)
    book.close()
    return out.getvalue()


def list_notes(page: Any, notes: list[Wrong], *, looks: Any) -> None:
    """A line for each note: where it stands, what it says."""
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 80)
    for at, note in enumerate(notes):
        page.write_string(at, 0, f"{sheet_title(note.sheet)} {note.column}{note.row or ''}".strip())
        page.write_string(at, 1, note.message, looks["wrong"])


def at_cells(name: str, notes: list[Wrong]) -> Noted:
    """The notes of one sheet by their cells; what names no cell stands at the first."""
    found: Noted = {}
    for note in notes:
        if note.sheet == name:
            cell = f"{note.column or 'A'}{note.row or 1}"
            found.setdefault(cell_names.place(cell), []).append(note.message)
    return found


def copy(page: Any, rows: list[list[Any]], *, looks: Any, noted: Noted) -> None:
    """The cells as they were typed, what is wrong in its colour and with its note."""
    for at, row in enumerate(rows):
        for place, value in enumerate(row):
            look = looks["wrong" if (at, place) in noted else "head" if at == 0 else "text"]
            if isinstance(value, int | float) and not isinstance(value, bool):
                page.write_number(at, place, value, look)
            elif at < FIRST or str(value).strip() or (at, place) in noted:
                page.write_string(at, place, _typed(value), look)
    for (at, place), said in noted.items():
        page.write_comment(at, place, "\n".join(dict.fromkeys(said))[:500])


def _typed(value: Any) -> str:
    """A cell as text that is read again as what it was: days without an hour, yes and no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.date().isoformat() if isinstance(value, datetime) else str(value)
