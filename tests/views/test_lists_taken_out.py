"""The queue, the registers and what a search found, as files: the page's rows and masks, streamed, kept."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from python_calamine import CalamineWorkbook

from app.models import AccessEntry, Case
from app.services import account_roles, roles
from tests.conftest import keep
from tests.factories import green
from tests.factories.desk import person


def test_the_queue_is_taken_out_whole_and_masked(auditor, received, monkeypatch):
    monkeypatch.setattr("app.services.queue.READ", 2)
    head, *lines = taken(auditor, "/desk/queue/export?scope=all")
    assert head[:4] == ["编号", "事项", "一件事", "申请人"]
    shown = auditor.get("/desk/queue?scope=all").text.split("<tbody>", 1)[1]
    assert len(lines) > 2 and len(lines) == len(re.findall("<tr data-row", shown))
    assert {line[3] for line in lines} == {"金*"}


def test_the_queue_is_taken_out_as_it_is_narrowed(auditor, received):
    assert received and taken(auditor, "/desk/queue/export?scope=all&light=red")[1:] == []


def test_what_a_search_found_is_taken_out(auditor, received):
    lines = taken(auditor, f"/desk/search/export?q={received[-6:]}")[1:]
    assert [line[0] for line in lines] == [received]
    assert taken(auditor, f"/desk/search/export?q={received[-6:]}&state=closed")[1:] == []


def test_days_are_days_in_a_workbook_and_its_head_stays(auditor, received):
    auditor.get("/admin/cases/list/")
    book = auditor.post("/admin/cases/export", format="xlsx").data
    head, *lines = read(book)
    at = head.index("收件时间")
    assert received and [type(line[at]) for line in lines] == [datetime]


def test_a_limit_that_ends_with_its_day_is_that_day_in_a_text_file_too(auditor, received):
    head, *lines = taken(auditor, "/desk/queue/export?scope=all")
    due, opened = head.index("到期"), head.index("开始时间")
    assert received and {len(line[due]) for line in lines if line[due]} == {10}
    assert {len(line[opened]) for line in lines} == {16}


@pytest.mark.parametrize("address", ["/desk/queue/export?scope=all", "/admin/tasks/export"])
def test_whoever_may_take_lists_out_takes_what_they_may_see(session, received, sign_in, address):
    grants = {"task.read", "task.export", "case.read", "scope.department"}
    security = person("anquan", "security_admin")
    taker = roles.compose(session, "导出员", grants, by=security)
    session.flush()
    user = session.scalars(sa.select(User).where(User.username == "xfjy1")).one()
    account_roles.set_roles(session, user, [taker.name], by=security)
    keep(session)
    lines = taken(sign_in("xfjy1"), address)[1:]
    assert received and lines and all("消防救援大队" in line for line in lines)


def test_a_list_is_not_taken_out_whole_where_its_filter_cannot_be_read(auditor):
    auditor.get("/admin/cases/list/")
    wrong = "/admin/cases/export?received_at-from=2026-13-01"
    assert auditor.post(wrong, format="csv").status_code == 400


def test_who_took_how_many_rows_is_kept(auditor, received, rows):
    assert received and len(taken(auditor, "/admin/cases/export")) == 2
    entry = sa.select(AccessEntry.by, AccessEntry.type, AccessEntry.data).order_by(AccessEntry.id)
    begun, ended = rows(entry.where(AccessEntry.type.in_(("exported", "taken_out"))))
    assert begun[:2] == ("jiancha", "exported")
    assert json.loads(ended[2]) == {"rows": 1, "whole": True}


def test_a_file_that_was_broken_off_says_how_far_it_went(auditor, received, rows):
    auditor.get("/desk/queue?scope=all")
    answer = auditor.post("/desk/queue/export?scope=all", format="xlsx")
    next(answer.iter_encoded())
    answer.close()
    (data,) = rows(sa.select(AccessEntry.data).where(AccessEntry.type == "taken_out"))
    assert received and json.loads(data[0])["whole"] is False


def test_the_pages_offer_it_to_who_may_and_to_nobody_else(auditor, received, sign_in):
    assert "/desk/queue/export" in auditor.get("/desk/queue?scope=all").text
    assert "/desk/search/export" in auditor.get(f"/desk/search?q={received[-6:]}").text
    assert "/export" not in sign_in("lijing").get("/desk/queue?scope=all").text


def taken(person, address):
    """The lines of a list taken out as text."""
    person.get("/password")
    answer = person.post(address, format="csv")
    assert answer.status_code == 200, answer.status_code
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def read(book):
    return CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()


@pytest.fixture
def auditor(sign_in):
    return sign_in("jiancha")


@pytest.fixture
def received(sign_in, rows):
    green.received(sign_in, "catering_green_channel")
    return rows(sa.select(Case.number))[0][0]
