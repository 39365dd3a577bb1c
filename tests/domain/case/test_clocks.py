"""Holds, extensions, terms, cards (R06, R13–R19, R50, R61, R62)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.calendar import Calendar
from app.domain.case import rows_of
from tests.domain.case.blueprints import small
from tests.factories.machine import CALENDAR, CATERING, Moved, one_item, refused, theme

SURVEY = {"kind": "site_survey", "expected": "2026-06-10T00:00:00", "notice": True}


def test_only_a_listed_procedure_told_in_writing_stops_the_clock():
    case = Moved(one_item()).accepted("2026-06-02T10:00:00")
    assert refused(
        case("2026-06-03T09:00:00", "suspend", task="main", **{**SURVEY, "kind": "lunch"}), "R13"
    )
    assert refused(
        case("2026-06-03T09:00:00", "suspend", task="main", **{**SURVEY, "notice": False}), "R13"
    )
    case("2026-06-03T09:00:00", "suspend", task="main", **SURVEY)
    assert (case.due("main"), case.due("case"), case.phase) == (None, None, "suspended")


def test_a_procedure_of_the_items_own_takes_no_longer_than_the_item_says():
    own = {"name": "现场核查", "max": {"value": 5, "unit": "working_day"}}
    case = Moved(one_item(special={"site_survey": own})).accepted("2026-06-02T10:00:00")
    long, right = SURVEY | {"expected": "2026-06-11"}, SURVEY | {"expected": "2026-06-10"}
    assert refused(case("2026-06-03T09:00:00", "suspend", task="main", **long), "R13")
    case("2026-06-03T09:00:00", "suspend", task="main", **right)
    assert case.phase == "suspended"


def test_overlapping_holds_count_once_and_only_their_real_time():
    case = Moved(one_item()).accepted("2026-06-02T10:00:00")
    case("2026-06-03T09:00:00", "suspend", task="main", **SURVEY)
    assert refused(case("2026-06-03T10:00:00", "suspend", task="main", **SURVEY), "R15")
    case(
        "2026-06-04T09:00:00",
        "suspend",
        task="main",
        kind="hearing",
        expected="2026-06-20T00:00:00",
        notice=True,
    )
    survey, hearing = (hold["id"] for hold in case.state["tasks"]["main"]["holds"])
    case("2026-06-04T15:00:00", "resume", task="main", hold=hearing)
    case("2026-06-05T15:00:00", "resume", task="main", hold=survey)
    assert (case.due("main"), case.due("case")) == ("2026-06-09", "2026-06-09")


def test_a_survey_that_is_not_listed_runs_inside_the_clock():
    case = theme(CATERING).accepted("2026-06-02T10:05:00")
    assert refused(case("2026-06-03T09:00:00", "suspend", task="sign", **SURVEY), "R13")


def test_one_branch_on_hold_does_not_stop_the_case():
    case = theme(CATERING).accepted("2026-06-02T10:05:00")
    case(
        "2026-06-02T11:00:00", "supplement", task="fire", fault="incorrect", documents=["FIRE_FILE"]
    )
    assert (case.due("fire"), case.due("case")) == (None, "2026-06-09")
    assert refused(case("2026-06-02T12:00:00", "grant", task="fire"), "R17")


def test_the_case_stands_while_its_only_open_part_is_on_hold():
    case = theme(CATERING).accepted("2026-06-02T10:05:00")
    case(
        "2026-06-02T11:00:00", "supplement", task="fire", fault="incorrect", documents=["FIRE_FILE"]
    )
    for key in ("reg", "sign", "env"):
        case.decided("2026-06-03T09:00:00", key)
    for key in ("food", "tax", "seal"):
        case.decided("2026-06-04T09:00:00", key)
    assert case.due("case") is None
    case("2026-06-09T09:00:00", "supply", task="fire", documents=["FIRE_FILE"])
    assert (case.due("case"), case.due("fire")) == ("2026-06-12", "2026-06-10")


def test_a_part_is_extended_once_by_its_head_within_the_cap_and_before_the_limit():
    case = Moved(one_item()).accepted("2026-06-02T10:00:00")
    assert refused(case("2026-06-03T09:00:00", "extend", task="main", days=11, reason="忙"), "R18")
    assert refused(
        case("2026-06-03T09:00:00", "extend", task="main", days=10, reason="忙", roles=["officer"]),
        "R18",
    )
    case(
        "2026-06-03T09:00:00",
        "extend",
        task="main",
        days=10,
        reason="忙",
        roles=["department_head"],
    )
    assert case.due("main", "legal") == "2026-07-15"
    assert refused(case("2026-06-03T10:00:00", "extend", task="main", days=1, reason="忙"), "R18")


def test_the_case_is_extended_by_the_head_of_the_centre_and_its_parts_are_not_moved():
    case = theme(CATERING).accepted("2026-11-20T10:05:00")
    assert refused(case("2026-11-20T11:00:00", "extend", days=16, reason="忙"), "R18")
    assert refused(
        case("2026-11-20T11:00:00", "extend", days=5, reason="忙", roles=["department_head"]), "R18"
    )
    assert refused(case("2026-11-28T09:00:00", "extend", days=5, reason="忙"), "R18")
    case("2026-11-27T18:00:00", "extend", days=5, reason="忙", roles=["centre_head"])
    assert (case.due("case"), case.due("reg")) == ("2026-12-04", "2026-11-23")


def test_the_survey_fixes_the_promised_days_within_the_range():
    case = theme(CATERING).accepted("2026-11-20T10:05:00")
    case.decided("2026-11-20T10:30:00", "reg")
    assert refused(case("2026-11-20T11:00:00", "set_term", task="food", days=3), "term")
    case("2026-11-20T11:00:00", "finish_step", task="food")
    assert refused(case("2026-11-20T11:00:00", "set_term", task="food", days=6), "term")
    case("2026-11-20T11:00:00", "set_term", task="food", days=3)
    assert case.due("case") == "2026-11-25"


def test_delivery_has_ten_days_of_its_own_from_the_join():
    case = Moved(one_item(documents=[])).accepted("2026-11-10T10:00:00")
    case.decided("2026-11-20T09:00:00", "main")
    assert case.due("hand_over", "legal") == "2026-12-04"


def test_a_passed_promise_is_a_yellow_card_a_passed_statutory_limit_a_red_one():
    case = Moved(one_item()).accepted("2026-06-02T10:00:00")
    case("2026-06-06T09:00:00", "tick")
    assert {(card["clock"], card["colour"]) for card in case.state["cards"]} == {
        ("main", "yellow"),
        ("case", "yellow"),
    }
    case("2026-07-09T09:00:00", "tick")
    assert ("main", "red") in {(card["clock"], card["colour"]) for card in case.state["cards"]}


def test_without_a_legal_limit_no_red_card_is_possible():
    case = Moved(one_item(legal=None)).accepted("2026-06-02T10:00:00")
    case("2027-06-02T09:00:00", "tick")
    assert {card["colour"] for card in case.state["cards"]} == {"yellow"}


def test_closing_late_writes_the_card_and_it_stays():
    case = Moved(one_item(documents=[])).accepted("2026-06-02T10:00:00")
    case.decided("2026-06-08T09:00:00", "main")
    assert ("main", "promise") in {(card["clock"], card["limit"]) for card in case.state["cards"]}


def test_a_due_date_beyond_the_confirmed_years_is_provisional_until_the_year_is_confirmed():
    case = Moved(one_item()).accepted("2026-12-29T10:00:00")
    before = case.state["dues"]["main"]["promise"]
    assert (before["provisional"], before["at"][:10]) == (True, "2027-01-01")
    days = {**CALENDAR.days, date(2027, 1, 1): False}
    confirmed = frozenset({*CALENDAR.confirmed, 2027})
    case.calendar = Calendar(
        CALENDAR.first, CALENDAR.last, days, CALENDAR.windows, {}, confirmed, 2
    )
    events = case("2026-12-30T09:00:00", "recalculate")
    after = case.state["dues"]["main"]["promise"]
    assert (after["provisional"], after["at"][:10], events[0]["type"]) == (
        False,
        "2027-01-04",
        "recalculated",
    )


def test_a_day_that_is_sure_is_not_marked_for_the_other_limit_that_is_not():
    case = Moved(one_item()).accepted("2026-12-14T10:00:00")
    promised, legal = (case.state["dues"]["main"][name] for name in ("promise", "legal"))
    assert (promised["provisional"], legal["provisional"]) == (False, True)
    part = rows_of(case.state)["tasks"]["main"]
    assert (f"{part['due_at']:%m-%d}", part["provisional"]) == ("12-17", False)
    # Both are worked out anew all the same once the year is confirmed (R06).
    assert part["uncertain"]


def test_what_was_late_when_it_was_put_on_hold_stays_marked():
    case = theme(CATERING).accepted("2026-06-02T10:05:00")
    asked = {
        "task": "fire",
        "fault": "incorrect",
        "documents": ["FIRE_FILE"],
        "expected": "2026-06-12",
    }
    case("2026-06-05T09:00:00", "supplement", **asked)
    assert case.due("fire") is None
    assert ("fire", "promise") in case.cards()
    assert refused(case("2026-06-08T09:00:00", "extend", task="fire", days=1, reason="忙"), "R18")
    case("2026-06-15T09:00:00", "return_task", task="fire", reason="未补")
    assert ("fire", "promise") in case.cards()


def test_a_card_is_written_once_and_survives_a_reopening():
    case = Moved(small("promised")).accepted("2026-06-02T10:00:00")
    for day in ("2026-06-04T09:00:00", "2026-06-05T09:00:00"):
        case(day, "tick")
    case.decided("2026-06-05T10:00:00", "main")
    case("2026-06-05T10:10:00", "finish_step", task="hand_over")
    case("2026-06-05T10:20:00", "deliver", task="hand_over")
    case("2026-06-08T09:00:00", "reopen", tasks=["main"], reason="复核")
    assert [card["clock"] for card in case.state["cards"]] == ["case", "main"]
    assert not refused(
        case("2026-06-08T10:00:00", "extend", task="main", days=1, reason="忙"), "R18"
    )


def test_a_changed_calendar_reaches_a_running_case_by_recalculation_only():
    case = theme(CATERING).accepted("2026-06-02T10:05:00")
    before = case.due("sign")
    case.calendar = replace(CALENDAR, days={**CALENDAR.days, date(2026, 6, 3): False}, revision=2)
    events = case("2026-06-02T11:00:00", "claim", task="sign")
    assert [event["type"] for event in events] == ["owner_set"]
    case("2026-06-02T11:05:00", "recalculate")
    assert case.due("sign") != before


def test_a_case_whose_limit_passed_while_it_stood_is_neither_late_nor_suspended_twice():
    case = Moved(one_item()).accepted("2026-06-02T10:00:00")
    case("2026-06-03T09:00:00", "suspend", task="main", **SURVEY)
    case("2026-07-20T09:00:00", "tick")
    assert case.cards() == set()


@pytest.mark.parametrize(
    "expected", ["2026-06-01", "bald", "2026-06-02T09:00:00", "2026-06-20T00:00:00+08:00"]
)
def test_the_time_told_lies_ahead_and_is_a_day(expected):
    case = Moved(one_item()).accepted("2026-06-02T10:00:00")
    assert refused(
        case("2026-06-03T09:00:00", "suspend", task="main", **{**SURVEY, "expected": expected}),
        "R13",
    )


def test_the_days_of_an_extension_are_a_number():
    case = Moved(one_item()).accepted("2026-06-02T10:00:00")
    assert refused(case("2026-06-03T09:00:00", "extend", task="main", days="5", reason="忙"), "R18")


def test_a_fixed_promise_has_no_days_to_choose():
    case = Moved(small("stops_all")).accepted("2026-06-02T10:00:00")
    assert refused(case("2026-06-02T10:10:00", "set_term", task="b", days=3), "term")
    case("2026-06-02T10:10:00", "finish_step", task="b")
    case("2026-06-02T10:20:00", "set_term", task="b", days=3)
    assert case.due("case") == "2026-06-05"
