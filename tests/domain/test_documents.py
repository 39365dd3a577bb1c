"""Merging the papers of many items into one list: nothing is asked twice, nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.document_ways import in_some_case
from app.domain.documents import FoldCycle, fold_target, merge
from tests.factories.merging import DOCUMENTS, FLAME, LARGE

FROM_REG = {"output_of": "reg"}
ELSE_SHARED = {"output_of": "reg", "else": "data_share"}


def test_the_same_paper_for_three_items_is_one_line_with_the_most_copies() -> None:
    """R41."""
    merged = merge(
        [row("a", copies={"copy": 1}), row("b", copies={"copy": 2}), row("c")], DOCUMENTS
    )
    assert merged["lines"][0]["copies"] == {"copy": 2}
    assert merged["lines"][0]["used_by"] == ["a", "b", "c"]
    assert (merged["before"], merged["after"]) == (3, 1)


def test_copies_count_by_form() -> None:
    rows = [row("a", copies={"copy": 1}), row("b", copies={"copy": 3, "original": 1})]
    assert merge(rows, DOCUMENTS)["lines"][0]["copies"] == {"copy": 3, "original": 1}


def test_exempt_rows_do_not_raise_the_copies() -> None:
    rows = [row("a", copies={"copy": 1}), row("b", copies={"copy": 9}, supply="e_cert")]
    assert merge(rows, DOCUMENTS)["lines"][0]["copies"] == {"copy": 1}


@pytest.mark.parametrize(
    ("one", "other", "strictest"),
    [
        ({"when": FLAME}, {}, ("required", None)),
        ({"when": FLAME}, {"necessity": "deferrable"}, ("deferrable", None)),
        ({"necessity": "deferrable"}, {}, ("required", None)),
        ({"when": FLAME, "necessity": "deferrable"}, {"when": FLAME}, ("required", FLAME)),
    ],
)
def test_the_strictest_demand_wins(one: Any, other: Any, strictest: Any) -> None:
    """R42, before the answers are known: required > deferrable > required-if > deferrable-if."""
    line = merge([row("a", **one), row("b", **other)], DOCUMENTS)["lines"][0]
    assert (line["necessity"], line["when"]) == strictest


@pytest.mark.parametrize(("flame", "necessity"), [(True, "required"), (False, "deferrable")])
def test_with_the_answers_known_the_demand_is_exact(flame: bool, necessity: str) -> None:
    rows = [row("a", when=FLAME), row("b", necessity="deferrable")]
    merged = merge(rows, DOCUMENTS, chosen={"a", "b"}, answers={"flame": flame})
    assert merged["lines"][0]["necessity"] == necessity
    assert merged["lines"][0]["when"] is None


def test_two_conditional_demands_are_one_that_holds_when_either_does() -> None:
    line = merge([row("a", when=FLAME), row("b", when=LARGE)], DOCUMENTS)["lines"][0]
    assert line["when"] == {"any": [LARGE, FLAME]}


def test_the_same_condition_twice_is_said_once() -> None:
    assert (
        merge([row("a", when=FLAME), row("b", when=FLAME)], DOCUMENTS)["lines"][0]["when"] == FLAME
    )


def test_a_condition_that_is_not_met_asks_for_nothing() -> None:
    merged = merge([row("a", when=FLAME)], DOCUMENTS, chosen={"a"}, answers={"flame": False})
    assert (merged["before"], merged["after"]) == (0, 0)
    assert rules(merged) == {"a": ("not_applicable", None)}


def test_an_item_not_chosen_takes_its_papers_with_it_but_not_the_shared_ones() -> None:
    """R43."""
    rows = [row("a"), row("b"), row("b", "LICENCE")]
    merged = merge(rows, DOCUMENTS, chosen={"a"}, answers={})
    assert [line["document"] for line in merged["lines"]] == ["PLAN"]
    assert [entry["rule"] for entry in merged["proof"]] == ["kept", "not_chosen", "not_chosen"]


def test_the_papers_of_the_theme_itself_are_always_asked() -> None:
    merged = merge([row(None)], DOCUMENTS, chosen=set(), answers={})
    assert merged["lines"][0]["used_by"] == ["_theme"]
    assert merged["before"] == 1


def test_a_form_is_folded_to_the_end_of_its_chain() -> None:
    merged = merge([row("a", "FORM_A"), row("b", "FORM_B"), row(None, "FORM")], DOCUMENTS)
    assert [line["document"] for line in merged["lines"]] == ["FORM"]
    assert rules(merged) == {
        "a": ("folded", "FORM"),
        "b": ("folded", "FORM"),
        None: ("kept", "FORM"),
    }


def test_folding_wins_over_an_exemption() -> None:
    merged = merge([row("a", "FORM_A", supply="e_cert")], DOCUMENTS)
    assert rules(merged) == {"a": ("folded", "FORM")}
    assert merged["exempt"] == []


def test_forms_that_fold_in_a_circle_are_refused() -> None:
    documents = {"X": {"folds_into": "A"}, "A": {"folds_into": "B"}, "B": {"folds_into": "A"}}
    with pytest.raises(FoldCycle) as refused:
        fold_target("X", documents)
    assert refused.value.circle == ["A", "B", "A"]


@pytest.mark.parametrize("source", ["e_cert", "data_share"])
def test_what_the_state_has_is_exempt(source: str) -> None:
    merged = merge([row("a", supply=source)], DOCUMENTS)
    assert (merged["before"], merged["after"], merged["exempt"]) == (1, 0, ["PLAN"])
    assert rules(merged) == {"a": ("exempt", source)}


def test_a_paper_exempt_here_and_asked_there_stays_in_the_list() -> None:
    merged = merge([row("a", supply="e_cert"), row("b")], DOCUMENTS)
    assert rules(merged) == {"a": ("exempt", "e_cert"), "b": ("kept", "PLAN")}
    assert merged["exempt"] == []


@pytest.mark.parametrize("chosen", [None, {"a", "reg"}])
def test_a_result_of_another_item_is_not_carried_by_the_applicant(chosen: Any) -> None:
    merged = merge([row("a", supply=FROM_REG)], DOCUMENTS, chosen=chosen)
    assert rules(merged) == {"a": ("sibling_output", "reg")}
    assert merged["after"] == 0


def test_without_that_item_the_applicant_brings_it() -> None:
    merged = merge([row("a", supply=FROM_REG)], DOCUMENTS, chosen={"a"}, answers={})
    assert rules(merged) == {"a": ("fallback", "PLAN")}
    assert merged["after"] == 1


def test_without_that_item_the_second_source_is_asked_first() -> None:
    merged = merge([row("a", supply=ELSE_SHARED)], DOCUMENTS, chosen={"a"}, answers={})
    assert rules(merged) == {"a": ("exempt", "data_share")}
    assert merged["exempt"] == ["PLAN"]


@pytest.mark.parametrize(
    ("supply", "sure", "asked"),
    [(FROM_REG, [], 1), (FROM_REG, ["reg"], 0), (ELSE_SHARED, [], 0), ("applicant", ["reg"], 1)],
)
def test_some_case_asks_for_what_a_part_makes_unless_that_part_is_in_every_case(
    supply: Any, sure: list[str], asked: int
) -> None:
    widest = in_some_case(row("a", supply=supply), sure=sure)
    assert len(merge([widest], DOCUMENTS)["lines"]) == asked


def row(item: str | None, document: str = "PLAN", **given: Any) -> dict[str, Any]:
    plain = {"necessity": "required", "copies": {"copy": 1}, "when": None, "supply": "applicant"}
    return {"id": f"{item}/{document}", "item": item, "document": document, **plain, **given}


def rules(merged: dict[str, Any]) -> dict[Any, tuple[str, Any]]:
    return {entry["item"]: (entry["rule"], entry["to"]) for entry in merged["proof"]}
