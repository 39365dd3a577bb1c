"""What holds of every merge, whatever the rows: nothing is lost, nothing depends on their order."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.documents import merge
from tests.factories.merging import DOCUMENTS, FLAME, LARGE

FROM_REG = {"output_of": "reg"}
ELSE_SHARED = {"output_of": "reg", "else": "data_share"}
keys = st.sampled_from(["a", "b", "reg", None])
supplies = st.sampled_from(["applicant", "e_cert", "data_share", FROM_REG, ELSE_SHARED])
forms = st.sampled_from(["original", "copy", "e_file"])
requirement = st.fixed_dictionaries(
    {
        "item": keys,
        "document": st.sampled_from([*DOCUMENTS]),
        "necessity": st.sampled_from(["required", "deferrable"]),
        "copies": st.dictionaries(forms, st.integers(1, 4), min_size=1),
        "when": st.sampled_from([None, FLAME, LARGE, {"all": [FLAME, LARGE]}]),
        "supply": supplies,
    }
)
requirements = st.lists(requirement, max_size=9).map(
    lambda found: [{**one, "id": f"{at}"} for at, one in enumerate(found)]
)
situations = st.one_of(
    st.just({}),
    st.fixed_dictionaries(
        {
            "chosen": st.sets(st.sampled_from(["a", "b", "reg"])),
            "answers": st.fixed_dictionaries(
                {"flame": st.booleans(), "area": st.sampled_from([100, 300])}
            ),
        }
    ),
)


@settings(max_examples=150, deadline=None)
@given(rows=requirements, situation=situations, chance=st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(
    rows: list[Any], situation: Any, chance: random.Random
) -> None:
    before = merge(rows, DOCUMENTS, **situation)
    chance.shuffle(rows)
    assert merge(rows, DOCUMENTS, **situation) == before


@settings(max_examples=150, deadline=None)
@given(rows=requirements, situation=situations)
def test_every_row_is_accounted_for_once_and_names_its_survivor(
    rows: list[Any], situation: Any
) -> None:
    merged = merge(rows, DOCUMENTS, **situation)
    assert sorted(entry["row"] for entry in merged["proof"]) == sorted(one["id"] for one in rows)
    lines = {line["document"] for line in merged["lines"]}
    for entry in merged["proof"]:
        assert entry["to"] in SURVIVORS[entry["rule"]](lines)


@settings(max_examples=150, deadline=None)
@given(rows=requirements, situation=situations)
def test_a_merge_never_asks_for_more(rows: list[Any], situation: Any) -> None:
    merged = merge(rows, DOCUMENTS, **situation)
    assert merged["after"] == len(merged["lines"]) <= merged["before"] <= len(rows)
    lived = [one for one in merged["proof"] if not one["rule"].startswith("not_")]
    assert merged["before"] == len(lived)


@settings(max_examples=150, deadline=None)
@given(rows=requirements, added=requirement)
def test_adding_an_item_never_removes_a_paper(rows: list[Any], added: dict[str, Any]) -> None:
    more = {**added, "id": "new", "item": "new"}
    before, after = merge(rows, DOCUMENTS), merge([*rows, more], DOCUMENTS)
    lines = {line["document"]: line for line in after["lines"]}
    for line in before["lines"]:
        grown = lines[line["document"]]
        assert set(line["used_by"]) <= set(grown["used_by"])
        assert all(grown["copies"][form] >= count for form, count in line["copies"].items())
    rules_before = {one["row"]: one["rule"] for one in before["proof"]}
    rules_after = {one["row"]: one["rule"] for one in after["proof"]}
    moved = {row for row, rule in rules_before.items() if rules_after[row] != rule}
    assert all({rules_before[row], rules_after[row]} == {"kept", "same"} for row in moved)


@settings(max_examples=100, deadline=None)
@given(rows=requirements, situation=situations)
def test_at_the_counter_no_condition_is_left_open(rows: list[Any], situation: Any) -> None:
    if situation:
        assert not any(line["when"] for line in merge(rows, DOCUMENTS, **situation)["lines"])


def _lines(lines: set[str]) -> set[str | None]:
    return {*lines}


#: Rule → what a row may have gone to.
SURVIVORS: dict[str, Any] = {
    **dict.fromkeys(("kept", "same", "folded", "fallback"), _lines),
    **dict.fromkeys(("not_chosen", "not_applicable"), lambda _lines: {None}),
    "exempt": lambda _lines: {"e_cert", "data_share"},
    "sibling_output": lambda _lines: {"reg"},
}
