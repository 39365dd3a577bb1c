"""A package as an Excel workbook and back (issue: administrators exchange catalogues by spreadsheet).

Writing gives drop-downs where the format has few words; reading gives the package with the sheet, row
and column of every key, so that what is wrong is told where it stands, and an annotated copy.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import xlsxwriter
from ruamel.yaml import YAML

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

__all__ = ["NotAWorkbook", "Read", "Wrong", "read", "write"]


def write(package: Mapping[str, Any], *, notes: Iterable[Wrong] = ()) -> bytes:
    """The package as a workbook; ``notes`` are told at their cells (an annotated copy)."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    looks = {
        "head": book.add_format({"bold": True, "bg_color": "#EEF2F7", "text_wrap": True}),
        "text": book.add_format({"num_format": "@"}),
        "wrong": book.add_format({"num_format": "@", "bg_color": "#FDE8E6"}),
    }
    told: dict[str, list[Wrong]] = {}
    for note in notes:
        told.setdefault(note.sheet, []).append(note)
    for sheet in SHEETS:
        page = book.add_worksheet(sheet.name)
        _write_sheet(page, sheet, package, looks)
        _annotate(page, told.get(sheet.name, []))
    _write_rest(book.add_worksheet(REST_SHEET), package, looks["text"])
    book.close()
    return out.getvalue()


def _write_sheet(
    page: Any, sheet: Sheet, package: Mapping[str, Any], looks: Mapping[str, Any]
) -> None:
    titles = [*sheet.heads, *(column.key for column in sheet.columns)]
    for at, title in enumerate(titles):
        page.write_string(0, at, title, looks["head"])
        page.write_string(1, at, title)
    page.set_row(1, None, None, {"hidden": True})
    page.freeze_panes(FIRST, len(sheet.heads))
    page.set_column(0, len(titles) - 1, 18, looks["text"])
    rows = list(_rows(sheet, package))
    for at, (heads, entry) in enumerate(rows, start=FIRST):
        for place, text in enumerate(heads):
            page.write_string(at, place, text, looks["text"])
        for place, column in enumerate(sheet.columns, start=len(heads)):
            _write_cell(page, at, place, column, entry.get(column.key), looks["text"])
    _offer(page, sheet, package)


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
    yaml: Any = YAML(typ="safe", pure=True)
    yaml.default_flow_style = True
    yaml.allow_unicode = True
    yaml.width = 1_000_000
    out = io.StringIO()
    yaml.dump(value, out)
    return out.getvalue().strip().removesuffix("\n...").strip()


def _offer(page: Any, sheet: Sheet, package: Mapping[str, Any]) -> None:
    """Drop-downs: words of the format, and keys of the sheet a column refers to."""
    for place, column in enumerate(sheet.columns, start=len(sheet.heads)):
        listed: Any = words_of(column)
        if not listed and column.shape in REFERS:
            count = len(package.get(REFERS[column.shape]) or {})
            listed = f"='{REFERS[column.shape]}'!$A${FIRST + 1}:$A${max(count, 1) + 200}"
        if listed and len(",".join(listed)) < 250:  # noqa: PLR2004 - what a spreadsheet takes in a list
            rule = {"validate": "list", "source": listed, "error_type": "warning"}
            page.data_validation(FIRST, place, MOST_ROWS, place, rule)


def _annotate(page: Any, notes: list[Wrong]) -> None:
    for note in notes:
        if note.row and note.column:
            page.write_comment(f"{note.column}{note.row}", f"{note.message}\n{note.expected}"[:500])


def _write_rest(page: Any, package: Mapping[str, Any], look: Any) -> None:
    for at, name in enumerate(REST):
        page.write_string(at, 0, name)
        if package.get(name):
            page.write_string(at, 1, _flow(package[name]), look)
