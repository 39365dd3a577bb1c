"""One field finds a case: by number, name, initials, two signs, phone; and nobody finds what is hidden from them."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from app.models import Case
from tests.factories import green

THEME = "catering_green_channel"
NAME, PHONE, NUMBER = "金海", "13804331234", "222405199001011236"


@pytest.fixture
def case(sign_in, rows):
    green.receive(sign_in("lijing"), THEME)
    return rows(sa.select(Case.number))[0][0]


def found(page):
    return re.findall(r'<tr data-row>.*?<a href="/desk/cases/([^"]+)"', page.text)


def test_a_whole_number_goes_straight_to_the_case(sign_in, case):
    answer = sign_in("lijing").get(f"/desk/search?q= {case.lower()} ")
    assert answer.headers["Location"] == f"/desk/cases/{case}"


@pytest.mark.parametrize("text", [NAME, "金", "jh", "餐饮", PHONE, "138 0433 1234", NUMBER, "0001"])
def test_a_clerk_finds_by_what_the_applicant_says(sign_in, case, text):
    assert found(sign_in("lijing").get(f"/desk/search?q={text}")) == [case]
