"""Lists of the dictionaries: found by word and by initials, few statements, taken out, retired together."""

from __future__ import annotations

import csv
import io

import pytest
import sqlalchemy as sa
from python_calamine import CalamineWorkbook

from app.models import AccessEntry, Department, JournalEntry
from tests.factories.office import numbers, saved

#: List → what is typed, and the code of the row that it must find.
FOUND = {
    "departments": {"消防": "XFJY", "xfjy": "XFJY", "jyd": "XFJY", "xfjydd": "XFJY"},
    "windows": {"税务": "SW01", "swzc": "SW01", "二楼": "SB01", "eldt": "SB01"},
    "documents": {"平面": "SITE_PLAN", "pmbz": "SITE_PLAN"},
    "items": {"食品": "food", "spjy": "food"},
    "themes": {"餐饮": "catering_green_channel", "cy": "catering_green_channel"},
    "templates": {"告知": "notice_sheet", "ycxgz": "notice_sheet"},
    "appeals": {"办": "hard_to_do", "b": "hard_to_do"},
    "patterns": {"出生": "birth_certificate_number"},
    "sla": {"day_3": "day_3"},
}
LISTS = (*FOUND, "centre", "acknowledged", "workplaces", "calendars")


@pytest.mark.parametrize("noun", FOUND)
def test_a_row_is_found_by_a_word_of_its_name_and_by_initials(mulu, noun):
    for asked, code in FOUND[noun].items():
        answer = mulu.get(f"/admin/{noun}/list/?q={asked}")
        assert code in numbers(answer.text), asked


def test_two_characters_in_the_middle_of_a_name_find_it_and_nothing_else(mulu):
    assert numbers(mulu.get("/admin/departments/list/?q=防救").text) == ["XFJY"]


def test_a_percent_sign_is_a_character_and_no_wildcard(mulu):
    assert numbers(mulu.get("/admin/documents/list/?q=%25").text) == []


def test_a_renamed_row_is_found_by_its_new_sound_alone(mulu, rows):
    saved(mulu, f"departments/edit/{ident(rows, 'XFJY')}", name="应急局", short_name="")
    assert numbers(mulu.get("/admin/departments/list/?q=yjj").text) == ["XFJY"]
    assert numbers(mulu.get("/admin/departments/list/?q=xfjyd").text) == []


@pytest.mark.parametrize("noun", [*LISTS, "series"])
def test_a_list_takes_at_most_four_statements(mulu, app, noun):
    mulu.get(f"/admin/{noun}/list/")
    done = statements(app, mulu, f"/admin/{noun}/list/")
    assert len(done) <= 4, done


@pytest.mark.parametrize("noun", LISTS)
def test_a_list_is_taken_out_as_it_stands(mulu, noun):
    page = mulu.get(f"/admin/{noun}/list/").text
    lines = taken(mulu, noun)
    assert len(lines) > 1 and len(lines) - 1 >= page.count("<tr data-row")


def test_what_is_taken_out_is_what_the_list_is_filtered_by(mulu):
    lines = taken(mulu, "departments", "?q=xfjy")
    assert [line[0] for line in lines] == ["代码", "XFJY"]


def test_the_workbook_says_the_same_as_the_text_file(mulu):
    mulu.get("/admin/departments/list/")
    sheet = mulu.post("/admin/departments/export", format="xlsx").data
    book = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert [list(map(str, line)) for line in book] == taken(mulu, "departments")


def test_a_name_that_begins_like_a_formula_runs_nowhere(mulu):
    saved(mulu, "documents/add", key="AAA", name="=HYPERLINK(1)", points="＋加盖公章")
    mulu.get("/admin/documents/list/")
    text = mulu.post("/admin/documents/export?q=AAA", format="csv").data.decode("utf-8-sig")
    assert ",'=HYPERLINK(1)," in text and ",'＋加盖公章," in text
    sheet = mulu.post("/admin/documents/export?q=AAA", format="xlsx").data
    assert b"<f>" not in unzipped(sheet) and b"=HYPERLINK(1)" in unzipped(sheet)


def test_whoever_takes_a_list_out_is_kept_and_never_what_they_looked_for(sign_in, rows):
    auditor = sign_in("jiancha")
    taken(auditor, "departments", "?q=xfjy")
    entry = rows(
        sa.select(AccessEntry.by, AccessEntry.noun, AccessEntry.data).where(
            AccessEntry.type == "exported"
        )
    )
    assert entry == [("jiancha", "department", '{"filtered":["q"],"format":"csv"}')]


def test_a_list_of_many_pages_is_taken_out_whole(mulu, rows, monkeypatch):
    monkeypatch.setattr("app.admin.exports.ROWS", 7)
    every = rows(sa.select(Department.code).order_by(Department.code))
    assert [line[0] for line in taken(mulu, "departments")[1:]] == [code for (code,) in every]


def test_several_rows_are_retired_at_once_with_a_result_for_each(mulu, rows):
    chosen = [ident(rows, code) for code in ("XFJY", "GAJ")]
    press(mulu, f"departments/retire/{chosen[0]}")
    page = press(mulu, "departments/bulk", act="retire", row=chosen)
    assert "2 行里办成 1 行" in page
    assert "先前已停用。" in page and "照旧保留。" in page
    retired = rows(sa.select(Department.code).where(Department.retired_at.is_not(None)))
    assert set(retired) == {("XFJY",), ("GAJ",)}


def test_retired_rows_are_put_back_in_use_together(mulu, rows):
    chosen = [ident(rows, code) for code in ("XFJY", "GAJ")]
    for act in ("retire", "restore"):
        press(mulu, "departments/bulk", act=act, row=chosen)
    assert rows(sa.select(Department.code).where(Department.retired_at.is_not(None))) == []
    entries = rows(sa.select(JournalEntry.id).where(JournalEntry.type == "department_changed"))
    assert len(entries) == 4


def test_where_the_database_fails_none_of_the_rows_is_retired(mulu, rows, monkeypatch):
    from app.services import retiring

    real = retiring.retire

    def fails(session, top, key, **more):
        if key == "XFJY":
            raise RuntimeError("the disk is full")
        real(session, top, key, **more)

    monkeypatch.setattr(retiring, "retire", fails)
    chosen = [ident(rows, code) for code in ("GAJ", "XFJY")]
    mulu.get("/admin/departments/list/")
    with pytest.raises(RuntimeError, match="disk"):
        press(mulu, "departments/bulk", act="retire", row=chosen)
    assert rows(sa.select(Department.code).where(Department.retired_at.is_not(None))) == []


def taken(person, noun, query=""):
    """The lines of a list taken out as text."""
    person.get(f"/admin/{noun}/list/")
    answer = person.post(f"/admin/{noun}/export{query}", format="csv")
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def unzipped(data):
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return b"".join(book.read(name) for name in book.namelist())


def press(person, address, **fields):
    from tests.factories.browser import text_of

    person.get("/admin/departments/list/")
    pairs = [("row", one) for one in fields.pop("row", ())]
    return text_of(person.post(f"/admin/{address}", pairs, **fields).text)


def ident(rows, code):
    return rows(sa.select(Department.id).where(Department.code == code))[0][0]


def statements(app, browser, address):
    from tests.views.test_registers import statements as counted

    return counted(app, browser, address)


@pytest.fixture
def mulu(sign_in):
    return sign_in("mulu")
