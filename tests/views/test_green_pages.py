"""One intake open in two browsers: neither loses what the other typed."""

from __future__ import annotations

import re

import pytest

from tests.factories import green
from tests.factories.browser import text_of

THEME = "catering_green_channel"


def test_two_pages_of_one_intake_lose_nothing_of_each_other(clerk, form, sign_in, rows):
    seen = green.hidden(clerk.get(f"{form}/form").text, "version")
    other = sign_in("piaoyu")
    other.get(f"{form}/form")
    first = {"version": seen, "applicant-name": "金海", "applicant-phone": ""}
    assert clerk.post(f"{form}/save/form", **first).status_code == 204
    second = {"version": seen, "applicant-name": "", "applicant-phone": "13804331234"}
    assert other.post(f"{form}/save/form", **second).status_code == 204
    page = clerk.get(f"{form}/form").text
    assert 'value="金海"' in page
    assert 'value="13804331234"' in page


def test_where_two_pages_wrote_the_same_field_both_are_shown_before_one_wins(clerk, form, sign_in):
    seen = green.hidden(clerk.get(f"{form}/form").text, "version")
    other = sign_in("piaoyu")
    other.get(f"{form}/form")
    assert clerk.post(f"{form}/save/form", version=seen, f_shop_name="海兰江").status_code == 204
    assert other.post(f"{form}/save/form", version=seen, f_shop_name="布尔哈通").status_code == 409
    assert 'value="海兰江"' in clerk.get(f"{form}/form").text
    answer = green.fill_form(other, form, version=seen, f_shop_name="布尔哈通")
    assert answer.status_code == 422
    assert "另一个页面在这里填了“海兰江”" in text_of(answer.text)
    assert 'value="布尔哈通"' in answer.text
    again = green.hidden(answer.text, "version")
    assert green.fill_form(other, form, version=again, f_shop_name="布尔哈通").status_code == 302


def test_ticks_of_two_pages_add_up(clerk, form, sign_in):
    green.fill_form(clerk, form)
    seen = green.hidden(clerk.get(f"{form}/documents").text, "version")
    other = sign_in("piaoyu")
    other.get(f"{form}/documents")
    clerk.post(f"{form}/save/documents", [("point-PREMISES", "0")], version=seen)
    other.post(f"{form}/save/documents", [("point-PREMISES", "1")], version=seen)
    page = clerk.get(f"{form}/documents").text
    assert len(re.findall(r'name="point-PREMISES" value="[01]" checked', page)) == 2


def test_one_page_may_untick_what_it_ticked(clerk, form):
    green.fill_form(clerk, form)
    seen = green.hidden(clerk.get(f"{form}/documents").text, "version")
    ticked = clerk.post(f"{form}/save/documents", [("point-PREMISES", "0")], version=seen)
    clerk.post(f"{form}/save/documents", version=ticked.headers["X-Draft-Version"])
    assert "checked" not in clerk.get(f"{form}/documents").text


@pytest.fixture
def clerk(sign_in):
    return sign_in("lijing")


@pytest.fixture
def notice(clerk):
    return green.to_notice(clerk, THEME)


@pytest.fixture
def form(clerk, notice):
    return green.to_form(clerk, notice)
