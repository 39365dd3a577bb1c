"""更正 an answer: limits follow it; papers, steps and parts stay as received, and the refusal says so."""

from __future__ import annotations

from tests.factories.machine import Moved, one_item, refused

BIG = {"field": "area", "op": "ge", "value": 300}
FIELDS = [{"key": "area", "kind": "number", "label": "经营面积"}]
DAYS = {"value": 3, "unit": "working_day", "warn": 1}
BY_SIZE = {**DAYS, "cases": [{"when": BIG, "value": 8}]}
RIGHT = {"fields": ["answer.area"], "reason": "抄错", "marks": {}, "before": "{}"}


def test_a_paper_that_would_be_asked_for_by_the_right_answer_is_named():
    case = received(documents=[{"document": "A"}, {"document": "B", "when": BIG}])
    told = correct(case, 350)
    assert refused(told, "R23")
    assert told.values["papers"] == ["材料B"]
    assert "list of papers" in told.say


def test_a_paper_that_would_not_be_asked_for_any_more_is_no_less_another_list():
    case = received(area=350, documents=[{"document": "A"}, {"document": "B", "when": BIG}])
    told = correct(case, 80)
    assert refused(told, "R23")
    assert told.values["papers"] == ["材料B"]


def test_other_steps_are_refused_and_the_part_is_named():
    case = received(steps=["review", {"step": "survey", "when": BIG}, "decide"])
    told = correct(case, 350)
    assert refused(told, "correct")
    assert told.values["parts"] == ["许可"]
    assert "other steps" in told.say


def test_the_steps_of_a_part_that_is_decided_stand_in_nobodys_way():
    case = received(steps=["review", {"step": "survey", "when": BIG}, "decide"])
    case.decided("2026-11-20T11:00:00", "main")
    assert correct(case, 350)[0]["type"] == "corrected"


def test_a_running_limit_follows_the_right_answer_of_the_part_and_of_the_case():
    case = received(promise=BY_SIZE)
    assert (case.due("main"), case.due("case")) == ("2026-11-25", "2026-11-25")
    correct(case, 350)
    assert (case.due("main"), case.due("case")) == ("2026-12-02", "2026-12-02")
    correct(case, 80)
    assert case.due("main") == "2026-11-25"


def test_a_limit_that_was_kept_already_is_not_worked_out_anew():
    case = received(promise=BY_SIZE)
    case.decided("2026-11-20T11:00:00", "main")
    before = dict(case.state["dues"])
    correct(case, 350)
    assert case.state["dues"] == before


def test_an_answer_that_moves_nothing_writes_no_due():
    case = received(promise=BY_SIZE)
    assert [event["type"] for event in correct(case, 120)] == ["corrected"]


def received(area=80, **item):
    """One item accepted on the 20th, with this area in its form."""
    said = {"documents": [{"document": "A"}], "fields": FIELDS, **item}
    return Moved(one_item(**said), {"area": area}).accepted("2026-11-20T10:00:00")


def correct(case, area):
    """The correction, and from then on the facts are the new ones, as the rows are."""
    done = case("2026-11-20T14:00:00", "correct", answers={"area": area}, **RIGHT)
    if isinstance(done, list):
        case.facts.answers["area"] = area
    return done
