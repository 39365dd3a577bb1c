"""A long list as a workbook: every word as it was, days as days, opened by a reader that is not ours."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from xml.etree import ElementTree as ET

import pytest
from python_calamine import CalamineWorkbook

from app.services import streamed_workbook
from app.services.streamed_workbook import streamed

HEAD = ["编号", "名称"]
AWKWARD = [
    "=1+1",
    " 前后 ",
    "a<b>&\"'",
    "两\n行",
    "\x00\x1f坏",
    "\ud800",
    "😀",
    "_x0041_",
    "x" * 40_000,
]


def test_days_moments_and_numbers_are_what_they_are():
    line = ["甲", date(2026, 9, 18), datetime(2026, 9, 18, 14, 5), 7, None, 10**17]
    assert read([HEAD, line]) == [
        [*HEAD, *[""] * 4],
        ["甲", date(2026, 9, 18), datetime(2026, 9, 18, 14, 5), 7.0, "", str(10**17)],
    ]


def test_the_last_moment_of_a_day_is_that_day():
    assert read([HEAD, [datetime(2026, 9, 18, 23, 59, 59)]])[1][0] == date(2026, 9, 18)


@pytest.mark.parametrize("text", AWKWARD, ids=range(len(AWKWARD)))
def test_awkward_words_come_back_and_run_nowhere(text):
    book = made([HEAD, [text]])
    whole = text.translate({0: None, 0x1F: None, 0xD800: None})[:32_767]
    assert sheets(book)[0][1][0] == whole
    assert b"<f" not in zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml")


def test_every_part_is_well_formed_and_the_head_stays():
    with zipfile.ZipFile(io.BytesIO(made([HEAD, *[["甲", "乙"]] * 300]))) as packed:
        assert packed.testzip() is None
        for name in packed.namelist():
            ET.fromstring(packed.read(name))  # noqa: S314 - made a line above
        assert b'state="frozen"' in packed.read("xl/worksheets/sheet1.xml")


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(monkeypatch):
    monkeypatch.setattr(streamed_workbook, "MOST_ROWS", 4)
    book = made([HEAD, *[[str(at)] for at in range(8)]])
    assert [[row[0] for row in sheet] for sheet in sheets(book)] == [
        ["编号", "0", "1", "2"], ["编号", "3", "4", "5"], ["编号", "6", "7"],
    ]  # fmt: skip


def test_the_first_piece_comes_before_the_second_row():
    def lines():
        yield HEAD
        raise AssertionError("read too early")

    assert next(streamed(lines()))


def made(lines):
    return b"".join(streamed(lines))


def sheets(book):
    opened = CalamineWorkbook.from_filelike(io.BytesIO(book))
    return [opened.get_sheet_by_name(name).to_python() for name in opened.sheet_names]


def read(lines):
    return sheets(made(lines))[0]
