"""What an administrator reads: each finding of the publish check in Chinese, a dead end with the way there."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.blueprint import compile_blueprint
from app.domain.case.graph import chosen_plan
from app.domain.check_graph import components, explore_component
from app.domain.check_markings import explore
from app.domain.checks import check
from app.domain.package import normalise, problems
from app.domain.refusal import Word
from app.translate import catalogue
from tests.factories import themes
from tests.factories.packages import shop
from tests.factories.themes import DAY, grouped, item, needs, paper_from, theme, whole

ZH = catalogue("zh")
DAYS = {"value": 4, "unit": "working_day"}
SENTENCES = [
    ("starved", needs(0, "p0"), "照这样走，第0项 永远等不到开始，统一出件不会发生。"),
    ("needs_unknown", needs(0, "z"), "“第0项”的前置“z”不在本事项中。"),
    (
        "needs_impossible",
        needs(0, {"task": "p1", "outcomes": ["passed"]}),
        "“第0项”等待“第1项”的结果 通过，但它不会有这个结果。",
    ),
    (
        "needs_after_end",
        themes.waits_for_the_post_check(),
        "“第0项”等待“第1项”，但它在办结之后才进行。",
    ),
    (
        "never_starts",
        theme(3, {0: [{"task": "p1", "outcomes": ["refused"]}, "p2"], 2: ["p1"]}),
        "“第0项”在任何情形下都不会开始。",
    ),
    (
        "never_granted",
        needs(0, {"task": "p1", "outcomes": ["refused"]}),
        "第0项、第1项：没有一条路径能全部准予。",
    ),
    ("output_unknown", paper_from("z"), "“第0项”的“证”取自“z”，没有这个事项。"),
    (
        "output_without_needs",
        paper_from("p1", waits=False),
        "“第0项”的“证”取自“第1项”的结果，但没有把它列为前置。",
    ),
    (
        "output_without_result",
        paper_from("p1", result=None),
        "“第0项”的“证”取自“第1项”，但它没有结果物。",
    ),
    (
        "output_maybe_absent",
        themes.producer_in_a_choice(),
        "“第0项”可能不办，这时“第2项”的“证”改由申请人提交。",
    ),
    (
        "exempt_and_demanded",
        themes.exempt_here_and_demanded_there(),
        "“证”对一个部门免提交，对另一个仍要提交。",
    ),
    ("choice", grouped(1, 2, 1), "选项组“类别”要在 1 项里选 1 到 2 项，做不到或没有意义。"),
    ("promise_over_legal", item(0, promise=DAYS, legal=DAY), "“第0项”承诺 4，长于法定 1。"),
    ("no_promise", item(0, promise=None), "“第0项”没有承诺时限。"),
    ("no_case_promise", whole(promise=None), "没有总承诺时限。"),
    (
        "promise_under_path",
        theme(6, {n: [f"p{n - 1}"] for n in range(1, 6)}),
        "承诺 5 个工作日，短于最长路径 6 个工作日（第0项 → 第1项 → 第2项 → 第3项 → 第4项 → 第5项）。",
    ),
    ("department", item(0, department="gone"), "“第0项”没有办理部门。"),
    ("no_decision", item(0, steps=["review"]), "“第0项”的步骤里要有且只有一个决定。"),
    (
        "no_decision",
        item(0, steps=["decide", "review"]),
        "“第0项”要在最后一步作决定，任何情形下都有这一步。",
    ),
    ("condition_field", themes.asks_for_nothing(), "“证”的条件用到不存在的字段“no”。"),
    ("empty", whole(items=[]), "没有事项。"),
]


@pytest.mark.parametrize(("code", "package", "sentence"), SENTENCES)
def test_a_finding_is_said_in_the_words_of_the_window(
    code: str, package: dict[str, Any], sentence: str
) -> None:
    assert {said(one) for one in findings(package) if one.code == code} == {sentence}


def test_a_dead_end_is_told_step_by_step_from_the_receipt() -> None:
    """The last part waits for itself once the first was refused: the way there is said."""
    after = [{"task": "p0", "outcomes": ["refused", "returned"]}, "p2"]
    package = theme(3, {1: [{"task": "p0", "outcomes": ["granted"]}], 2: after})
    (found,) = [one for one in findings(package) if one.code == "starved"]
    assert [said(step) for step in found.trace] == ["受理。", "不予“第0项”。"]


def test_an_item_that_its_theme_asks_for_is_in_doubt_when_handled_alone() -> None:
    alone = check(compiled(shop(), "single", "food"), departments=shop()["departments"])
    assert [(one.code, one.level, said(one)) for one in alone] == [
        (
            "condition_field",
            "warning",
            "单独办理时没有人填“area”，“食品经营许可”的条件永远不成立。",
        )
    ]


def test_one_mistake_of_an_item_alone_is_said_once() -> None:
    package = item(0, promise=DAYS, legal=DAY)
    alone = check(compiled(package, "single", "i0"), departments=["D"])
    assert [(one.code, one.where) for one in alone] == [("promise_over_legal", "main")]


def test_a_situation_that_only_warns_otherwise_keeps_the_value() -> None:
    wide = {"when": {"field": "wide", "op": "is", "value": True}, "warn": 2}
    fields = [{"key": "wide", "kind": "yes_no", "label": "大"}]
    package = item(0, promise={**DAY, "cases": [wide]}, legal=DAYS, fields=fields)
    assert findings(package) == []


SIZES = [
    (4, 99, 28, 83),
    (5, 277, 35, 195),
    (6, 795, 42, 451),
    (7, 2317, 49, 1027),
    (8, 6819, 56, 2307),
]


@pytest.mark.parametrize(("parts", "together", "split", "tied"), SIZES)
def test_so_many_markings_are_looked_at(parts: int, together: int, split: int, tied: int) -> None:
    blueprint = compiled(theme(parts))
    everything = chosen_plan(blueprint, {f"p{n}" for n in range(parts)})
    assert explore(everything).markings == together
    assert looked_at(blueprint) == split
    stopping = theme(parts)
    for entry in stopping["themes"]["t"]["items"]:
        entry["if_refused"] = "stop_all"
    assert looked_at(compiled(stopping)) == tied


needed = st.one_of(
    st.sampled_from(["p0", "p1", "p2", "z", "hand_over", "intake", "p1.check"]),
    st.fixed_dictionaries(
        {
            "task": st.sampled_from(["p0", "p1", "intake", "z", "papers"]),
            "outcomes": st.lists(st.sampled_from(["granted", "refused", "passed", "gone"])),
        }
    ),
)
area = {"field": "area", "op": "ge", "value": 3}
demand = st.fixed_dictionaries(
    {"document": st.sampled_from(["R", "X"])},
    optional={
        "supply": st.sampled_from([{"output_of": "p1"}, {"output_of": "z"}, "e_cert"]),
        "necessity": st.just("deferrable"),
        "when": st.sampled_from([area, {"ask": "已装修"}]),
    },
)
entry = st.fixed_dictionaries(
    {},
    optional={
        "needs": st.lists(needed, max_size=3),
        "choice": st.sampled_from(["g", "h"]),
        "optional": st.booleans(),
        "when": st.just(area),
        "if_refused": st.sampled_from(["stop_all", "advisory"]),
    },
)
changes = st.fixed_dictionaries(
    {},
    optional={
        "documents": st.lists(demand, max_size=3),
        "steps": st.lists(st.sampled_from(["review", "decide"]), max_size=3),
        "promise": st.none() | st.just({**DAY, "cases": [{"when": area, "warn": 0}]}),
        "legal": st.just({**DAYS, "cases": [{"when": area, "value": 1}]}),
        "result": st.none(),
        "commit": st.booleans(),
        "post_check": st.just(DAY),
        "closing": st.just({"granted": [["reply"]]}),
    },
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(entry, changes), min_size=1, max_size=4),
    st.none() | st.tuples(st.integers(0, 3), st.integers(0, 3)),
)
def test_whatever_may_be_imported_can_be_checked(parts: list[Any], group: Any) -> None:
    """No package that the loader takes makes the check stumble; each finding has its Chinese."""
    package = theme(len(parts))
    package["documents"]["X"] = {"name": "证", "kind": "proof", "source": "applicant"}
    whole_theme = package["themes"]["t"]
    whole_theme["fields"] = [{"key": "area", "kind": "number", "label": "面积"}]
    if group:
        whole_theme["choices"] = {"g": {"name": "类别", "min": group[0], "max": group[1]}}
    for number, (more, changed) in enumerate(parts):
        whole_theme["items"][number].update(more)
        package["items"][f"i{number}"].update(changed)
    assert problems(package) == []
    for kind, code in [("joint", "t"), ("single", "i0")]:
        for one in check(compiled(package, kind, code), departments=["D"]):
            assert said(one)


def findings(package: dict[str, Any]) -> list[Any]:
    return check(compiled(package), departments=["D"])


def compiled(package: dict[str, Any], kind: str = "joint", code: str = "t") -> dict[str, Any]:
    return compile_blueprint(normalise(package), kind, code=code)


def looked_at(blueprint: dict[str, Any]) -> int:
    return sum(explore_component(blueprint, part).markings for part in components(blueprint))


def said(found: Any) -> str:
    values = {name: worded(value) for name, value in found.values.items()}
    return str(ZH.get(found.say).string % values)


def worded(value: Any) -> Any:
    return ZH.get(value).string if isinstance(value, Word) else value
