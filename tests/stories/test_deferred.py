"""容缺受理: a paper may come later, by a day that is promised; if it does not come, only its part ends."""

from __future__ import annotations

import pytest

from tests.factories.hall import Hall

THEME = "lodging_green_channel"
LATER = {"HYG_REPORT"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "请定下补交的最晚日期"),
        ({"deadline": "2026-09-25", "commitment": "1"}, "期限要晚于现在，不晚于承诺时限"),
        ({"deadline": "2026-09-23"}, "要申请人签承诺书，承诺补交"),
    ],
)
def test_it_wants_a_day_within_the_promise_and_a_signature(hall, given, said):
    assert said in hall.refused_at_the_counter(THEME, act="accept_deferred", leave=LATER, **given)


def test_what_is_required_cannot_come_later(hall):
    refused = hall.refused_at_the_counter(
        THEME, act="accept_deferred", leave={"SITE_PLAN"}, deadline="2026-09-23", commitment="1"
    )
    assert "不能容缺" in refused or "场所平面布置图" in refused


def test_the_applicant_gets_two_copies_of_what_is_still_owed(hall):
    deferred(hall)
    assert hall.kinds() == ["notice_sheet", "receipt", "deferred_acceptance"]
    sheet = hall.paper("deferred_acceptance")
    assert "公共场所卫生检测或者评价报告" in sheet
    assert "请最晚 2026年9月23日 补交" in sheet
    assert hall.limits("papers", "case") == {"papers": (None, "09-23"), "case": ("09-24", "11-26")}


def test_the_part_that_uses_it_is_not_granted_before_it_came_and_the_others_are(hall):
    deferred(hall)
    hall.grant("reg", "fire", "hotel")
    walk(hall, "hyg")
    assert "后补材料还没交：公共场所卫生检测或者评价报告" in hall.refusal(
        "wsjk1", "hyg", "grant", result_number="证001"
    )


def test_once_it_came_all_is_as_if_it_had_been_there(hall, at):
    deferred(hall)
    at.set("2026-09-22T09:00")
    hall.act("lijing", "papers", "supply", points=[f"HYG_REPORT:{point}" for point in range(3)])
    assert hall.states()["papers"] == "complete"
    hall.grant("reg", "hyg", "fire", "sign", "env", "tax", "hotel")
    hall.hand_over()
    assert hall.case().outcome == "granted"


def test_on_the_last_day_nothing_has_lapsed_and_the_day_after_it_has(hall, at, app):
    deferred(hall)
    at.set("2026-09-23T23:59:59")
    tick(app)
    assert hall.states()["papers"] == "open"
    at.set("2026-09-24T08:00")
    tick(app)
    tick(app)
    assert hall.states()["papers"] == "incomplete"
    assert hall.page("lijing", "trail").count("后补材料没有按期来") == 1


def test_the_part_whose_paper_did_not_come_is_returned_and_the_rest_is_issued(hall, at, app):
    deferred(hall)
    hall.grant("reg")
    at.set("2026-09-24T08:00")
    tick(app)
    hall.act("wsjk1", "hyg", "return", reason="检测报告逾期未补")
    hall.grant("fire", "sign", "env", "tax", "hotel")
    hall.hand_over()
    assert (hall.case().outcome, hall.states()["hyg"]) == ("partial", "returned")
    assert hall.case().issued == ["env", "fire", "hotel", "reg", "sign", "tax"]
    assert "检测报告逾期未补" in hall.paper("return")


@pytest.fixture
def hall(sign_in, rows, at):
    return Hall(sign_in, rows, at)


def deferred(hall):
    hall.receive(
        THEME, act="accept_deferred", leave=LATER, sent={"deadline": "2026-09-23", "commitment": "1"}
    )  # fmt: skip


def walk(hall, key):
    while hall.task(key).step < len(hall.task(key).steps) - 1:
        hall.act(f"{hall.task(key).department.lower()}1", key, "finish-step")


def tick(app):
    """What the hourly job does."""
    done = app.test_cli_runner().invoke(args=["tick"])
    assert done.exit_code == 0, done.output
