"""Lists that are no dictionaries, taken out as files: accounts, roles, the calendar; kept in the access chain."""

from __future__ import annotations

import csv
import io
import json

import pytest
import sqlalchemy as sa
from python_calamine import CalamineWorkbook

from app.models import AccessEntry

YEAR = "/admin/calendars/year/2026"


def test_the_list_of_accounts_says_who_may_what_and_no_secret(sign_in, rows):
    lines = taken(sign_in("anquan"), "/admin/users/export")
    clerk = next(line for line in lines if line[0] == "lijing")
    assert clerk[1:4] == ["李静", "窗口人员", "综合窗口"] and clerk[5] == "综合窗口 1 号"
    everything = "".join(map("".join, lines))
    for secret in rows(sa.text("SELECT password FROM ab_user")):
        assert secret[0] not in everything


def test_it_is_taken_out_as_it_is_filtered_page_after_page(sign_in, monkeypatch):
    monkeypatch.setattr("app.services.people.PAGE", 3)
    security = sign_in("anquan")
    assert len(taken(security, "/admin/users/export")) > 6
    heads = taken(security, "/admin/users/export?role=department_head")[1:]
    assert heads and {line[2] for line in heads} == {"部门负责人"}


def test_the_list_of_roles_says_the_grants_of_each_and_who_holds_it(sign_in):
    lines = taken(sign_in("anquan"), "/admin/roles/export")
    catalogue = next(line for line in lines if "目录管理员" in line[2])
    assert "窗口 " in catalogue[3] and "发布" in catalogue[3]


def test_who_took_accounts_out_is_kept_by_what_they_filtered_and_not_for_whom(sign_in, rows):
    taken(sign_in("anquan"), "/admin/users/export?name=李静")
    entry = sa.select(AccessEntry.by, AccessEntry.noun, AccessEntry.data)
    found = rows(entry.where(AccessEntry.type == "exported"))
    assert found == [("anquan", "account", '{"filtered":["name"],"format":"csv"}')]


def test_every_day_of_a_year_is_told_with_what_it_is_and_its_hours(mulu):
    lines = {line[0]: line for line in taken(mulu, f"{YEAR}/days/export")}
    assert len(lines) == 1 + 365
    assert lines["2026-10-01"][2:4] == ["放假", "国庆节"]
    assert lines["2026-09-18"][2] == "工作日" and lines["2026-09-18"][4].startswith("08:30–")
    assert lines["2026-09-13"][2:] == ["周末", "", ""]


def test_years_hours_and_closures_are_taken_out_too(mulu):
    years = taken(mulu, f"{YEAR}/years/export")
    assert [line[1] for line in years if line[0] == "2026"] == ["是"]
    assert "08:30" in taken(mulu, f"{YEAR}/hours/export")[1][-1]
    assert len(taken(mulu, f"{YEAR}/closures/export")) == 1


def test_revisions_are_a_workbook_if_that_is_wanted_and_the_chain_says_which_list(mulu, rows):
    mulu.get("/admin/calendars/list/")
    book = mulu.post("/admin/calendars/export", format="xlsx").data
    lines = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert [line[0] for line in lines] == ["版次", "1"]
    taken(mulu, f"{YEAR}/hours/export")
    entry = sa.select(AccessEntry.ref, AccessEntry.data).order_by(AccessEntry.id)
    entries = rows(entry.where(AccessEntry.type == "exported"))
    assert [(ref, json.loads(data)["format"]) for ref, data in entries] == [
        ("list", "xlsx"), ("hours", "csv"),
    ]  # fmt: skip


def test_a_file_of_another_kind_is_none(mulu):
    mulu.get("/admin/calendars/list/")
    assert mulu.post(f"{YEAR}/days/export", format="exe").status_code == 400


def taken(person, address):
    """The lines of a list taken out as text."""
    person.get("/password")
    answer = person.post(address, format="csv")
    assert answer.status_code == 200, answer.status_code
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


@pytest.fixture
def mulu(sign_in):
    return sign_in("mulu")
