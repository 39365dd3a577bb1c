"""Always, never, or it depends: what is claimed of a condition holds for every answer there is."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.condition_problems import problems
from app.domain.condition_truth import ALWAYS, NEVER, truth
from app.domain.conditions import holds

OPTIONS = [
    {"value": "a", "label": "甲"},
    {"value": "b", "label": "乙"},
    {"value": "c", "label": "丙"},
]
FIELDS: dict[str, dict[str, Any]] = {
    "area": {"kind": "number", "label": "面积", "min": 0, "max": 4},
    "free": {"kind": "number", "label": "数"},
    "fee": {"kind": "money", "label": "费用"},
    "flame": {"kind": "yes_no", "label": "明火"},
    "kind": {"kind": "choice", "label": "类别", "options": OPTIONS},
    "many": {"kind": "multiple", "label": "设备", "options": OPTIONS},
    "name": {"kind": "text", "label": "店名"},
    "day": {"kind": "date", "label": "日期"},
    "card": {"kind": "id_number", "label": "证件"},
}
SURE = frozenset(FIELDS)


def row(field: str, op: str, *value: Any) -> dict[str, Any]:
    return {"field": field, "op": op, **({"value": value[0]} if value else {})}


def every(*parts: Any) -> dict[str, Any]:
    return {"all": list(parts)}


def some(*parts: Any) -> dict[str, Any]:
    return {"any": list(parts)}


def years(op: str, n: int) -> dict[str, Any]:
    return row("day", op, {"n": n, "unit": "year"})


@pytest.mark.parametrize(
    "condition",
    [
        row("area", "gt", 4),
        row("area", "lt", 0),
        row("free", "ge", 10**12),
        every(row("area", "gt", 3), row("area", "lt", 3)),
        every(row("fee", "gt", 10), row("fee", "lt", 5)),
        every(row("flame", "is", True), row("flame", "is", False)),
        every(row("kind", "eq", "a"), row("kind", "in", ["b", "c"])),
        every(row("kind", "empty"), row("kind", "filled")),
        every(row("kind", "empty"), row("kind", "ne", "a")),
        every(row("name", "eq", "x"), row("name", "eq", "y")),
        every(row("day", "before", "2026-01-01"), row("day", "after", "2026-01-01")),
        every(years("ago_ge", 18), years("ago_le", 6)),
        every(years("ago_ge", 2), row("day", "ago_le", {"n": 23, "unit": "month"})),
        row("day", "ago_ge", {"n": 9999, "unit": "year"}),
    ],
)
def test_what_no_answer_makes_true_is_never_true(condition: Any) -> None:
    assert truth(condition, FIELDS) == NEVER


@pytest.mark.parametrize(
    "condition",
    [
        row("flame", "filled"),
        row("area", "between", [0, 4]),
        some(row("flame", "is", True), row("flame", "is", False)),
        some(row("kind", "eq", "a"), row("kind", "ne", "a")),
        row("kind", "in", ["a", "b", "c"]),
        row("many", "has_any", ["a", "b", "c"]),
        some(row("free", "ge", 3), row("free", "lt", 3)),
    ],
)
def test_what_every_answer_makes_true_is_always_true_where_it_must_be_answered(
    condition: Any,
) -> None:
    assert truth(condition, FIELDS, sure=SURE) == ALWAYS
    assert truth(condition, FIELDS) is None


@pytest.mark.parametrize(
    "condition",
    [
        row("area", "ge", 4),
        every(row("area", "gt", 3), row("area", "lt", 4)),
        every(row("many", "has", "a"), row("many", "has", "b")),
        every(years("ago_ge", 6), years("ago_le", 18)),
        every(years("ago_ge", 1), row("day", "before", "2020-01-01")),
        some(years("ago_ge", 18), years("ago_le", 18)),
        row("card", "filled"),
        row("day", "ago_ge", {"n": 9998, "unit": "year"}),
    ],
)
def test_what_depends_on_the_answer_is_not_judged(condition: Any) -> None:
    assert truth(condition, FIELDS) is None


def test_without_any_answer_it_may_still_be_true() -> None:
    assert truth(some(row("kind", "empty"), row("kind", "filled")), FIELDS) == ALWAYS


def test_a_condition_that_is_badly_said_is_not_judged() -> None:
    assert truth(row("gone", "filled"), FIELDS) is None
    assert truth(row("area", "like", 3), FIELDS) is None


def test_a_condition_with_too_many_ways_is_not_judged() -> None:
    many = {f"f{n}": {"kind": "choice", "label": "某", "options": OPTIONS} for n in range(12)}
    rows = [row(key, "eq", option["value"]) for key in many for option in OPTIONS]
    assert truth(some(*rows), many) is None


#: Every answer worth trying, the missing one first.
ANSWERS: dict[str, list[Any]] = {
    "area": [None, *(n / 2 for n in range(9))],
    "free": [None, *(n / 2 for n in range(-4, 13)), -999999999999, 999999999999],
    "fee": [None, "-1.00", *(f"{n / 2:.2f}" for n in range(-4, 13)), "999999999999.00"],
    "flame": [None, True, False],
    "kind": [None, "a", "b", "c"],
    "many": [None, ["a"], ["b"], ["c"], ["a", "b"], ["a", "c"], ["b", "c"], ["a", "b", "c"]],
    "name": [None, "x", "y", "z"],
}
small = st.integers(-1, 5)
letters = st.sampled_from("abc")
PLAIN = st.one_of(
    st.builds(row, st.sampled_from(["area", "free", "fee"]),
              st.sampled_from(["eq", "ne", "gt", "ge", "lt", "le"]), small),
    st.builds(lambda field, ends: row(field, "between", sorted(ends)),
              st.sampled_from(["area", "free", "fee"]), st.tuples(small, small)),
    st.builds(row, st.just("flame"), st.just("is"), st.booleans()),
    st.builds(row, st.just("kind"), st.sampled_from(["eq", "ne"]), letters),
    st.builds(row, st.just("kind"), st.just("in"), st.lists(letters, min_size=1, max_size=3)),
    st.builds(row, st.just("many"), st.just("has"), letters),
    st.builds(row, st.just("many"), st.just("has_any"), st.lists(letters, min_size=1, max_size=2)),
    st.builds(row, st.just("name"), st.sampled_from(["eq", "ne"]), st.sampled_from("xy")),
    st.builds(row, st.sampled_from(list(ANSWERS)), st.sampled_from(["empty", "filled"])),
)  # fmt: skip
SPANS = st.fixed_dictionaries(
    {"n": st.integers(0, 3), "unit": st.sampled_from(["day", "month", "year"])}
)
DATED = st.one_of(
    st.builds(row, st.just("day"), st.sampled_from(["ago_ge", "ago_le"]), SPANS),
    st.builds(row, st.just("day"), st.sampled_from(["eq", "before", "after"]),
              st.sampled_from(["2026-02-27", "2026-02-28", "2026-03-01"])),
    st.builds(row, st.just("day"), st.sampled_from(["empty", "filled"])),
)  # fmt: skip


def trees(rows: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    groups = st.lists(rows, min_size=1, max_size=3)
    inner = st.one_of(rows, groups.map(lambda parts: some(*parts)))
    return st.one_of(
        rows,
        groups.map(lambda p: some(*p)),
        st.lists(inner, min_size=1, max_size=3).map(lambda p: every(*p)),
    )


@settings(max_examples=400, deadline=None)
@given(condition=trees(PLAIN), sure=st.booleans())
def test_trying_every_answer_says_the_same(condition: Any, sure: bool) -> None:
    assert problems(condition, FIELDS) == []
    asked = sorted(keys(condition))
    tried = [ANSWERS[key][1:] if sure else ANSWERS[key] for key in asked]
    ends = {holds(condition, dict(zip(asked, one, strict=True))) for one in product(*tried)}
    exact = {frozenset({True}): ALWAYS, frozenset({False}): NEVER}.get(frozenset(ends))
    assert truth(condition, FIELDS, sure=SURE if sure else ()) == exact


DAYS = [
    date(2022, 12, 30) + timedelta(days=n)
    for n in (0, 1, 33, 59, 60, 364, 366, 790, 1153, 1154, 1155)
]
TODAYS = [
    None,
    date(2026, 2, 28),
    date(2026, 3, 1),
    date(2026, 3, 31),
    date(2024, 2, 29),
    date(2030, 1, 1),
]


@settings(max_examples=400, deadline=None)
@given(condition=trees(DATED), sure=st.booleans())
def test_of_days_nothing_is_claimed_that_some_day_denies(condition: Any, sure: bool) -> None:
    claimed = truth(condition, FIELDS, sure=SURE if sure else ())
    near = {today + timedelta(days=n) for today in TODAYS if today for n in (-31, -30, -1, 0, 1)}
    days = [day.isoformat() for day in {*DAYS, *near}] + ([] if sure else [None])
    ends = {holds(condition, {"day": day}, today=today) for day in days for today in TODAYS}
    assert claimed is None or ends == {claimed == ALWAYS}


def keys(condition: Any) -> set[str]:
    parts = condition.get("all", condition.get("any"))
    return {condition["field"]} if parts is None else set().union(*map(keys, parts))
