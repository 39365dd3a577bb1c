"""Every list that is looked at can be taken out: appeals, findings, ratings and orders as their pages show them."""

from __future__ import annotations

import csv
import io

import pytest
from python_calamine import CalamineWorkbook

from app.services import appeal_list, calendars, findings, orders, rating_reads
from tests.conftest import NOW, keep
from tests.factories import desk, rated
from tests.factories.appeals import INQUIRER, act, answered, registered

MEASURES = "=重新培训窗口人员，向玄某某道歉"
EMPTY = {"/desk/appeals/export?state=answered": 11, "/supervision/orders/export?which=late": 8}


def test_appeals_are_taken_out_page_by_page_with_the_names_masked(session, taken, monkeypatch):
    monkeypatch.setattr(appeal_list, "READ", 1)
    numbers = [registered(session, external_ref=ref).number for ref in ("12345-1", "12345-2")]
    keep(session)
    head, *lines = taken("/desk/appeals/export")
    assert head[:3] == ["编号", "类别", "反映人"]
    assert [line[0] for line in lines] == numbers
    assert {(line[2], line[4]) for line in lines} == {("玄*", "12345-1"), ("玄*", "12345-2")}


def test_findings_with_their_measures_and_no_name_in_them(session, taken, monkeypatch):
    monkeypatch.setattr(findings, "PAGE", 1)
    numbers = [upheld(session) for _appeal in range(2)]
    lines = taken("/supervision/findings/export")[1:]
    assert [line[2] for line in lines] == numbers[::-1]
    assert {line[4] for line in lines} == {"'=重新培训窗口人员，向玄*道歉"}


def test_ratings_and_orders(session, taken, monkeypatch):
    monkeypatch.setattr(rating_reads, "PAGE", 1)
    number = registered(session).number
    give = {"text": "今天答复。", "days": 1, "calendar": calendars.current(session)}
    orders.give(session, f"{number}-01", by=desk.SUPERVISOR, now=NOW, **give)
    for level in (2, 5):
        rated.rated(session, level)
    keep(session)
    assert [line[2] for line in taken("/supervision/ratings/export")[1:]] == ["5", "2"]
    assert [line[0] for line in taken("/supervision/orders/export")[1:]] == [f"{number}-01"]


@pytest.mark.parametrize("address", EMPTY)
def test_a_list_of_nothing_is_a_workbook_with_its_head_alone(auditor, address):
    book = auditor.post(address, format="xlsx").data
    (head,) = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert len(head) == EMPTY[address]


def upheld(session):
    number = registered(session, "refused_to_do").number
    answered(session, number)
    found = {
        "finding": "upheld",
        "department": "SCJG",
        "measures": MEASURES,
        "expected": "2026-10-15",
    }
    inquiry = {"by": INQUIRER, "task": "main.inquiry"}
    act(session, number, "finish_step", **inquiry)
    act(session, number, "close_inquiry", **inquiry, **found)
    keep(session)
    return number


@pytest.fixture
def auditor(sign_in):
    auditor = sign_in("jiancha")
    auditor.get("/password")
    return auditor


@pytest.fixture
def taken(auditor):
    def lines(address):
        answer = auditor.post(address, format="csv")
        assert answer.status_code == 200
        return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))

    return lines
