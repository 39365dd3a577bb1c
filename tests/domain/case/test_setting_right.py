"""Taking back, putting right, beginning again: undo, correct, withdraw, void, reopen (R49)."""

from __future__ import annotations

from tests.domain.case.blueprints import small
from tests.factories.machine import CATERING, Moved, one_item, refused, theme


def test_a_decided_licence_is_not_reopened():
    case = Moved(one_item(documents=[])).accepted("2026-11-20T10:00:00")
    case.decided("2026-11-20T11:00:00", "main")
    case("2026-11-20T11:00:00", "finish_step", task="hand_over")
    case("2026-11-20T11:00:00", "deliver", task="hand_over")
    assert refused(case("2026-11-23T11:00:00", "reopen", tasks=["main"], reason="错"), "R49")


def test_withdrawing_leaves_what_was_granted_to_be_handed_over():
    case = theme(CATERING).accepted("2026-11-20T10:05:00")
    case.decided("2026-11-20T11:00:00", "sign")
    case("2026-11-20T12:00:00", "withdraw")
    assert (case.stands("hand_over"), case.stands("food"), case.stands("sign")) == (
        "open",
        "withdrawn",
        "granted",
    )


def test_void_is_confirmed_by_a_supervisor_before_any_decision():
    case = theme(CATERING).accepted("2026-11-20T10:05:00")
    assert refused(
        case("2026-11-20T10:10:00", "void", reason="重复", roles=["window_clerk"]), "void"
    )
    other = theme(CATERING).accepted("2026-11-20T10:05:00")
    case("2026-11-20T10:10:00", "void", reason="重复")
    assert case.state["outcome"] == "void"
    other.decided("2026-11-20T11:00:00", "sign")
    assert refused(other("2026-11-20T12:00:00", "void", reason="重复"), "void")


def test_ones_own_last_step_is_taken_back_within_ten_minutes():
    case = theme(CATERING).accepted("2026-11-20T10:05:00")
    case("2026-11-20T10:10:00", "finish_step", task="reg", by="scjg1")
    assert refused(case("2026-11-20T10:11:00", "undo", log=case.log, by="other"), "undo")
    assert refused(case("2026-11-20T10:21:00", "undo", log=case.log, by="scjg1"), "undo")
    case("2026-11-20T10:15:00", "undo", log=case.log, by="scjg1")
    assert case.state["tasks"]["reg"]["step"] == 0


def test_what_somebody_acted_on_since_is_not_taken_back():
    case = theme(CATERING).accepted("2026-11-20T10:05:00")
    case("2026-11-20T10:10:00", "finish_step", task="reg", by="scjg1")
    seen = list(case.log)
    case("2026-11-20T10:11:00", "claim", task="sign", by="cgzf1")
    assert refused(case("2026-11-20T10:12:00", "undo", log=seen, by="scjg1"), "undo")
    assert refused(case("2026-11-20T10:12:00", "undo", log=case.log, by="scjg1"), "undo")


def test_what_was_issued_is_not_taken_back():
    case = Moved(one_item(documents=[])).accepted("2026-11-20T10:00:00")
    case.decided("2026-11-20T11:00:00", "main")
    case("2026-11-20T11:00:00", "finish_step", task="hand_over")
    assert refused(case("2026-11-20T11:01:00", "undo", log=case.log), "R52")


def test_a_paper_taken_back_leaves_the_case_as_if_it_had_not_come():
    case = theme(CATERING).accepted("2026-11-20T10:05:00")
    asked = {"fault": "incorrect", "documents": ["FIRE_FILE"]}
    case("2026-11-20T10:10:00", "supplement", task="fire", **asked)
    before = case.state
    case("2026-11-20T11:00:00", "supply", task="fire", documents=["FIRE_FILE"], by="xfjy1")
    assert case.due("fire") == "2026-11-23"
    case("2026-11-20T11:05:00", "undo", log=case.log, by="xfjy1")
    untouched = {name: value for name, value in case.state.items() if name not in ("seq", "last")}
    assert untouched == {name: before[name] for name in untouched}
    assert case.due("fire") is None


def test_a_paper_received_by_mistake_has_not_come():
    case = theme(CATERING).received("2026-11-20T10:00:00")
    wrong = {"documents": ["FIRE_FILE"], "reason": "错点"}
    assert refused(case("2026-11-20T10:10:00", "correct", roles=["officer"], **wrong), "correct")
    case("2026-11-20T10:10:00", "correct", **wrong)
    assert refused(case("2026-11-20T10:20:00", "accept", task="intake"), "R22")
    assert refused(case("2026-11-20T10:20:00", "correct", **wrong), "correct")


def test_reopening_after_a_stop_begins_a_new_round_of_all_that_hung_on_it():
    case = Moved(small("stops_all")).accepted("2026-11-20T10:00:00")
    case.decided("2026-11-20T11:00:00", "a", "refuse")
    case("2026-11-20T11:10:00", "finish_step", task="hand_over")
    case("2026-11-20T11:20:00", "deliver", task="hand_over")
    assert case.state["outcome"] == "refused"
    case("2026-11-24T09:00:00", "reopen", tasks=["a"], reason="复核")
    assert (case.stands("a"), case.stands("b"), case.stands("hand_over")) == (
        "open",
        "open",
        "waiting",
    )
    assert case.state["clocks"]["b"]["start"] == "2026-11-24T09:00:00"
    assert case.state["tasks"]["b"]["round"] == 2


def test_what_was_granted_is_not_reopened_under_a_refusal_that_would_end_it_at_once():
    case = Moved(small("stops_all")).accepted("2026-11-20T10:00:00")
    case.decided("2026-11-20T10:30:00", "b")
    case.decided("2026-11-20T11:00:00", "a", "refuse")
    case("2026-11-20T11:10:00", "finish_step", task="hand_over")
    case("2026-11-20T11:20:00", "deliver", task="hand_over")
    assert refused(case("2026-11-24T09:00:00", "reopen", tasks=["b"], reason="复核"), "R48")
    assert case.stands("b") == "granted"
    case("2026-11-24T09:00:00", "reopen", tasks=["a", "b"], reason="复核")
    assert (case.stands("a"), case.stands("b")) == ("open", "open")


def test_what_was_granted_in_between_is_not_revoked_by_a_check_of_before():
    case = Moved(small("promised")).accepted("2026-11-20T10:00:00")
    case.decided("2026-11-20T11:00:00", "main")
    case("2026-11-20T11:10:00", "finish_step", task="hand_over")
    case("2026-11-20T11:20:00", "deliver", task="hand_over")
    case("2026-11-20T12:00:00", "order_correction", task="main.check", expected="2026-11-30")
    case("2026-11-23T09:00:00", "reopen", tasks=["main"], reason="复核")
    case("2026-12-01T09:00:00", "fail_check", task="main.check", reason="不符")
    assert (case.stands("main.check"), case.stands("main"), case.state["revoked"]) == (
        "failed",
        "open",
        [],
    )


def test_a_second_decision_calls_for_the_post_check_that_the_first_had_no_need_of():
    case = Moved(small("promised")).accepted("2026-11-20T10:00:00")
    case.decided("2026-11-20T11:00:00", "main", "refuse")
    assert case.stands("main.check") == "skipped"
    case("2026-11-20T11:10:00", "finish_step", task="hand_over")
    case("2026-11-20T11:20:00", "deliver", task="hand_over")
    case("2026-11-23T09:00:00", "reopen", tasks=["main"], reason="复核")
    case.decided("2026-11-23T10:00:00", "main")
    assert (case.stands("main"), case.stands("main.check")) == ("granted", "open")


def test_two_acts_of_one_second_are_not_taken_back_together():
    case = theme(CATERING).accepted("2026-11-20T10:05:00")
    case("2026-11-20T10:10:00", "supply", task="fire", documents=["FIRE_FILE"], by="scjg1")
    case("2026-11-20T10:10:00", "finish_step", task="reg", by="scjg1")
    case("2026-11-20T10:11:00", "undo", log=case.log, by="scjg1")
    assert case.state["tasks"]["reg"]["step"] == 0
    assert refused(case("2026-11-20T10:12:00", "undo", log=case.log, by="scjg1"), "undo")


def test_the_last_owed_paper_taken_back_is_owed_again():
    case = Moved(one_item()).received("2026-11-02T10:00:00", ["A"])
    owed = {"deadline": "2026-11-05", "commitment": True}
    case("2026-11-02T10:05:00", "accept_deferred", task="intake", **owed)
    case("2026-11-03T09:00:00", "supply", task="papers", documents=["B"])
    assert case.stands("papers") == "complete"
    case("2026-11-03T09:05:00", "undo", log=case.log)
    assert (case.stands("papers"), case.due("papers", "legal")) == ("open", "2026-11-05")
