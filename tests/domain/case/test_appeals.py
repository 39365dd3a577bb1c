"""Appeals run on the same machine (R70–R74, R80)."""

from __future__ import annotations

import pytest

from tests.domain.case.blueprints import small
from tests.factories.machine import Moved, blueprint, one_item, refused

UPHELD = {"finding": "upheld", "department": "SCJG", "measures": "整改", "expected": "2026-12-20"}


def appeal(code, at="2026-11-20T10:00:00", **more):
    case = Moved(blueprint("appeal", code))
    case(at, "receive", window="SQCK", **more)
    return case


@pytest.mark.parametrize(
    ("code", "due"),
    [
        ("do_at_once", "2026-11-20"),
        ("coordinate", "2026-11-20"),
        ("cannot_do", "2026-11-27"),
        ("refused_to_do", "2026-11-27"),
        ("hard_to_do", "2026-12-04"),
    ],
)
def test_registering_an_appeal_starts_the_limit_of_its_class(code, due):
    case = appeal(code)
    assert (case.due("case"), case.due("main"), case.stands("intake")) == (due, due, "accepted")


def test_a_person_complained_of_never_handles_the_case():
    case = appeal("cannot_do", barred=["scjg1"])
    assert refused(case("2026-11-20T11:00:00", "claim", task="main", by="scjg1"), "R80")
    assert refused(case("2026-11-20T11:00:00", "assign", task="main", owner="scjg1"), "R80")


def test_closing_needs_the_texts_of_its_class():
    case = appeal("hard_to_do")
    assert refused(case.decided("2026-11-20T11:00:00", "main"), "R73")
    case("2026-11-20T11:00:00", "grant", task="main", agent="帮办人")
    assert case.stands("hand_over") == "open"


def test_another_class_counts_from_registration_not_from_the_change():
    case = appeal("hard_to_do")
    case(
        "2026-11-24T11:00:00",
        "reclassify",
        blueprint=blueprint("appeal", "cannot_do"),
        reason="改类",
    )
    assert (case.due("case"), case.due("main")) == ("2026-11-27", "2026-11-27")


def test_the_inquiry_outlives_the_case_and_a_closed_case_reopens_in_its_window():
    case = appeal("refused_to_do")
    case.decided("2026-11-23T09:00:00", "main", explanation="政策依据")
    case("2026-11-23T09:00:00", "finish_step", task="hand_over")
    case("2026-11-23T09:00:00", "deliver", task="hand_over")
    assert (case.state["outcome"], case.stands("main.inquiry")) == ("granted", "open")
    case("2026-11-25T09:00:00", "close_inquiry", task="main.inquiry", **UPHELD)
    assert refused(
        case("2026-11-26T09:00:00", "reopen", tasks=["main"], reason="未解决", roles=["officer"]),
        "reopen",
    )
    case("2026-11-26T09:00:00", "reopen", tasks=["main"], reason="未解决")
    assert (case.stands("main"), case.phase, case.due("main")) == (
        "open",
        "in_progress",
        "2026-12-03",
    )


def test_after_its_window_a_case_is_not_reopened():
    case = appeal("cannot_do")
    case.decided("2026-11-23T09:00:00", "main", explanation="政策依据")
    case("2026-11-23T09:00:00", "finish_step", task="hand_over")
    case("2026-11-23T09:00:00", "deliver", task="hand_over")
    assert refused(case("2026-12-20T09:00:00", "reopen", tasks=["main"], reason="未解决"), "reopen")


def test_a_change_of_class_keeps_what_runs_and_drops_what_the_class_does_not_know():
    case = appeal("refused_to_do")
    case("2026-11-20T11:00:00", "claim", task="main", by="sq1")
    case(
        "2026-11-23T09:00:00",
        "suspend",
        task="main",
        kind="hearing",
        expected="2026-12-20",
        notice=True,
    )
    case(
        "2026-11-24T11:00:00",
        "reclassify",
        blueprint=blueprint("appeal", "hard_to_do"),
        reason="改类",
    )
    assert (case.stands("main.inquiry"), case.state["tasks"]["main"]["owner"]) == ("void", "sq1")
    assert case.due("main") is None
    case(
        "2026-11-25T09:00:00",
        "resume",
        task="main",
        hold=case.state["tasks"]["main"]["holds"][0]["id"],
    )
    assert case.due("main") == "2026-12-08"


def test_a_decided_case_does_not_change_its_class():
    case = appeal("cannot_do")
    case.decided("2026-11-23T09:00:00", "main", explanation="政策依据")
    other = blueprint("appeal", "hard_to_do")
    assert refused(case("2026-11-23T10:00:00", "reclassify", blueprint=other, reason="改类"), "R71")


def test_coordinating_needs_reason_and_progress_at_once():
    case = appeal("coordinate")
    case("2026-11-20T10:10:00", "finish_step", task="main")
    answer = case("2026-11-20T10:20:00", "grant", task="main", reason="已联系")
    assert (answer.rule, answer.values["texts"]) == ("R73", ["reason", "progress so far"])
    case("2026-11-20T10:20:00", "grant", task="main", reason="已联系", progress="明日答复")
    assert case.stands("main") == "granted"


def test_what_is_out_of_scope_names_who_coordinates_or_the_way_the_law_has():
    case = appeal("cannot_do")
    case("2026-11-20T10:10:00", "finish_step", task="main")
    said = {"task": "main", "reason": "不属受理范围", "remedy": "复议", "explanation": "说明"}
    assert refused(case("2026-11-20T10:20:00", "refuse", ground="out_of_scope", **said), "R74")
    case(
        "2026-11-20T10:20:00",
        "refuse",
        ground="out_of_scope",
        competent_department="信访局",
        **said,
    )
    assert case.stands("main") == "refused"


def test_an_appeal_is_extended_before_its_due_day_with_a_reason():
    case = appeal("cannot_do")
    assert refused(case("2026-11-24T09:00:00", "extend", task="main", days=5), "payload")
    case("2026-11-27T20:00:00", "extend", task="main", days=5, reason="部门会商")
    assert case.due("main") == "2026-12-04"
    late = appeal("cannot_do")
    assert refused(
        late("2026-11-28T09:00:00", "extend", task="main", days=5, reason="部门会商"), "R18"
    )


def test_another_class_has_its_own_limit_and_its_own_extension():
    case = appeal("cannot_do")
    case("2026-11-23T09:00:00", "extend", task="main", days=5, reason="部门会商")
    case(
        "2026-11-24T11:00:00",
        "reclassify",
        blueprint=blueprint("appeal", "hard_to_do"),
        reason="改类",
    )
    assert case.due("main") == "2026-12-04"
    case("2026-11-25T09:00:00", "extend", task="main", days=10, reason="部门会商")
    assert case.due("main") == "2026-12-18"


def test_a_paper_that_the_new_class_does_not_know_is_no_longer_waited_for():
    case = Moved(small("asked")).accepted("2026-11-20T10:00:00")
    case("2026-11-20T11:00:00", "supplement", task="main", fault="incorrect", documents=["A"])
    case("2026-11-23T09:00:00", "reclassify", blueprint=one_item(documents=[]), reason="改类")
    assert (case.phase, case.state["tasks"]["main"]["steps"]) == (
        "in_progress",
        ["review", "survey", "decide"],
    )
