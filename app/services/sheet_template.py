"""An empty sheet for many applications of one theme: headings, drop-downs, numbers kept as text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from app.services import cell_names
from app.services.sheet_columns import FIRST, MOST, Column
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
        # Every cell is text: a number of eighteen digits would else lose its last three.
        page.set_column(at, at, 20, looks["text"])
        page.write_string(0, at, column.title, needed if column.needed else looks["head"])
        page.write_string(1, at, column.name)
        if column.cell.options or column.told:
            rule = _offer(lists, at, column.cell.options) if column.cell.options else {"validate": "any"}  # fmt: skip
            page.data_validation(FIRST, at, FIRST + MOST - 1, at, rule | _told(column))
    page.set_row(1, None, None, {"hidden": True})
    page.freeze_panes(FIRST, 2)
    lists.hide()
    book.close()
    return out.getvalue()


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
