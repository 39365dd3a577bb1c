"""The field on top of every page: a number opens its case, anything else lists what was found."""

from __future__ import annotations

import json
import re

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from app.models import AccessEntry
from tests.factories import green
from tests.factories.doors import MISSING

THEME = "catering_green_channel"
NAME, PHONE, NUMBER = "金海", "13804331234", "222405199001011236"


def test_a_whole_number_goes_straight_to_the_case(clerk, case):
    assert clerk.get(f"/desk/search?q= {case.lower()} ").location == f"/desk/cases/{case}"
    assert clerk.get(f"/desk/search?q={case}-02").location == f"/desk/cases/{case}-02"


@pytest.mark.parametrize("text", [NAME, "jh", PHONE, "138 0433 1234", NUMBER])
def test_a_clerk_finds_by_what_the_applicant_says(clerk, case, text):
    assert found(clerk.get(f"/desk/search?q={text}")) == [case]


def test_a_slip_in_a_number_is_told_and_what_it_may_have_meant_is_shown(clerk, case):
    wrong = case[:-1] + ("A" if case[-1] != "A" else "B")
    page = clerk.get(f"/desk/search?q={wrong}")
    assert "编号最后一位对不上，请再核对。" in page.text
    assert found(page) == [case]


def test_a_number_that_no_case_has_or_that_is_not_ones_own_reads_the_same(sign_in, case):
    stranger = sign_in("wsjk1")
    pages = [stranger.page(f"/desk/search?q={number}") for number in (case, MISSING)]
    assert "您能看的办件里没有" in pages[0]
    assert pages[0].replace(case, "") == pages[1].replace(MISSING, "")


def test_who_reads_names_masked_is_told_why_nobody_is_found(sign_in, case):
    head = sign_in("ducha")
    assert "不能按人查" in head.page(f"/desk/search?q={NAME}")
    assert found(head.get("/desk/search?q=餐饮")) == [case]
    assert NAME not in head.get("/desk/search?q=餐饮").text


def test_nothing_too_little_and_nothing_found_each_say_so(clerk):
    assert "您要找什么" in clerk.page("/desk/search")
    assert "字太少" in clerk.page("/desk/search?q=x")
    assert "您能看的办件里没有“王五”" in clerk.page("/desk/search?q=王五")
    assert "在全部办件里找" in clerk.page("/desk/search?q=王五&state=closed")


def test_what_was_typed_stays_in_the_field_and_is_no_markup(clerk, case):
    page = clerk.get('/desk/search?q="><b>金').text
    assert "<b>金" not in page
    assert 'value="&#34;&gt;&lt;b&gt;金"' in page


def test_looking_for_a_person_is_a_reading_and_the_words_are_in_no_entry(clerk, case, rows):
    clerk.get(f"/desk/search?q={NAME}")
    clerk.get("/desk/search?q=20260918")
    entries = rows(sa.select(AccessEntry.ref, AccessEntry.data).filter_by(type="searched"))
    assert [json.loads(entry.data) for entry in entries] == [{"found": 1, "kinds": ["name"]}]
    assert NAME not in str(entries)


def test_the_chain_says_who_looked_in_words(clerk, sign_in, case):
    clerk.get(f"/desk/search?q={PHONE}")
    page = sign_in("shenji").page("/admin/trail/")
    assert "按手机号查人，查到 1 件" in page
    assert PHONE not in page


def test_pages_follow_each_other_and_the_day_stands_above(clerk, monkeypatch):
    monkeypatch.setattr("app.services.search.PAGE", 2)
    made = [receive(clerk) for _ in range(5)]
    seen, address = [], f"/desk/search?q={NAME}"
    while address:
        page = clerk.get(address)
        assert "今天收件" in page.text
        seen += found(page)
        following = re.search(r'href="([^"]+)" rel="next"', page.text)
        address = following and following.group(1).replace("&amp;", "&")
    assert seen == made[::-1]


def test_a_search_asks_as_much_for_many_rows_as_for_one(clerk, app):
    receive(clerk)
    few = statements(app, clerk, f"/desk/search?q={NAME}")
    for _ in range(3):
        receive(clerk)
    many = statements(app, clerk, f"/desk/search?q={NAME}")
    reading = [statement for statement in many if statement.startswith("SELECT")]
    assert len(few) == len(many) <= 6, many
    assert len(reading) <= 4, reading


@pytest.fixture
def clerk(sign_in):
    return sign_in("lijing")


@pytest.fixture
def case(clerk):
    return receive(clerk)


def receive(clerk):
    return green.receive(clerk, THEME).location.rsplit("/", 1)[1]


def found(page):
    return re.findall(r'<tr data-row>.*?<a href="cases/([^"]+)"', page.text)


def statements(app, browser, address):
    from app.extensions import db

    with app.app_context():
        engine = db.engine
    done = []

    def note(_connection, _cursor, statement, *_more):
        done.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    assert browser.get(address).status_code == 200
    event.remove(engine, "before_cursor_execute", note)
    return [statement for statement in done if not statement.startswith(("BEGIN", "PRAGMA"))]
