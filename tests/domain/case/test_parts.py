"""The parts run side by side, wait for each other, and meet at the hand-over (R27, R29–R31, R47–R52)."""

from __future__ import annotations

import pytest

from tests.domain.case.blueprints import small
from tests.factories.machine import CATERING, Moved, one_item, refused, theme


def test_a_part_that_waited_starts_when_its_producer_grants():
    case = theme(CATERING).accepted("2026-11-20T10:05:00")
    assert case.stands("food") == "waiting"
    case.decided("2026-11-23T09:00:00", "reg")
    assert (case.stands("food"), case.state["clocks"]["food"]["start"]) == (
        "open",
        "2026-11-23T09:00:00",
    )


def test_a_refused_producer_closes_its_dependents_and_the_others_go_on():
    case = theme(CATERING).accepted("2026-11-20T10:05:00")
    case.decided("2026-11-23T09:00:00", "reg", "refuse")
    assert {case.stands(key) for key in ("food", "tax", "seal")} == {"cannot_continue"}
    assert case.stands("sign") == "open"


def test_what_was_granted_is_issued_once_and_the_case_is_partial():
    case = theme(CATERING).accepted("2026-11-20T10:05:00")
    case.decided("2026-11-23T09:00:00", "reg", "refuse")
    for key in ("sign", "env", "fire"):
        assert case.stands("hand_over") == "waiting"
        case.decided("2026-11-24T09:00:00", key)
    assert (case.phase, case.due("hand_over", "legal")) == ("issuing", "2026-12-08")
    case("2026-11-25T09:00:00", "finish_step", task="hand_over")
    assert refused(case("2026-11-25T09:00:00", "finish_step", task="hand_over"), "step")
    assert refused(case("2026-11-25T09:00:00", "step_back", task="hand_over", reason="错"), "R52")
    case("2026-11-25T09:00:00", "deliver", task="hand_over")
    assert (case.state["outcome"], case.state["issued"]) == ("partial", ["env", "fire", "sign"])


def test_the_post_check_stays_open_after_the_case_is_closed_and_may_revoke():
    case = theme(CATERING).accepted("2026-11-20T10:05:00")
    case.decided("2026-11-20T10:30:00", "fire")
    assert case.due("fire.check", "legal") == "2026-12-18"
    assert refused(
        case("2026-12-01T09:00:00", "fail_check", task="fire.check", reason="不符"), "R31"
    )
    case(
        "2026-12-01T09:00:00", "order_correction", task="fire.check", expected="2026-12-05T00:00:00"
    )
    case("2026-12-06T09:00:00", "fail_check", task="fire.check", reason="不符")
    assert (case.state["revoked"], case.stands("fire")) == (["fire"], "revoked")


def test_a_refusal_names_reason_and_remedy():
    case = Moved(one_item()).accepted("2026-11-20T10:00:00")
    for _ in range(2):
        case("2026-11-20T10:05:00", "finish_step", task="main")
    assert refused(case("2026-11-20T10:05:00", "refuse", task="main"), "R27")
    assert refused(case("2026-11-20T10:05:00", "refuse", task="main", reason="不符"), "R27")
    told = {"task": "main", "reason": "不符", "remedy": "复议"}
    assert refused(case("2026-11-20T10:05:00", "refuse", **told), "R27")
    assert not refused(case("2026-11-20T10:05:00", "refuse", **told, points=["租期未满"]), "R27")


def test_no_decision_before_the_steps_are_done():
    case = Moved(one_item()).accepted("2026-11-20T10:00:00")
    assert refused(case("2026-11-20T10:05:00", "grant", task="main"), "step")
    assert refused(case("2026-11-20T10:05:00", "step_back", task="main", reason="错"), "step")
    case("2026-11-20T10:05:00", "finish_step", task="main")
    case("2026-11-20T10:05:00", "step_back", task="main", reason="漏看一页")
    assert case.state["tasks"]["main"]["step"] == 0


def test_owed_papers_block_only_the_part_that_uses_them():
    case = Moved(one_item()).received("2026-11-02T10:00:00", ["A"])
    case(
        "2026-11-02T10:05:00",
        "accept_deferred",
        task="intake",
        deadline="2026-11-05T17:00:00",
        commitment=True,
    )
    assert (case.stands("papers"), case.stands("main")) == ("open", "open")
    assert refused(case.decided("2026-11-03T09:00:00", "main"), "R29")
    case("2026-11-04T09:00:00", "supply", task="papers", documents=["B"])
    assert case.stands("papers") == "complete"
    case("2026-11-04T09:00:00", "grant", task="main")
    assert case.stands("main") == "granted"


def test_a_lapsed_deferral_is_said_and_the_part_is_returned():
    case = Moved(one_item()).received("2026-11-02T10:00:00", ["A"])
    case(
        "2026-11-02T10:05:00",
        "accept_deferred",
        task="intake",
        deadline="2026-11-05T17:00:00",
        commitment=True,
    )
    assert refused(case("2026-11-04T09:00:00", "collect_fail", task="papers"), "R30")
    assert refused(case("2026-11-04T09:00:00", "return_task", task="main", reason="未补"), "R30")
    case("2026-11-06T09:00:00", "tick")
    assert case.stands("papers") == "incomplete"
    case("2026-11-06T09:00:00", "return_task", task="main", reason="未补")
    assert (case.stands("main"), case.stands("hand_over")) == ("returned", "open")


def test_one_takes_a_task_and_a_second_is_told_who_has_it():
    case = theme(CATERING).accepted("2026-11-20T10:05:00")
    case("2026-11-20T10:10:00", "claim", task="reg", by="scjg1")
    answer = case("2026-11-20T10:11:00", "claim", task="reg", by="scjg2")
    assert refused(answer, "taken")
    assert answer.values == {"owner": "scjg1"}
    assert refused(
        case("2026-11-20T10:12:00", "release", task="reg", by="scjg2", roles=[]), "owner"
    )
    case("2026-11-20T10:12:00", "release", task="reg", by="scjg1", roles=[])
    assert case.state["tasks"]["reg"]["owner"] is None


def test_a_transferred_part_keeps_its_clock_and_loses_its_owner():
    case = theme(CATERING).accepted("2026-11-20T10:05:00")
    case("2026-11-20T10:10:00", "claim", task="sign", by="cgzf1")
    before = case.due("sign")
    case("2026-11-20T11:00:00", "transfer", task="sign", department="ZFJS", reason="职责划转")
    assert (
        case.state["tasks"]["sign"]["department"],
        case.state["tasks"]["sign"]["owner"],
        case.due("sign"),
    ) == ("ZFJS", None, before)


def test_a_step_whose_condition_is_false_is_not_among_the_steps():
    small_one = Moved(small("sometimes"), {"big": False}).accepted("2026-11-20T10:00:00")
    large_one = Moved(small("sometimes"), {"big": True}).accepted("2026-11-20T10:00:00")
    assert small_one.state["tasks"]["main"]["steps"] == ["review", "decide"]
    assert large_one.state["tasks"]["main"]["steps"] == ["review", "measure", "decide"]


def test_a_step_of_the_head_is_done_by_the_head():
    case = Moved(small("stops_all")).accepted("2026-11-20T10:00:00")
    case("2026-11-20T10:10:00", "finish_step", task="a", roles=["officer"])
    assert refused(case("2026-11-20T10:20:00", "grant", task="a", roles=["officer"]), "role")
    case("2026-11-20T10:20:00", "grant", task="a", roles=["department_head"])
    assert case.stands("a") == "granted"


def test_one_refusal_stops_all_where_the_theme_says_so():
    case = Moved(small("stops_all")).accepted("2026-11-20T10:00:00")
    case.decided("2026-11-20T11:00:00", "a", "refuse")
    assert (case.stands("b"), case.stands("c"), case.stands("hand_over")) == (
        "cannot_continue",
        "cannot_continue",
        "open",
    )


def test_a_refusal_that_only_advises_counts_as_an_opinion():
    case = Moved(small("advises"), {"big": False}).accepted("2026-11-20T10:00:00")
    case.decided("2026-11-20T11:00:00", "a", "refuse")
    assert case.stands("b") == "open"
    case.decided("2026-11-20T12:00:00", "b")
    assert (case.stands("c"), case.stands("hand_over")) == ("cannot_continue", "open")


def test_a_need_on_what_was_not_chosen_is_void():
    case = Moved(small("chooses")).accepted("2026-11-20T10:00:00", chosen=["b", "c"])
    assert "a" not in case.state["tasks"]
    case.decided("2026-11-20T11:00:00", "b")
    assert case.stands("c") == "open"


def test_a_paper_that_two_parts_wait_for_is_brought_once():
    case = Moved(small("stops_all")).accepted("2026-11-20T10:00:00")
    for key in ("a", "b"):
        case("2026-11-20T10:10:00", "supplement", task=key, fault="incorrect", documents=["A"])
    assert case.phase == "suspended"
    case("2026-11-20T15:00:00", "supply", task="a", documents=["A"])
    assert (case.phase, case.due("a"), case.due("b")) == ("in_progress", "2026-11-23", "2026-11-23")


def test_papers_asked_for_by_a_rest_day_may_still_be_brought_on_the_next_working_day():
    case = Moved(small("stops_all")).accepted("2026-11-20T10:00:00")
    asked = {"task": "b", "fault": "incorrect", "documents": ["A"], "expected": "2026-11-28"}
    case("2026-11-20T10:10:00", "supplement", **asked)
    assert refused(case("2026-11-30T16:00:00", "return_task", task="b", reason="未补"), "R30")
    case("2026-12-01T09:00:00", "return_task", task="b", reason="未补")
    assert case.stands("b") == "returned"


def test_a_part_is_not_returned_before_the_time_set_for_its_papers():
    case = Moved(small("stops_all")).accepted("2026-11-20T10:00:00")
    asked = {"task": "b", "fault": "incorrect", "documents": ["A"], "expected": "2026-11-27"}
    case("2026-11-20T10:10:00", "supplement", **asked)
    assert refused(case("2026-11-27T16:00:00", "return_task", task="b", reason="未补"), "R30")
    case("2026-11-28T09:00:00", "return_task", task="b", reason="未补")
    assert (case.stands("b"), case.stands("c")) == ("returned", "cannot_continue")


def test_who_covers_for_the_owner_is_on_record_and_the_owner_stays():
    case = Moved(small("stops_all")).accepted("2026-11-20T10:00:00")
    case("2026-11-20T10:05:00", "claim", task="b", by="one1")
    case("2026-11-20T10:10:00", "finish_step", task="b", by="one2", cover_for="one1")
    task = case.state["tasks"]["b"]
    assert (task["owner"], task["acted_by"]) == ("one1", "one2")


@pytest.mark.parametrize("verb", ["grant", "grant_partly"])
@pytest.mark.parametrize("number", [None, "", "  "])
def test_what_is_handed_out_bears_a_number_unless_the_package_says_it_has_none(verb, number):
    case = Moved(one_item(documents=[], result="A")).accepted("2026-11-20T10:00:00")
    at = "2026-11-20T10:20:00"
    assert refused(case.decided(at, "main", verb, result_number=number), "result")
    bare = one_item(documents=[], result={"document": "A", "numbered": False})
    case = Moved(bare).accepted("2026-11-20T10:00:00")
    case.decided(at, "main", verb, result_number=number)
    assert case.stands("main") == {"grant": "granted", "grant_partly": "partly"}[verb]
