"""A sheet for many applications of one theme: headings, drop-downs, numbers kept as text; empty, or with its notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from app.services import cell_names
from app.services.sheet_columns import FIRST, MARK, MOST, Column
from app.services.workbook_files import sheets
from app.services.workbook_notes import at_cells, copy, list_notes
from app.services.workbook_reading import Wrong
from app.services.workbook_titles import NOTES_SHEET
from app.services.workbooks import begin

#: Longest drop-down that a spreadsheet takes in one cell; a longer one stands in a sheet of its own.
LONGEST = 250
#: What a spreadsheet shows beside a cell that is being filled in: signs of its title, of its words.
TITLED, TOLD = 32, 255


def template(columns: Sequence[Column], *, title: str, words: str) -> bytes:
    """The workbook; ``words`` names the sheet of longer lists."""
    out = io.BytesIO()
    book, looks = begin(out)
    page, lists = book.add_worksheet(_named(title)), book.add_worksheet(_named(words))
    needed = book.add_format({"bold": True, "bg_color": "#FFF3D6", "text_wrap": True})
    for at, column in enumerate(columns):
        page.write_string(0, at, column.title, needed if column.needed else looks["head"])
        page.write_string(1, at, column.name)
    _dress(page, columns, lists=lists, looks=looks)
    book.close()
    return out.getvalue()


def noted(data: bytes, notes: list[Wrong], *, columns: Sequence[Column], words: str) -> bytes:
    """A sheet that was handed in, with its notes, to be put right as it was filled in. Raises NotAWorkbook."""
    out, known = io.BytesIO(), {column.name: column for column in columns}
    book, looks = begin(out)
    list_notes(book.add_worksheet(NOTES_SHEET), notes, looks=looks)
    lists = book.add_worksheet(_named(words))
    for name, rows in sheets(data).items():
        if name in (NOTES_SHEET, lists.get_name()):
            continue
        page = book.add_worksheet(name)
        copy(page, rows, looks=looks, noted=at_cells(name, notes))
        asked = [known.get(str(key).strip()) for key in (rows[1] if len(rows) > 1 else [])]
        if any(asked):
            _dress(page, asked, lists=lists, looks=looks)
            page.activate()
    book.close()
    return out.getvalue()


def _dress(page: Any, columns: Sequence[Column | None], *, lists: Any, looks: Any) -> None:
    """Drop-downs and what is told beside cells; the keys out of sight."""
    for at, column in enumerate(columns):
        # Every cell is text: a number of eighteen digits would else lose its last three.
        hidden = column is not None and column.sort == MARK
        page.set_column(at, at, 20, looks["text"], {"hidden": hidden})
        if column and (column.cell.options or column.told):
            rule = _offer(lists, at, column.cell.options) if column.cell.options else {"validate": "any"}  # fmt: skip
            page.data_validation(FIRST, at, FIRST + MOST - 1, at, rule | _told(column))
    page.set_row(1, None, None, {"hidden": True})
    page.freeze_panes(FIRST, 2)
    lists.hide()


def _named(title: str) -> str:
    """What a sheet may be called."""
    return "".join(sign for sign in title if sign not in "[]:*?/\\'")[:31] or "1"


def _offer(lists: Any, at: int, options: Sequence[str]) -> dict[str, Any]:
    source: Any = list(options)
    if len(",".join(options)) > LONGEST or any("," in one for one in options):
        for row, one in enumerate(options):
            lists.write_string(row, at, one)
        letter = cell_names.letter(at)
        source = f"='{lists.get_name()}'!${letter}$1:${letter}${len(options)}"
    return {"validate": "list", "source": source, "error_type": "warning"}


def _told(column: Column) -> dict[str, Any]:
    return {"input_title": column.title[:TITLED], "input_message": column.told[:TOLD]} if column.told else {}  # fmt: skip
