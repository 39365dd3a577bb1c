"""收件 and 受理 (R20–R25, R28, R31, R44)."""

from __future__ import annotations

import pytest

from tests.factories.machine import CATERING, Moved, one_item, refused, theme


def test_a_complete_application_is_accepted_and_its_first_parts_begin():
    case = theme(CATERING).accepted("2026-09-18T09:40:00")
    assert {key for key in case.state["tasks"] if case.stands(key) == "open"} == {
        "reg",
        "sign",
        "env",
        "fire",
    }
    assert (case.due("case"), case.due("case", "legal")) == ("2026-09-24", "2026-11-26")


def test_a_missing_required_paper_is_never_accepted():
    case = theme(CATERING)
    case.received("2026-11-02T10:00:00", case.all_papers()[1:])
    assert refused(case("2026-11-02T10:05:00", "accept", task="intake"), "R22")
    assert case("2026-11-02T10:05:00", "accept", task="intake").values["papers"]


@pytest.mark.parametrize(
    ("deadline", "changes", "says"),
    [
        ("2026-11-06T00:00:00", {}, "no later than"),
        ("2026-11-01T00:00:00", {}, "after now"),
        ("2026-11-04T17:00:00", {"commitment": False}, "commitment"),
        ("morgen", {}, "not a day"),
    ],
)
def test_papers_are_deferred_only_within_the_promise_and_with_a_commitment(deadline, changes, says):
    case = Moved(one_item()).received("2026-11-02T10:00:00", ["A"])
    command = {"commitment": True, "deadline": deadline, **changes}
    answer = case("2026-11-02T10:05:00", "accept_deferred", task="intake", **command)
    assert refused(answer, "R28")
    assert says in answer.say


def test_a_required_paper_cannot_be_deferred():
    case = Moved(one_item()).received("2026-11-02T10:00:00", ["B"])
    assert refused(
        case(
            "2026-11-02T10:05:00",
            "accept_deferred",
            task="intake",
            deadline="2026-11-04T17:00:00",
            commitment=True,
        ),
        "R28",
    )


def test_bad_credit_allows_neither_deferral_nor_commitment():
    case = Moved(one_item(), bad_credit=True).received("2026-11-02T10:00:00", ["A"])
    assert refused(
        case(
            "2026-11-02T10:05:00",
            "accept_deferred",
            task="intake",
            deadline="2026-11-04T17:00:00",
            commitment=True,
        ),
        "R28",
    )
    promised = theme(CATERING, bad_credit=True)
    assert refused(promised("2026-11-02T10:00:00", "receive", window="ZHCK"), "R31")


def test_the_wrong_department_names_the_right_one_at_once():
    case = theme(CATERING).received("2026-11-20T11:00:00")
    command = {"task": "intake", "ground": "wrong_department", "reason": "不属本窗口"}
    assert refused(case("2026-11-20T11:00:00", "reject_acceptance", **command), "R20")
    case("2026-11-20T11:00:00", "reject_acceptance", competent_department="省厅", **command)
    assert (case.state["outcome"], bool(case.state["closed_at"]), case.stands("hand_over")) == (
        "not_accepted",
        True,
        "skipped",
    )


def test_a_matter_that_needs_no_permit_is_told_so_at_once():
    case = theme(CATERING).received("2026-11-20T11:00:00")
    case(
        "2026-11-20T11:00:00",
        "reject_acceptance",
        task="intake",
        ground="no_permit_needed",
        reason="不需要许可",
    )
    assert case.state["outcome"] == "not_accepted"


@pytest.mark.parametrize(
    "chosen", [["food"], ["food", "fire_promise", "fire_general"], ["nothing"]]
)
def test_of_a_choice_group_exactly_as_many_are_chosen_as_it_says(chosen):
    assert refused(
        theme("catering_hunan")("2026-11-20T10:00:00", "receive", window="ZHCK", chosen=chosen),
        "R44",
    )


def test_what_the_answers_rule_out_is_absent_from_the_case():
    case = theme(CATERING)
    case.facts.answers["signboard"] = "none"
    case.received("2026-11-20T10:00:00")
    case.facts.answers["signboard"] = "hang"
    assert "sign" not in case.state["tasks"]


def test_a_deferred_paper_may_come_on_the_last_day_written_without_an_hour():
    case = Moved(one_item()).received("2026-11-02T10:00:00", ["A"])
    case(
        "2026-11-02T10:05:00",
        "accept_deferred",
        task="intake",
        deadline="2026-11-05",
        commitment=True,
    )
    assert case.state["debts"]["deadline"] == "2026-11-05T23:59:59"
    case("2026-11-05T18:00:00", "tick")
    assert case.stands("papers") == "open"
    assert case.cards() == set()


@pytest.mark.parametrize(
    ("now", "day"), [("2026-10-30T10:00:00", "2026-10-31"), ("2026-09-30T10:00:00", "2026-10-06")]
)
def test_no_paper_is_promised_for_a_day_on_which_no_window_is_open(now, day):
    case = Moved(one_item()).received(now, ["A"])
    command = {"task": "intake", "deadline": day, "commitment": True}
    answer = case(now, "accept_deferred", **command)
    assert refused(answer, "R28")
    assert answer.values == {"day": day}


@pytest.mark.parametrize(
    ("ground", "lacks", "rule"),
    [
        ("wrong_department", "competent_department", "R20"),
        ("out_of_scope", "competent_department", "R74"),
        ("excluded", "remedy", "R74"),
    ],
)
def test_each_ground_says_what_belongs_to_it(ground, lacks, rule):
    case = theme(CATERING).received("2026-11-20T11:00:00")
    said = {"task": "intake", "ground": ground, "reason": "不属本窗口"}
    assert refused(case("2026-11-20T11:00:00", "reject_acceptance", **said), rule)
    assert not refused(
        case("2026-11-20T11:00:00", "reject_acceptance", **said, **{lacks: "另有规定"}), rule
    )


def test_a_paper_nobody_knows_is_not_received():
    assert refused(
        theme(CATERING)("2026-11-20T10:00:00", "receive", window="ZHCK", documents=["X"]), "R23"
    )


def test_no_answer_and_no_name_is_in_what_is_recorded_at_receipt():
    case = theme(CATERING).received("2026-11-20T10:00:00")
    assert "answers" not in case.log[0]
    assert "applicant" not in case.log[0]


CONFIRMED = {"accept_conditions": [{"text": "场所安全", "confirm": "clerk"}, {"text": "地址固定", "confirm": "clerk"}]}  # fmt: skip


def test_what_only_the_clerk_can_judge_is_confirmed_whatever_door_asks_and_is_on_record():
    case = Moved(one_item(documents=[]) | CONFIRMED).received("2026-11-02T10:00:00")
    answer = case("2026-11-02T10:05:00", "accept", task="intake", confirmed=[0])
    assert refused(answer, "accept_condition")
    assert answer.values["conditions"] == ["地址固定"]
    accepted = case("2026-11-02T10:05:00", "accept", task="intake", confirmed=[1, 0, 7])
    assert accepted[0]["confirmed"] == [0, 1]


def test_who_did_not_bring_a_paper_gets_the_notice_before_any_condition_is_confirmed():
    case = Moved(one_item() | CONFIRMED).received("2026-11-02T10:00:00", documents=["B"])
    deferred = {"deadline": "2026-11-04T23:59:59", "commitment": True, "confirmed": []}
    late = case("2026-11-02T10:05:00", "accept_deferred", task="intake", **deferred)
    assert refused(late, "accept_condition")
    asked = {"fault": "incomplete", "documents": ["A"]}
    assert case("2026-11-02T10:05:00", "supplement", task="intake", **asked)[0]["type"] == "told"
