"""The catalogue as an Excel workbook: the same package back, and what is wrong told by its cell."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from app.domain.blueprint import compile_blueprint, digest
from app.services import package_files, workbooks
from app.services.workbook_notes import annotate
from app.services.workbook_sheets import SHEETS
from app.services.workbook_titles import column_title, sheet_title

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def test_what_is_exported_comes_back_with_the_same_hashes(seeds):
    back = workbooks.read(workbooks.write(seeds))
    assert back.wrong == []
    for code in seeds["themes"]:
        before, after = (
            compile_blueprint(one, "joint", code=code) for one in (seeds, back.content)
        )
        assert digest(before) == digest(after)


def test_every_noun_has_its_sheet_with_titles_and_rows(seeds):
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbooks.write(seeds)))
    assert {sheet_title(sheet.name) for sheet in SHEETS} <= set(book.sheet_names)
    rows = book.get_sheet_by_name("事项").to_python()
    assert rows[0][:3] == ["代码", "名称", "部门"]
    assert rows[1][:3] == ["key", "name", "department"]
    assert len(rows) == 2 + len(seeds["items"])


@pytest.mark.parametrize(
    ("sheet", "row", "key", "typed", "said"),
    [
        ("事项", 3, "department", "NOWHERE", "there is no department NOWHERE"),
        ("时限类别", 3, "value", "三", "is not a whole number"),
        ("时限类别", 3, "unit", "工作日", "is no unit"),
        ("事项材料", 3, "copies", "{copy: 两}", "is not {original"),
        ("事项材料", 3, "when", "{field: [", "expected the node content"),
        ("一件事的事项", 3, "of", "nobody", "there is no nobody on the sheet 一件事"),
    ],
)
def test_what_is_wrong_is_told_by_sheet_row_and_column(seeds, sheet, row, key, typed, said):
    found = workbooks.read(edited(workbooks.write(seeds), sheet, row, key, typed))
    assert any(
        (one.sheet, one.row) == (sheet, row) and said in one.message for one in found.wrong
    ), found.wrong


def test_sheets_and_columns_all_have_a_title_of_their_own():
    assert len({sheet_title(sheet.name) for sheet in SHEETS}) == len(SHEETS)
    for sheet in SHEETS:
        titles = [column_title(sheet.noun, column.key) for column in sheet.columns]
        assert not any(title.isascii() for title in titles), sheet.name
        assert len(set(titles)) == len(titles), sheet.name


def test_a_workbook_with_the_names_of_the_format_is_read_as_well(seeds):
    named = {sheet_title(sheet.name): sheet.name for sheet in SHEETS}
    back = workbooks.read(edited(workbooks.write(seeds), named=named))
    assert back.wrong == []
    assert back.content["items"] == workbooks.read(workbooks.write(seeds)).content["items"]


def test_an_annotated_copy_is_the_file_itself_with_a_note_at_each_wrong_cell(seeds):
    given = edited(workbooks.write(seeds), "一件事的事项", 3, "of", "nobody")
    wrong = [workbooks.Wrong("一件事的事项", 3, "A", "没有这件事", "")]
    copy = annotate(given, wrong)
    with zipfile.ZipFile(io.BytesIO(copy)) as packed:
        (said,) = [packed.read(name).decode() for name in packed.namelist() if "comments" in name]
    assert re.findall(r'<comment ref="(\w+)"', said) == ["A3"]
    assert "没有这件事" in said
    first = CalamineWorkbook.from_filelike(io.BytesIO(copy)).get_sheet_by_index(0).to_python()
    assert first == [["一件事的事项 A3", "没有这件事"]]
    assert workbooks.read(copy).wrong == workbooks.read(given).wrong


def test_digits_that_a_spreadsheet_made_a_number_are_digits_again():
    content = workbooks.read(
        book({"themes": [["key", "name", "lead", "area"], ["t", "一件事", "D", 222405.0]]})
    ).content
    assert content["themes"]["t"]["area"] == "222405"


def test_a_formula_is_written_as_the_text_it_is(seeds):
    seeds = {**seeds, "departments": {"D": {"name": '=HYPERLINK("http://evil")'}}}
    with zipfile.ZipFile(io.BytesIO(workbooks.write(seeds))) as packed:
        assert "<f>" not in packed.read("xl/worksheets/sheet1.xml").decode()


def test_a_key_twice_and_a_row_of_nobody_are_told():
    found = workbooks.read(
        book({"departments": [["key", "name"], ["A", "甲"], ["A", "乙"], ["", "丙"]]})
    )
    assert [(one.row, one.column) for one in found.wrong] == [(4, "A"), (5, "A")]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no zip", b"<html>"])
def test_what_is_no_workbook_is_refused(data):
    with pytest.raises(workbooks.NotAWorkbook):
        workbooks.read(data)


def test_a_small_file_that_would_not_end_is_refused_before_it_is_opened():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * (30 * 1024 * 1024))
    with pytest.raises(workbooks.NotAWorkbook, match="larger"):
        workbooks.read(out.getvalue())


def test_an_unknown_sheet_is_told():
    assert workbooks.read(book({"Tabelle1": [["x"]]})).wrong[0].message == "there is no such sheet"


def book(sheets):
    """A workbook typed by hand: titles, keys, rows."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, (titles, *rows) in sheets.items():
        page = made.add_worksheet(name)
        for at, row in enumerate([titles, titles, *rows]):
            page.write_row(at, 0, row)
    made.close()
    return out.getvalue()


def edited(data, sheet=None, row=0, key="", typed="", *, named=None):
    """The workbook with one cell typed over, or its sheets called otherwise."""
    read = CalamineWorkbook.from_filelike(io.BytesIO(data))
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    for name in read.sheet_names:
        rows = read.get_sheet_by_name(name).to_python()
        if name == sheet:
            rows[row - 1][rows[1].index(key)] = typed
        page = made.add_worksheet((named or {}).get(name, name))
        for at, cells in enumerate(rows):
            page.write_row(at, 0, cells)
    made.close()
    return out.getvalue()


@pytest.fixture(scope="module")
def seeds():
    return package_files.read_package(SEEDS, known={}).content
