"""The very package of the format's description: it compiles, checks clean, and runs as described (spine §7)."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from app.domain import sla
from app.domain.blueprint import canonical, compile_blueprint
from app.domain.checks import check
from app.domain.conditions import holds
from app.domain.documents import merge
from tests.factories.machine import Moved, refused
from tests.factories.packages import shop

KEYS = {
    "schema", "kind", "code", "name", "lead", "fields", "choices", "limits", "extend",
    "accept_conditions", "reopen", "documents", "rows", "merge", "tasks", "papers", "before",
}  # fmt: skip
GRANTED = ["granted", "partly"]
ACCEPTED = {"task": "intake", "outcomes": ["accepted", "deferred"]}
TODAY = date(2026, 11, 20)
SHOP = compile_blueprint(shop(), "joint", code="shop")
PAPERS = ["ONE_FORM", "SITE_PLAN"]


def test_twelve_papers_become_four() -> None:
    merged = SHOP["merge"]
    assert (merged["before"], merged["after"]) == (12, 4)
    assert [line["document"] for line in merged["lines"]] == [
        "HYG_REPORT", "ONE_FORM", "PUBLIC_NOTE", "SITE_PLAN",
    ]  # fmt: skip
    assert line("SITE_PLAN")["copies"] == {"copy": 3, "original": 1}


def test_it_has_the_keys_of_the_description_and_what_the_theme_adds() -> None:
    assert set(SHOP) == KEYS | {"for", "area", "channels", "told"}
    assert (SHOP["schema"], SHOP["kind"], SHOP["code"]) == (1, "joint", "shop")


def test_it_is_plain_json_without_fractions() -> None:
    assert json.loads(canonical(SHOP)) == SHOP
    assert not list(fractions(SHOP))


def test_its_tasks_stand_in_order() -> None:
    assert [(one["key"], one["kind"]) for one in SHOP["tasks"]] == [
        ("intake", "intake"), ("reg", "work"), ("food", "work"), ("food2", "work"),
        ("fire", "work"), ("fire.check", "check"), ("papers", "papers"),
        ("hand_over", "hand_over"),
    ]  # fmt: skip


def test_the_windows_tasks_belong_to_the_window_that_received() -> None:
    for key in ("intake", "papers", "hand_over"):
        assert task(SHOP, key)["department"] == "window"
        assert task(SHOP, key)["gates"] is False
    assert task(SHOP, "intake")["mode"] == "window"
    assert task(SHOP, "hand_over")["opens"] == "join"
    assert task(SHOP, "papers")["opens"] == [{"task": "intake", "outcomes": ["deferred"]}]


def test_a_need_names_the_outcomes_it_accepts() -> None:
    assert task(SHOP, "food")["opens"] == [ACCEPTED, {"task": "reg", "outcomes": GRANTED}]
    assert task(SHOP, "food2")["opens"][1]["outcomes"] == ["granted"]


def test_a_commitment_is_checked_afterwards_by_the_same_department() -> None:
    check = task(SHOP, "fire.check")
    assert (check["department"], check["revokes"]) == ("XFJY", "fire")
    assert check["opens"] == [{"task": "fire", "outcomes": GRANTED}]
    assert check["limits"]["legal"]["value"] == 20
    assert task(SHOP, "fire")["commit"] is True


def test_one_of_the_premises_is_picked_and_fire_may_be() -> None:
    picks = {one["key"]: one["pick"] for one in SHOP["tasks"] if one["kind"] == "work"}
    assert picks["food"] == picks["food2"] == {"choice": "premises"}
    assert (picks["reg"], picks["fire"]) == ("always", "optional")


def test_who_may_extend_comes_from_the_limit() -> None:
    assert SHOP["extend"] == {"cap": 15, "by": "government_head"}
    assert task(SHOP, "food")["extend"] == {"cap": 5, "by": "head"}
    assert task(SHOP, "fire")["extend"] == {"cap": 10, "by": "head"}
    assert task(SHOP, "reg")["extend"] is None
    assert "extend" not in SHOP["limits"]["legal"]


def test_a_condition_for_a_person_is_a_question_to_the_clerk() -> None:
    asked = [field for field in SHOP["fields"] if field["key"].startswith("ask.")]
    assert asked == [
        {
            "key": "ask.HYG_REPORT.1",
            "kind": "yes_no",
            "label": "场所已装修完毕的提交",
            "asked": "clerk",
        }
    ]
    assert line("HYG_REPORT")["when"] == {
        "field": "ask.HYG_REPORT.1",
        "op": "is",
        "value": True,
    }


@pytest.mark.parametrize(("area", "days"), [(350, 8), (300, 8), (299, 4)])
def test_a_large_place_gives_food_eight_days(area: int, days: int) -> None:
    limit = sla.pick(task(SHOP, "food")["limits"]["promise"], {"area": area}, today=TODAY)
    assert limit and limit["value"] == days


@pytest.mark.parametrize(
    ("answers", "in_it"),
    [
        ({"area": 150, "flame": False}, False),
        ({"area": 150, "flame": True}, True),
        ({"area": 200, "flame": False}, True),
    ],
)
def test_fire_drops_out_of_a_small_place_without_flame(answers: Any, in_it: bool) -> None:
    assert holds(task(SHOP, "fire")["when"], answers, today=TODAY) is in_it


@pytest.mark.parametrize(
    ("day", "accepted"), [("2026-11-01", False), ("2026-10-06", True), ("", True)]
)
def test_a_notice_of_nineteen_days_blocks_acceptance(day: str, accepted: bool) -> None:
    check = SHOP["accept_conditions"][0]["check"]
    assert holds(check, {"notice_date": day}, today=TODAY) is accepted


def test_the_survey_may_fix_three_to_five_days() -> None:
    assert (SHOP["limits"]["promise"]["min"], SHOP["limits"]["promise"]["value"]) == (3, 5)
    assert task(SHOP, "food")["steps"][1] == {"step": "survey", "sets_term": True}
    assert task(SHOP, "food")["special"] == ["site_survey"]


def test_the_counter_merges_the_same_rows() -> None:
    answers = {"area": 150, "notice_date": "", "ask.HYG_REPORT.1": False}
    merged = merge(SHOP["rows"], SHOP["documents"], chosen={"reg", "food"}, answers=answers)
    assert [one["document"] for one in merged["lines"]] == ["ONE_FORM", "SITE_PLAN"]
    assert merged["lines"][1]["copies"] == {"copy": 2, "original": 1}


def test_the_documents_are_those_that_rows_use() -> None:
    used = {row["document"] for row in SHOP["rows"]} | {"ONE_FORM"}
    assert set(SHOP["documents"]) == used
    assert all(isinstance(one["points"], list) for one in SHOP["documents"].values())


def test_it_checks_clean() -> None:
    assert check(SHOP, departments=shop()["departments"]) == []


def test_in_a_large_place_food_has_eight_days_and_the_survey_sets_the_case_to_three() -> None:
    case = opened(area=350, flame=False)
    case("2026-11-20T10:05:00", "accept", task="intake")
    assert case.due("case") == "2026-11-27"
    case.decided("2026-11-20T11:00:00", "reg")
    assert case.due("food") == "2026-12-02"
    case("2026-11-20T11:05:00", "finish_step", task="food")
    case("2026-11-20T15:00:00", "set_term", task="food", days=3)
    assert case.due("case") == "2026-11-25"


def test_a_notice_of_nineteen_days_holds_up_acceptance() -> None:
    case = opened(area=350, flame=False, notice_date="2026-11-01")
    answer = case("2026-11-20T10:05:00", "accept", task="intake")
    assert refused(answer, "accept_condition")
    assert answer.values == {"condition": "公告满45日"}


def test_without_flame_a_small_place_has_no_part_for_the_fire_brigade() -> None:
    assert "fire" not in opened(area=150, flame=False).state["tasks"]
    assert "fire" in opened(area=150, flame=True).state["tasks"]


def opened(**answers: Any) -> Moved:
    """Received with its papers, food chosen of the two kinds of premises, fire wanted."""
    case = Moved(SHOP, {"ask.HYG_REPORT.1": False, **answers})
    papers = PAPERS + (["PUBLIC_NOTE"] if answers.get("notice_date") else [])
    return case.received("2026-11-20T10:00:00", papers, chosen=["food", "fire"])


def task(blueprint: dict[str, Any], key: str) -> dict[str, Any]:
    return next(one for one in blueprint["tasks"] if one["key"] == key)


def line(document: str) -> dict[str, Any]:
    return next(one for one in SHOP["merge"]["lines"] if one["document"] == document)


def fractions(value: Any) -> Any:
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from fractions(inner)
    elif isinstance(value, float):
        yield value
