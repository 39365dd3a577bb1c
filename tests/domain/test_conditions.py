"""Conditions as an administrator sets them: true, false, refused, and in words."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.conditions import AGO, COMPARE, PRESENCE, explain, fields_of, holds, problems

VECTORS = json.loads(
    (Path(__file__).parents[1] / "vectors" / "conditions.json").read_text(encoding="utf-8")
)
FIELDS: dict[str, dict[str, Any]] = {
    "area": {"kind": "number", "label": "经营面积"},
    "flame": {"kind": "yes_no", "label": "使用明火"},
    "fee": {"kind": "money", "label": "费用"},
    "day": {"kind": "date", "label": "公告日期"},
    "note": {"kind": "long_text", "label": "说明"},
    "card": {"kind": "id_number", "label": "身份证号"},
    "kind": {
        "kind": "choice",
        "label": "类别",
        "options": [{"value": "a", "label": "甲"}, {"value": "b", "label": "乙"}],
    },
    "grade": {"kind": "choice", "label": "级", "options": [{"value": 1, "label": "一"}]},
    "many": {"kind": "multiple", "label": "设备", "options": [{"value": "x", "label": "炉"}]},
}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: json.dumps(v["condition"])[:60])
def test_a_condition_is_true_exactly_where_the_shared_table_says(vector: dict[str, Any]) -> None:
    today = date.fromisoformat(vector["today"]) if vector["today"] else None
    assert holds(vector["condition"], vector["answers"], today=today) is vector["holds"]


def test_the_shared_table_shows_every_operator_both_ways() -> None:
    shown = {
        (vector["condition"]["op"], vector["holds"])
        for vector in VECTORS
        if "op" in vector["condition"]
    }
    assert shown == {(op, way) for op in (*COMPARE, *PRESENCE, *AGO) for way in (True, False)}


def test_the_shared_table_shows_every_operator_where_nothing_is_answered() -> None:
    shown = {
        (vector["condition"]["op"], repr(vector["answers"].get("x", "missing")))
        for vector in VECTORS
        if vector["condition"].get("field") == "x"
    }
    nothing = ("'missing'", "None", "''", "[]")
    assert shown >= {(op, empty) for op in (*COMPARE, *PRESENCE, *AGO) for empty in nothing}


def test_the_fields_a_condition_asks_are_known_at_every_depth() -> None:
    condition = both(row("area", "ge", 1), {"any": [row("flame", "filled"), row("day", "empty")]})
    assert fields_of(condition) == {"area", "flame", "day"}
    assert fields_of(None) == set()


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("area > 3", "a condition is"),
        ({"all": []}, "all holds a list"),
        ({"all": [], "any": []}, "stands alone"),
        ({"field": "area", "op": "ge"}, "op ge takes one text or whole number"),
        ({"field": "area", "op": "ge", "value": 1, "not": True}, "has field, op and value"),
        ({"field": "area", "op": "like", "value": 1}, "op is one of"),
        ({"field": "area", "op": "filled", "value": 1}, "takes no value"),
        ({"field": "area", "op": "ge", "value": 1.5}, "whole number"),
        ({"field": "area", "op": "between", "value": [3, 1]}, "the smaller end first"),
        ({"field": "area", "op": "between", "value": [3]}, "two whole numbers"),
        ({"field": "day", "op": "ago_ge", "value": {"n": 3, "unit": "week"}}, "n: 0 to 9999"),
        ({"field": "day", "op": "ago_ge", "value": {"n": -3, "unit": "day"}}, "n: 0 to 9999"),
        ({"field": "flame", "op": "is", "value": 1}, "true or false"),
        ({"field": "kind", "op": "in", "value": "ab"}, "a list of texts"),
    ],
)
def test_a_badly_written_condition_is_refused(condition: Any, said: str) -> None:
    assert [problem for problem in problems(condition) if said in problem]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (("space", "ge", 3), "there is no field space"),
        (("flame", "ge", 3), "flame is of kind yes_no; op is one of is, empty, filled"),
        (("card", "eq", "1"), "card is of kind id_number"),
        (("area", "eq", "300"), "'300' is not a whole number of area"),
        (("fee", "ge", "9.00"), "'9.00' is not a whole number of fee"),
        (("kind", "in", ["a", "c"]), "'c' is not an option of kind"),
        (("grade", "eq", True), "True is not an option of grade"),
        (("many", "has", "y"), "'y' is not an option of many"),
        (("day", "before", "2026-02-30"), "'2026-02-30' is not a day"),
        (("day", "eq", 20260230), "is not a day"),
    ],
)
def test_a_condition_fits_the_kind_of_its_field(condition: tuple[Any, ...], said: str) -> None:
    assert [problem for problem in problems(row(*condition), FIELDS) if said in problem]


def test_two_levels_are_read_aloud_three_are_not() -> None:
    two = both({"any": [row("flame", "is", True), row("area", "ge", 3)]}, row("fee", "gt", 0))
    assert problems(two, FIELDS) == []
    assert problems({"any": [two]}, FIELDS) == ["conditions nest at most 2 levels"]


def test_every_problem_of_a_condition_is_said_at_once() -> None:
    condition = both(row("space", "ge", 3), row("flame", "ge", 3))
    assert len(problems(condition, FIELDS)) == 2


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (("area", "ge", 300), "经营面积 is at least 300"),
        (("flame", "is", True), "使用明火 is Yes"),
        (("flame", "is", False), "使用明火 is No"),
        (("kind", "in", ["a", "b"]), "类别 is one of 甲、乙"),
        (("many", "has", "x"), "设备 includes 炉"),
        (("area", "between", [1, 9]), "经营面积 is from 1 to 9"),
        (("day", "ago_ge", {"n": 45, "unit": "day"}), "公告日期 is at least 45 days ago"),
        (("day", "empty"), "公告日期 is not filled in"),
        (("gone", "filled"), "gone is filled in"),
    ],
)
def test_a_condition_reads_as_a_sentence(condition: tuple[Any, ...], words: str) -> None:
    assert explain(row(*condition), FIELDS) == words


def test_a_group_within_a_group_stands_in_brackets() -> None:
    inner = {"any": [row("flame", "is", True), row("day", "empty")]}
    said = explain(both(row("area", "gt", 1), inner), FIELDS)
    assert said == ("经营面积 is more than 1 and (使用明火 is Yes or 公告日期 is not filled in)")


def test_a_condition_is_said_in_the_words_of_the_translation() -> None:
    chinese = {
        "%(field)s is at least %(value)s": "%(field)s不小于%(value)s",
        "%(field)s is %(value)s": "%(field)s为%(value)s",
        "%(first)s and %(second)s": "%(first)s，且%(second)s",
        "Yes": "是",
    }
    condition = both(row("area", "ge", 300), row("flame", "is", True))
    said = explain(condition, FIELDS, translate=lambda msgid: chinese[msgid])
    assert said == "经营面积不小于300，且使用明火为是"


values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=4),
    st.lists(st.text(max_size=2), max_size=2),
)  # fmt: skip
wanted = st.one_of(
    values, st.fixed_dictionaries({"n": st.integers(0, 9999), "unit": st.just("day")})
)
rows = st.builds(
    lambda field, op, value: {"field": field, "op": op, **({} if op in PRESENCE else value)},
    st.sampled_from([*FIELDS, "gone"]),
    st.sampled_from([*COMPARE, *PRESENCE, *AGO]),
    wanted.map(lambda value: {"value": value}),
)
trees = st.one_of(rows, st.lists(rows, min_size=1, max_size=3).map(lambda parts: {"all": parts}))


@settings(max_examples=150, deadline=None)
@given(condition=trees, answers=st.dictionaries(st.sampled_from([*FIELDS]), values), day=st.dates())
def test_what_passes_the_check_always_evaluates_and_reads(
    condition: dict[str, Any], answers: dict[str, Any], day: date
) -> None:
    if not problems(condition, FIELDS):
        assert holds(condition, answers, today=day) in (True, False)
        assert explain(condition, FIELDS)


def row(field: str, op: str, *value: Any) -> dict[str, Any]:
    return {"field": field, "op": op, **({"value": value[0]} if value else {})}


def both(*parts: Any) -> dict[str, Any]:
    return {"all": list(parts)}
