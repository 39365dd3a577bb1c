"""The board of a channel: cases by departments, who waits for whom, what holds up most."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from app.models import Theme
from tests.conftest import keep
from tests.factories import desk
from tests.factories.browser import text_of
from tests.factories.hall import Hall
from tests.views.test_queue import statements

THEME = "catering_green_channel"
BOARD = f"/desk/board/{THEME}"


def test_a_refresh_takes_three_statements_for_one_case_and_for_several(hall, app):
    clerk = hall.person("lijing")
    clerk.get(BOARD)
    few = refreshed(app, clerk)
    for _ in range(3):
        hall.receive(THEME)
    many = refreshed(app, clerk)
    assert len(few) == len(many) <= 3, many
    assert all(one.startswith("SELECT") for one in many)


def test_each_part_shows_its_light_and_what_waits_says_for_whom(hall):
    row = cells(hall, "lijing")
    assert row["市场监管局"] == "绿灯 余 1 日 市场主体设立登记 等前序 食品经营许可新办"
    assert [row["税务局"], row["公安局"]] == ["等市场监管局"] * 2
    assert row["谁等谁"].startswith("等市场监管局（市场主体设立登记）、")
    assert row["汇合"] == "0 / 7"


def test_what_is_decided_is_no_longer_waited_for(hall):
    hall.grant("reg", "fire")
    row = cells(hall, "lijing")
    assert row["汇合"] == "2 / 7"
    assert row["消防救援大队"] == "已办结"
    assert "消防" not in row["谁等谁"]


def test_the_sentence_names_who_holds_up_most_and_how_many(hall):
    hall.receive(THEME)
    hall.grant("reg")
    page = hall.person("lijing").page(BOARD)
    assert (
        "现在最堵的是市场监管局：2 件里 2 件在等它，其中 1 件等“市场主体设立登记”办好才能往下走。"
        in page
    )


def test_the_cases_that_wait_for_one_can_be_seen_alone(hall):
    first, second = hall.number, hall.receive(THEME)
    hall.grant("fire")
    page = hall.person("lijing").get(f"{BOARD}?on=XFJY").text
    assert [f'data-case="{number}"' in page for number in (first, second)] == [True, False]


def test_a_case_on_supplement_waits_for_the_applicant_and_has_no_colour(hall):
    hall.receive(THEME, act="supplement", leave={"SIGN_DRAWING"})
    row = cells(hall, "lijing", hall.number)
    assert row["整案"] == "补正中"
    assert row["谁等谁"] == "等申请人补材料"
    assert row["税务局"] == "等受理"


def test_when_all_parts_are_in_the_window_issues_and_others_are_told_who_does(hall):
    hall.grant("reg", "sign", "env", "fire", "tax", "seal", "food")
    assert cells(hall, "lijing")["谁等谁"] == "统一出件"
    assert cells(hall, "xfjy1")["谁等谁"] == "等综合窗口"


def test_each_sees_the_cases_of_their_reach_and_every_name_masked(hall):
    pages = {who: hall.person(who).page(BOARD) for who in (*REACHED, "wsjk1")}
    assert {who for who, page in pages.items() if hall.number in page} == set(REACHED)
    assert all("金海" not in page for page in pages.values())


def test_a_late_part_is_red_in_its_department_and_counted_there(hall, at):
    at.set("2026-09-22T09:00:00")
    page = hall.person("lijing").page(BOARD)
    assert "红灯 超 1 日 市场主体设立登记" in page or "红灯 超 2 日 市场主体设立登记" in page
    assert "各部门在办 1 件 · 1 红" in page


def test_fifty_cases_stand_on_one_board_in_the_order_of_their_limits(hall, session, at):
    for _ in range(49):
        desk.accepted_case(session)
    keep(session)
    page = hall.person("lijing").get(BOARD).text
    assert page.count("data-case=") == 50
    clerk = hall.person("lijing")
    assert "开办餐饮店一件事 50 件" in clerk.page("/desk/board")
    # On a telephone the heads are gone: each figure says what it counts.
    assert 'data-th="在办"' in clerk.last.text and 'data-th="超期"' in clerk.last.text


def test_a_theme_that_is_no_channel_has_no_board(hall, session):
    session.execute(sa.update(Theme).where(Theme.key == THEME).values(green_channel=False))
    keep(session)
    assert hall.person("lijing").get(BOARD).status_code == 404


def test_the_page_that_asks_by_itself_keeps_nobody_signed_in(hall, at):
    clerk = hall.person("lijing")
    for minute in ("50", "59"):
        at.set(f"2026-09-18T09:{minute}:00")
        assert clerk.get(BOARD, headers=PART).status_code == 200
    at.set("2026-09-18T10:11:00")
    assert clerk.get(BOARD, headers=PART).status_code == 302


PART = {"X-Part": "1"}
#: A clerk, an officer with a part in it, the head of the centre, a supervisor.
REACHED = ("lijing", "xfjy1", "zhuren", "ducha")


def refreshed(app, person):
    return statements(app, person, BOARD, headers=PART)


def cells(hall, username, number=None):
    """A case's row: head of the column → what stands in its cell."""
    page = hall.person(username).get(BOARD).text
    heads = re.findall(r'<th scope="col">(.*?)</th>', page)
    row = re.search(rf'data-case="{number or hall.number}">(.*?)</tr>', page, re.DOTALL).group(1)
    said = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
    return dict(zip(heads, (text_of(one).strip() for one in said), strict=True))


@pytest.fixture
def hall(sign_in, rows, at):
    """The hall with one case received and accepted."""
    hall = Hall(sign_in, rows, at)
    hall.receive(THEME)
    return hall
