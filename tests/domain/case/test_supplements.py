"""Told once, in time, all of it: supplements and what silence means (R22–R25)."""

from __future__ import annotations

from tests.domain.case.blueprints import small
from tests.factories.machine import CATERING, Moved, one_item, refused, theme


def test_one_notice_lists_everything_that_is_missing():
    case = theme(CATERING)
    papers = case.all_papers()
    case.received("2026-11-02T10:00:00", papers[2:])
    part = case(
        "2026-11-02T10:05:00", "supplement", task="intake", fault="incomplete", documents=papers[:1]
    )
    assert refused(part, "R23")
    case(
        "2026-11-02T10:05:00", "supplement", task="intake", fault="incomplete", documents=papers[:2]
    )
    assert (case.phase, case.due("intake", "legal")) == ("supplementing", None)


def test_after_a_full_supplement_the_clock_starts_when_the_last_paper_came():
    case = theme(CATERING)
    papers = case.all_papers()
    case.received("2026-11-02T10:00:00", papers[2:])
    case(
        "2026-11-02T10:05:00", "supplement", task="intake", fault="incomplete", documents=papers[:2]
    )
    case("2026-11-05T09:00:00", "supply", task="intake", documents=papers[:1])
    assert case.phase == "supplementing"
    case("2026-11-06T09:00:00", "supply", task="intake", documents=papers[1:2])
    assert case.due("intake", "legal") == "2026-11-13"
    case("2026-11-09T10:00:00", "accept", task="intake")
    assert (case.state["accepted_at"][:10], case.due("case")) == ("2026-11-06", "2026-11-13")


def test_a_paper_missing_at_first_notice_is_not_asked_twice():
    case = theme(CATERING)
    papers = case.all_papers()
    case.received("2026-11-02T10:00:00", papers[1:])
    case(
        "2026-11-02T10:05:00", "supplement", task="intake", fault="incomplete", documents=papers[:1]
    )
    case("2026-11-03T09:00:00", "supply", task="intake", documents=papers[:1])
    again = {"task": "intake", "fault": "incorrect", "documents": papers[:1]}
    assert refused(
        case("2026-11-03T10:00:00", "supplement", roles=["window_clerk"], **again), "R23"
    )
    assert not refused(case("2026-11-03T10:00:00", "supplement", reason="换了一份", **again), "R23")


def test_silence_of_five_days_is_acceptance_as_of_receipt():
    case = theme(CATERING).received("2026-11-02T10:00:00")
    case("2026-11-09T23:00:00", "tick")
    assert case.stands("intake") == "open"
    case("2026-11-10T00:30:00", "tick")
    assert (case.stands("intake"), case.state["accepted_at"][:10], case.state["deemed"]) == (
        "accepted",
        "2026-11-02",
        True,
    )
    assert {"clock": "intake", "limit": "legal", "colour": "red"}.items() <= case.state["cards"][
        0
    ].items()
    assert case.due("case") == "2026-11-09"


def test_papers_missing_at_a_deemed_acceptance_are_asked_of_the_parts():
    case = theme(CATERING)
    case.received(
        "2026-11-02T10:00:00", [paper for paper in case.all_papers() if paper != "FIRE_FILE"]
    )
    case("2026-11-10T00:30:00", "tick")
    assert case.state["tasks"]["fire"]["holds"][0]["documents"] == ["FIRE_FILE"]


def test_a_second_tick_finds_nothing_to_do():
    case = theme(CATERING).received("2026-11-02T10:00:00")
    case("2026-11-10T00:30:00", "tick")
    assert case("2026-11-10T00:30:00", "tick") == []


def test_after_the_five_days_nothing_more_may_be_asked_or_refused_at_the_window():
    case = theme(CATERING)
    papers = case.all_papers()
    case.received("2026-11-02T10:00:00", papers[1:])
    asked = {"task": "intake", "fault": "incomplete", "documents": papers[:1]}
    assert refused(case("2026-11-10T09:00:00", "supplement", **asked), "R24")
    said = {"task": "intake", "ground": "not_needed", "reason": "不需要许可"}
    assert refused(case("2026-11-10T09:00:00", "reject_acceptance", **said), "R24")


def test_what_is_accepted_late_counts_from_receipt_as_the_law_has_it():
    case = theme(CATERING).received("2026-11-02T10:00:00")
    case("2026-11-10T09:00:00", "accept", task="intake")
    assert (case.state["accepted_at"], case.state["deemed"]) == ("2026-11-02T10:00:00", False)
    assert ("intake", "legal") in case.cards()


def test_what_the_notice_sheet_named_is_the_first_notice():
    case = theme(CATERING)
    papers = case.all_papers()
    case.received("2026-11-02T10:00:00", papers[1:], told=2, notice_documents=papers[:1])
    asked = {"task": "intake", "fault": "incomplete", "documents": papers[:1]}
    assert refused(
        case("2026-11-02T10:05:00", "supplement", roles=["window_clerk"], **asked), "R23"
    )
    case("2026-11-02T10:05:00", "supplement", reason="申请人要求再开一份", **asked)
    assert case.state["told"] == 3


def test_a_wrong_paper_at_the_window_stops_the_five_days_and_acceptance_counts_from_its_return():
    case = theme(CATERING).received("2026-11-02T10:00:00")
    asked = {"task": "intake", "fault": "incorrect", "documents": case.all_papers()[:1]}
    case("2026-11-03T10:00:00", "supplement", **asked)
    case("2026-11-20T10:00:00", "supply", task="intake", documents=asked["documents"])
    assert case.due("intake", "legal") == "2026-11-26"
    case("2026-11-23T09:00:00", "accept", task="intake")
    assert case.state["accepted_at"] == "2026-11-20T10:00:00"


def test_what_has_not_come_is_missing_and_not_wrong():
    case = theme(CATERING)
    case.received("2026-11-02T10:00:00", case.all_papers()[1:])
    wrong = {"task": "intake", "fault": "incorrect"}
    absent = case.all_papers()[:1]
    assert refused(case("2026-11-02T10:05:00", "supplement", documents=absent, **wrong), "R23")
    case("2026-11-02T10:05:00", "supplement", documents=["ONE_FORM"], **wrong)
    assert case.phase == "supplementing"


def test_a_request_for_more_than_the_list_lets_the_five_days_run_on():
    case = theme(CATERING).received("2026-11-02T10:00:00")
    asked = {"task": "intake", "fault": "extra", "documents": ["FIRE_FILE"]}
    case("2026-11-02T10:05:00", "supplement", **asked)
    assert case.due("intake", "legal") == "2026-11-09"
    case("2026-11-10T00:30:00", "tick")
    assert (case.stands("intake"), case.state["deemed"]) == ("accepted", True)


def test_a_part_withdrawn_before_acceptance_takes_its_papers_with_it():
    case = theme(CATERING)
    came = [paper for paper in case.all_papers() if paper != "FIRE_FILE"]
    case.received("2026-11-02T10:00:00", came)
    asked = {"task": "intake", "fault": "incomplete", "documents": ["FIRE_FILE"]}
    case("2026-11-02T10:05:00", "supplement", **asked)
    case("2026-11-02T11:00:00", "withdraw", items=["fire"])
    assert (case.phase, case.stands("fire"), case.stands("intake")) == (
        "received",
        "withdrawn",
        "open",
    )
    case("2026-11-02T11:05:00", "accept", task="intake")
    assert (case.stands("reg"), case.stands("intake")) == ("open", "accepted")


def test_a_lapsed_deferral_is_nobodys_card():
    case = Moved(one_item()).received("2026-11-02T10:00:00", ["A"])
    case(
        "2026-11-02T10:05:00",
        "accept_deferred",
        task="intake",
        deadline="2026-11-03",
        commitment=True,
    )
    case("2026-11-04T00:30:00", "tick")
    assert (case.stands("papers"), case.cards()) == ("incomplete", set())


def test_the_themes_own_paper_missing_at_a_deemed_acceptance_is_asked_of_every_open_part():
    case = Moved(small("stops_all")).received("2026-11-02T10:00:00", ["A", "B"])
    case("2026-11-10T00:30:00", "tick")
    asked = {
        key: task["holds"][0]["documents"]
        for key, task in case.state["tasks"].items()
        if task["holds"]
    }
    assert asked == {"a": ["C"], "b": ["C"]}
    case("2026-11-10T09:00:00", "supply", task="a", documents=["C"])
    assert case.phase == "in_progress"
