"""A sheet read back: each cell as a window would have typed it, each row at its own number."""

from __future__ import annotations

import contextlib
import io
import zipfile
from datetime import date, datetime

import pytest

from app.domain.fields import Cell
from app.services import sheet_reading
from app.services.sheet_columns import TEXT, Column, mark
from app.services.sheet_template import template
from app.services.workbook_files import NotAWorkbook
from tests.factories import sheets

NAME = Column("applicant", "name", "姓名", TEXT, {}, needed=True)
SAID = Column("answer", "said", "说明", TEXT, {})
WORDS = Column("answer", "words", "种类", TEXT, {"甲": "a", "乙": "b"})


@pytest.mark.parametrize(
    ("cell", "typed"),
    [
        (" 海兰江 ", "海兰江"),
        (86, "86"),
        (1.5, "1.5"),
        (10**15 - 1, "999999999999999"),
        (True, "yes"),
        (False, "no"),
        (datetime(2026, 9, 23, 9, 30), "2026-09-23"),
        (date(2026, 9, 23), "2026-09-23"),
    ],
)
def test_a_cell_is_what_was_typed_into_it(cell, typed):
    assert read({SAID.name: cell})[0].of("answer") == {"said": typed}


def test_what_a_spreadsheet_made_of_a_long_number_is_told_and_not_guessed():
    row = read({SAID.name: 222405199001011236})[0]
    assert (row.wrong, row.of("answer")) == ({SAID.name: sheet_reading.LOST}, {})


@pytest.mark.parametrize(
    "cell", ["甲、乙", "甲,乙", "甲，乙", "甲; 乙", "甲；乙", "甲\n乙", "a、b"]
)
def test_several_words_stand_in_one_cell_however_they_are_parted(cell):
    assert read({WORDS.name: cell})[0].of("answer") == {"words": "a\nb"}


@pytest.mark.parametrize("cell", ["丙", "甲、丙"])
def test_a_word_that_no_list_has_is_told(cell):
    assert read({WORDS.name: cell})[0].wrong == {WORDS.name: sheet_reading.NO_WORD}


def test_lines_left_empty_are_no_applications_and_move_no_row():
    rows = read({}, {NAME.name: "  "}, {SAID.name: "乙"})
    assert [row.number for row in rows] == [3, 6]


@pytest.mark.parametrize(
    ("lines", "columns", "why"),
    [
        ([{NAME.name: "金海"}] * 3, [NAME], sheet_reading.TOO_MANY),
        ([{}], [NAME], sheet_reading.EMPTY),
        ([{SAID.name: "甲"}], [SAID], sheet_reading.NOT_THIS_SHEET),
    ],
)
def test_what_is_no_sheet_of_ours_is_told(monkeypatch, lines, columns, why):
    monkeypatch.setattr("app.services.sheet_reading.MOST", 2)
    with pytest.raises(NotAWorkbook, match=why):
        sheet_reading.read(sheets.workbook(columns, lines), [NAME, SAID])


@pytest.mark.parametrize(("of", "ours"), [("shop", True), ("hotel", False), ("", True)])
def test_a_sheet_says_whose_it_is_and_an_older_one_does_not(of, ours):
    asked = [NAME, *([mark(of)] if of else [])]
    content = sheets.workbook(asked, [{NAME.name: "金海"}])
    read_as = contextlib.nullcontext() if ours else pytest.raises(NotAWorkbook)
    with read_as:
        sheet_reading.read(content, [NAME, mark("shop")])


def test_a_sheet_of_somebodys_own_may_stand_before_ours():
    content = sheets.workbook([NAME], [{NAME.name: "金海"}], before="我的备注")
    assert sheet_reading.read(content, [NAME]).name == "表"


@pytest.mark.parametrize("words", [["甲，" * 20] * 8, ["甲,乙"]])
def test_a_list_that_fits_into_no_cell_stands_in_a_sheet_of_its_own(words):
    listed = Column("answer", "listed", "选", Cell("@", tuple(words)), {})
    file = zipfile.ZipFile(io.BytesIO(template([NAME, listed], title="表", words="词")))
    assert f"'词'!$B$1:$B${len(words)}" in file.read("xl/worksheets/sheet1.xml").decode()
    assert words[0] in file.read("xl/sharedStrings.xml").decode()


def read(*lines):
    """The rows after a first one, which is whole."""
    columns = [NAME, SAID, WORDS]
    whole = [{NAME.name: "金海"}] if len(lines) > 1 else []
    return sheet_reading.read(sheets.workbook(columns, [*whole, *lines]), columns).rows
