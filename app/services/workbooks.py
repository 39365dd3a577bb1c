"""A package as an Excel workbook and back (issue: administrators exchange catalogues by spreadsheet).

Writing gives drop-downs where the format has few words; reading gives the package with the sheet, row
and column of every key, so that what is wrong is told where it stands, and an annotated copy.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from ruamel import yaml

from app.services.workbook_files import NotAWorkbook
from app.services.workbook_reading import MOST_ROWS, Read, Wrong, read
from app.services.workbook_sheets import (
    FIRST,
    REFERS,
    REST,
    REST_SHEET,
    SHEETS,
    Column,
    Sheet,
    words_of,
)
from app.services.workbook_titles import SHEET_TITLES, column_title, sheet_title

__all__ = ["NotAWorkbook", "Read", "Wrong", "read", "write"]


def write(package: Mapping[str, Any]) -> bytes:
    """The package as a workbook."""
    out = io.BytesIO()
    book, looks = begin(out)
    for sheet in SHEETS:
        _write_sheet(book.add_worksheet(sheet_title(sheet.name)), sheet, package, looks)
    _write_rest(book.add_worksheet(sheet_title(REST_SHEET)), package, looks["text"])
    book.close()
    return out.getvalue()


def begin(out: io.BytesIO) -> tuple[Any, dict[str, Any]]:
    """A workbook that is being written, and its formats by name."""
    import xlsxwriter  # forty modules that a web process does without until somebody takes a workbook out

    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    return book, {
        "head": book.add_format({"bold": True, "bg_color": "#EEF2F7", "text_wrap": True}),
        "text": book.add_format({"num_format": "@"}),
        "wrong": book.add_format({"num_format": "@", "bg_color": "#FDE8E6"}),
    }


def _write_sheet(
    page: Any, sheet: Sheet, package: Mapping[str, Any], looks: Mapping[str, Any]
) -> None:
    keys = [*sheet.heads, *(column.key for column in sheet.columns)]
    for at, key in enumerate(keys):
        page.write_string(0, at, column_title(sheet.noun, key), looks["head"])
        page.write_string(1, at, key)
    set_up(page, sheet, look=looks["text"])
    rows = list(_rows(sheet, package))
    for at, (heads, entry) in enumerate(rows, start=FIRST):
        for place, text in enumerate(heads):
            page.write_string(at, place, text, looks["text"])
        for place, column in enumerate(sheet.columns, start=len(heads)):
            _write_cell(page, at, place, column, entry.get(column.key), looks["text"])
    counts = {name: len(package.get(name) or {}) for name in set(REFERS.values())}
    offer(page, sheet, counts=counts)


def set_up(page: Any, sheet: Sheet, *, look: Any) -> None:
    """Hide the row of keys, keep titles and names in sight."""
    page.set_row(1, None, None, {"hidden": True})
    page.freeze_panes(FIRST, len(sheet.heads))
    page.set_column(0, len(sheet.heads) + len(sheet.columns) - 1, 18, look)


def _rows(
    sheet: Sheet, package: Mapping[str, Any]
) -> Iterator[tuple[list[str], Mapping[str, Any]]]:
    for key, entry in (package.get(sheet.top) or {}).items():
        if not sheet.inside:
            yield [key], entry or {}
        elif sheet.keyed:
            for own, row in ((entry or {}).get(sheet.inside) or {}).items():
                yield [key, own], row
        else:
            for row in (entry or {}).get(sheet.inside) or []:
                yield [key], row if isinstance(row, Mapping) else {sheet.noun: row}


def _write_cell(page: Any, row: int, place: int, column: Column, value: Any, look: Any) -> None:
    if value is None:
        return
    if column.kind == "number" and isinstance(value, int):
        page.write_number(row, place, value)
    elif column.kind == "flag" and isinstance(value, bool):
        page.write_string(row, place, "yes" if value else "no", look)
    elif isinstance(value, str) and column.kind != "whole":
        page.write_string(row, place, value, look)
    else:
        page.write_string(row, place, _flow(value), look)


def _flow(value: Any) -> str:
    """A value in one line, as the format writes it."""
    flow: Any = yaml.YAML(typ="safe", pure=True)
    flow.default_flow_style = True
    flow.allow_unicode = True
    flow.width = 1_000_000
    out = io.StringIO()
    flow.dump(value, out)
    return out.getvalue().strip().removesuffix("\n...").strip()


def offer(
    page: Any, sheet: Sheet, *, counts: Mapping[str, int], called: Mapping[str, str] = SHEET_TITLES
) -> None:
    """Drop-downs: words of the format, and keys of the sheet a column refers to."""
    for place, column in enumerate(sheet.columns, start=len(sheet.heads)):
        listed: Any = words_of(column)
        if not listed and column.shape in REFERS:
            name = REFERS[column.shape]
            last = max(counts.get(name, 0), 1) + 200
            listed = f"='{called.get(name, name)}'!$A${FIRST + 1}:$A${last}"
        if listed and len(",".join(listed)) < 250:  # noqa: PLR2004 - what a spreadsheet takes in a list
            rule = {"validate": "list", "source": listed, "error_type": "warning"}
            page.data_validation(FIRST, place, MOST_ROWS, place, rule)


def _write_rest(page: Any, package: Mapping[str, Any], look: Any) -> None:
    for at, name in enumerate(REST):
        page.write_string(at, 0, name)
        if package.get(name):
            page.write_string(at, 1, _flow(package[name]), look)
