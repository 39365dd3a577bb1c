"""The publish check: each finding seen on a broken configuration, none on a sound one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.blueprint import compile_blueprint
from app.domain.case.graph import chosen_plan
from app.domain.case.selections import selections
from app.domain.check_graph import components, explore_component
from app.domain.check_markings import explore
from app.domain.checks import Finding, check
from app.domain.findings import work_of
from app.domain.package import normalise
from tests.factories.themes import (
    DAY,
    asks_for_nothing,
    exempt_here_and_demanded_there,
    grouped,
    item,
    needs,
    paper_from,
    producer_in_a_choice,
    theme,
    waits_for_the_post_check,
    whole,
)


def test_a_sound_theme_has_nothing_to_say() -> None:
    assert findings(theme(3, {1: ["p0"], 2: ["p1"]})) == []


def test_a_circle_of_needs_is_told_with_the_way_into_it() -> None:
    found = one(theme(3, {0: ["p2"], 1: ["p0"], 2: ["p1"]}), "starved")
    assert found.where == "p0,p1,p2"
    assert found.values["tasks"] == "第0项、第1项、第2项"
    assert [(step.where, step.code) for step in found.trace] == [("intake", "accepted")]


def test_a_refusal_that_lets_another_start_still_proves_the_rest_whole() -> None:
    after_refusal = theme(2, {1: [{"task": "p0", "outcomes": ["refused"]}]})
    assert {found.code for found in findings(after_refusal)} == {"never_granted"}


def test_a_part_that_needs_a_partial_grant_is_found_to_start() -> None:
    partly = theme(2, {1: [{"task": "p0", "outcomes": ["partly"]}]})
    assert "never_starts" not in {found.code for found in findings(partly)}


DAYS = {"value": 4, "unit": "working_day"}
BROKEN = [
    ("starved", needs(0, "p0"), "error", "p0"),
    ("needs_unknown", needs(0, "z"), "error", "p0"),
    ("needs_impossible", needs(0, {"task": "p1", "outcomes": ["passed"]}), "error", "p0"),
    ("needs_after_end", waits_for_the_post_check(), "error", "p0"),
    (
        "never_starts",
        theme(3, {0: [{"task": "p1", "outcomes": ["refused"]}, "p2"], 2: ["p1"]}),
        "error",
        "p0",
    ),
    ("never_granted", needs(0, {"task": "p1", "outcomes": ["refused"]}), "warning", "p0,p1"),
    ("output_unknown", paper_from("z"), "error", "p0/X#0"),
    ("output_without_needs", paper_from("p1", waits=False), "error", "p0/X#0"),
    ("output_without_result", paper_from("p1", result=None), "error", "p0/X#0"),
    ("output_maybe_absent", producer_in_a_choice(), "warning", "p2/X#0"),
    ("exempt_and_demanded", exempt_here_and_demanded_there(), "warning", "X"),
    ("choice", grouped(1, 2, 1), "error", "g"),
    ("choice", grouped(2, 1, 2), "error", "g"),
    ("choice", grouped(0, 0, 2), "error", "g"),
    ("choice", grouped(1, 3, 2), "error", "g"),
    ("promise_over_legal", item(0, promise=DAYS, legal=DAY), "error", "p0"),
    ("promise_over_legal", whole(legal=DAY), "error", "promise"),
    ("no_promise", item(0, promise=None), "warning", "p0"),
    ("no_case_promise", whole(promise=None), "error", "promise"),
    ("promise_under_path", theme(6, {n: [f"p{n - 1}"] for n in range(1, 6)}), "warning", "promise"),
    ("department", item(0, department="gone"), "error", "p0"),
    ("no_decision", item(0, steps=["review"]), "error", "p0"),
    ("no_decision", item(0, steps=["decide", "decide"]), "error", "p0"),
    ("condition_field", asks_for_nothing(), "error", "p0/X#0"),
    ("empty", whole(items=[]), "error", "items"),
]


@pytest.mark.parametrize(("code", "package", "level", "where"), BROKEN)
def test_a_broken_configuration_is_named(
    code: str, package: dict[str, Any], level: str, where: str
) -> None:
    found = one(package, code)
    assert (found.level, found.where) == (level, where)
    sentence = found.say % found.values
    assert not any(f"p{n}”" in sentence for n in range(3)), "names, not keys"


def test_a_paper_without_a_way_through_the_merge_is_named() -> None:
    blueprint = compiled(exempt_here_and_demanded_there())
    blueprint["merge"]["proof"].pop()
    assert "unaccounted" in {found.code for found in check(blueprint, departments=["D"])}


def test_a_situation_that_promises_more_than_the_law_is_named() -> None:
    cases = [{"when": {"field": "wide", "op": "is", "value": True}, "value": 9}]
    fields = [{"key": "wide", "kind": "yes_no", "label": "大"}]
    package = item(0, promise={**DAY, "cases": cases}, legal=DAYS, fields=fields)
    assert one(package, "promise_over_legal").values["promise"] == 9


def test_a_paper_with_another_source_named_is_no_doubt() -> None:
    package = producer_in_a_choice()
    package["items"]["i2"]["documents"][0]["supply"]["else"] = "data_share"
    assert "output_maybe_absent" not in {found.code for found in findings(package)}


def test_an_item_handled_alone_misses_no_sibling() -> None:
    package = paper_from("p1")
    found = check(compiled(package, "single", "i0"), departments=["D"])
    assert [one for one in found if one.level == "error"] == []


def test_what_could_not_be_explored_is_not_called_impossible() -> None:
    blueprint = compiled(theme(4, {n: [f"p{n - 1}"] for n in range(1, 4)}))
    (tasks,) = components(blueprint)
    assert not explore_component(blueprint, tasks, budget=3).whole
    assert explore_component(blueprint, tasks).whole


def test_ten_parallel_parts_are_proved_in_a_handful_of_markings() -> None:
    blueprint = compiled(theme(10))
    assert sum(explore_component(blueprint, t).markings for t in components(blueprint)) <= 100


def test_a_refusal_that_stops_everything_ties_everything_together() -> None:
    package = theme(4)
    package["themes"]["t"]["items"][2]["if_refused"] = "stop_all"
    assert components(compiled(package)) == [frozenset({"p0", "p1", "p2", "p3"})]


GOOD = st.sampled_from([["granted", "partly"], ["granted"], ["partly"], ["refused"]])


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, Any]:
    """Any needs among up to five parts, circles too, with optional parts and a group."""
    size = draw(st.integers(2, 5))
    pairs = draw(st.lists(st.tuples(*[st.integers(0, size - 1)] * 2, GOOD), max_size=5))
    wanted: dict[int, list[Any]] = {}
    for late, early, outcomes in pairs:
        wanted.setdefault(late, []).append({"task": f"p{early}", "outcomes": outcomes})
    package = theme(size, wanted)
    entries = package["themes"]["t"]["items"]
    for entry in draw(st.lists(st.sampled_from(entries), max_size=2, unique_by=id)):
        entry["optional"] = True
    entries[-1]["if_refused"] = draw(st.sampled_from(["continue", "stop_all", "advisory"]))
    if draw(st.booleans()) and not any(entry.get("optional") for entry in entries[:2]):
        package["themes"]["t"]["choices"] = {"g": {"name": "类别", "min": 1, "max": 1}}
        entries[0]["choice"] = entries[1]["choice"] = "g"
    return package


@settings(max_examples=200, deadline=None)
@given(graphs())
def test_components_tell_the_same_as_the_whole(package: dict[str, Any]) -> None:
    blueprint = compiled(package)
    parts = [explore_component(blueprint, tasks) for tasks in components(blueprint)]
    plans = [explore(chosen_plan(blueprint, chosen)) for chosen in selections(blueprint) if chosen]
    opened = frozenset[str]().union(*(plan.opened for plan in plans))
    assert opened & set(work_of(blueprint)) == opened_by(parts) & set(work_of(blueprint))
    assert any(plan.stuck for plan in plans) == any(part.starved for part in parts)
    whole_fails = any(not plan.stuck and not plan.outcomes["granted"] for plan in plans)
    if not any(plan.stuck for plan in plans):
        assert whole_fails == any(part.ungranted for part in parts)


def opened_by(parts: list[Any]) -> frozenset[str]:
    return frozenset[str]().union(*(part.opened for part in parts))


def compiled(package: dict[str, Any], kind: str = "joint", code: str = "t") -> dict[str, Any]:
    return compile_blueprint(normalise(package), kind, code=code)


def findings(package: dict[str, Any]) -> list[Finding]:
    return check(compiled(package), departments=["D"])


def one(package: dict[str, Any], code: str) -> Finding:
    found = [finding for finding in findings(package) if finding.code == code]
    assert len(found) == 1, findings(package)
    return found[0]
