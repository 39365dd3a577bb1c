"""What if, in the Studio: closed cases under a draft, figure beside figure, for whoever may see it."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.services import catalogue
from tests.conftest import keep
from tests.factories.browser import text_of
from tests.factories.closed import ITEM, closed_case, received

PAGE = f"/studio/items/{ITEM}/what-if"


def test_a_shorter_promise_in_the_draft_makes_the_same_cases_late(handled, sign_in):
    page = text_of(sign_in("mulu").get(PAGE).text)
    assert "办理用时按不变计算" in page
    assert "n = 5 看了 5 件已办结的，有 0 件算不出过程" in page
    assert "按时办结 5 件中 5 件（100%） 5 件中 0 件（0%） 原来按时的有 5 件会超期。" in page
    assert "税务局超期（承诺时限） 5 件中 0 件 5 件中 5 件 多 5 件超期。" in page
    assert "不足 20 件，只供参考" in page


def test_every_case_stands_with_its_dates_to_the_second(handled, sign_in):
    page = text_of(sign_in("mulu").get(f"{PAGE}?before=handled&after=1").text)
    when = "2026-09-18 09:20:00 0 2026-09-18 23:59:59"
    assert f"2026-09-18 09:00:00 {when} {when}" in page


def test_a_period_leaves_out_what_was_closed_outside_it(handled, sign_in):
    page = text_of(sign_in("mulu").get(f"{PAGE}?since=2026-09-15&until=2026-09-17").text)
    assert "n = 3 看了 3 件" in page
    assert "不足 5 件时不给数字" in page


def test_a_day_that_is_none_is_said_and_what_was_chosen_stays(sign_in):
    page = sign_in("mulu").get(f"{PAGE}?since=9月1日").text
    assert "日期请写成 2026-09-18 这样" in page
    assert 'value="9月1日"' in page


def test_numbers_of_cases_are_shown_to_those_who_may_read_cases(session, sign_in):
    number = received(session, datetime(2026, 9, 14, 9))
    session.rollback()
    closed_case(session, datetime(2026, 9, 14, 9))
    assert number not in sign_in("mulu").get(PAGE).text
    assert f'href="/desk/cases/{number}"' in sign_in("jiancha").get(PAGE).text


@pytest.mark.parametrize("asked", ["after=9", "after=nothing", "before=99999999999999999999"])
def test_a_version_that_never_was_is_not_found(sign_in, asked):
    assert sign_in("mulu").get(f"{PAGE}?{asked}").status_code == 404


@pytest.mark.parametrize("username", ["lijing", "ducha"])
def test_it_is_nobody_elses(sign_in, username):
    assert sign_in(username).get(PAGE).status_code == 403


@pytest.fixture
def handled(session):
    """Five cases of one item closed within twenty minutes, and a draft that promises ten."""
    for day in (14, 15, 16, 17, 18):
        closed_case(session, datetime(2026, 9, day, 9))
    item = catalogue.entries_of(session, "items", [ITEM])[ITEM]
    changed = {**item, "promise": {"value": 10, "unit": "working_minute"}}
    catalogue.put(session, "items", ITEM, entry=changed, by="mulu", now=datetime(2026, 9, 18))
    keep(session)
