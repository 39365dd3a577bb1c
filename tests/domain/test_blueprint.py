"""From a package to the blueprint a case pins: exactly what the format's description promises."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from app.domain import sla
from app.domain.blueprint import canonical, compile_blueprint, digest
from app.domain.conditions import holds
from app.domain.documents import merge
from tests.factories.packages import shop, small

KEYS = {
    "schema", "kind", "code", "name", "lead", "fields", "choices", "limits", "extend",
    "accept_conditions", "reopen", "documents", "rows", "merge", "tasks", "papers", "before",
}  # fmt: skip
GRANTED = ["granted", "partly"]
ACCEPTED = {"task": "intake", "outcomes": ["accepted", "deferred"]}
TODAY = date(2026, 11, 20)


class TestShop:
    """The very package of the format's description."""

    def test_twelve_papers_become_four(self) -> None:
        merged = SHOP["merge"]
        assert (merged["before"], merged["after"]) == (12, 4)
        assert [line["document"] for line in merged["lines"]] == [
            "HYG_REPORT", "ONE_FORM", "PUBLIC_NOTE", "SITE_PLAN",
        ]  # fmt: skip
        assert line("SITE_PLAN")["copies"] == {"copy": 3, "original": 1}

    def test_it_has_the_keys_of_the_description_and_what_the_theme_adds(self) -> None:
        assert set(SHOP) == KEYS | {"for", "area", "channels", "told"}
        assert (SHOP["schema"], SHOP["kind"], SHOP["code"]) == (1, "joint", "shop")

    def test_it_is_plain_json_without_fractions(self) -> None:
        assert json.loads(canonical(SHOP)) == SHOP
        assert not list(fractions(SHOP))

    def test_its_tasks_stand_in_order(self) -> None:
        assert [(one["key"], one["kind"]) for one in SHOP["tasks"]] == [
            ("intake", "intake"), ("reg", "work"), ("food", "work"), ("food2", "work"),
            ("fire", "work"), ("fire.check", "check"), ("papers", "papers"),
            ("hand_over", "hand_over"),
        ]  # fmt: skip

    def test_the_windows_tasks_belong_to_the_window_that_received(self) -> None:
        for key in ("intake", "papers", "hand_over"):
            assert task(SHOP, key)["department"] == "window"
            assert task(SHOP, key)["gates"] is False
        assert task(SHOP, "intake")["mode"] == "window"
        assert task(SHOP, "hand_over")["opens"] == "join"
        assert task(SHOP, "papers")["opens"] == [{"task": "intake", "outcomes": ["deferred"]}]

    def test_a_need_names_the_outcomes_it_accepts(self) -> None:
        assert task(SHOP, "food")["opens"] == [ACCEPTED, {"task": "reg", "outcomes": GRANTED}]
        assert task(SHOP, "food2")["opens"][1]["outcomes"] == ["granted"]

    def test_a_commitment_is_checked_afterwards_by_the_same_department(self) -> None:
        check = task(SHOP, "fire.check")
        assert (check["department"], check["revokes"]) == ("XFJY", "fire")
        assert check["opens"] == [{"task": "fire", "outcomes": GRANTED}]
        assert check["limits"]["legal"]["value"] == 20
        assert task(SHOP, "fire")["commit"] is True

    def test_one_of_the_premises_is_picked_and_fire_may_be(self) -> None:
        picks = {one["key"]: one["pick"] for one in SHOP["tasks"] if one["kind"] == "work"}
        assert picks["food"] == picks["food2"] == {"choice": "premises"}
        assert (picks["reg"], picks["fire"]) == ("always", "optional")

    def test_who_may_extend_comes_from_the_limit(self) -> None:
        assert SHOP["extend"] == {"cap": 15, "by": "government_head"}
        assert task(SHOP, "food")["extend"] == {"cap": 5, "by": "head"}
        assert task(SHOP, "fire")["extend"] == {"cap": 10, "by": "head"}
        assert task(SHOP, "reg")["extend"] is None
        assert "extend" not in SHOP["limits"]["legal"]

    def test_a_condition_for_a_person_is_a_question_to_the_clerk(self) -> None:
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
    def test_a_large_place_gives_food_eight_days(self, area: int, days: int) -> None:
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
    def test_fire_drops_out_of_a_small_place_without_flame(self, answers: Any, in_it: bool) -> None:
        assert holds(task(SHOP, "fire")["when"], answers, today=TODAY) is in_it

    @pytest.mark.parametrize(
        ("day", "accepted"), [("2026-11-01", False), ("2026-10-06", True), ("", True)]
    )
    def test_a_notice_of_nineteen_days_blocks_acceptance(self, day: str, accepted: bool) -> None:
        check = SHOP["accept_conditions"][0]["check"]
        assert holds(check, {"notice_date": day}, today=TODAY) is accepted

    def test_the_survey_may_fix_three_to_five_days(self) -> None:
        assert (SHOP["limits"]["promise"]["min"], SHOP["limits"]["promise"]["value"]) == (3, 5)
        assert task(SHOP, "food")["steps"][1] == {"step": "survey", "sets_term": True}
        assert task(SHOP, "food")["special"] == ["site_survey"]

    def test_the_counter_merges_the_same_rows(self) -> None:
        answers = {"area": 150, "notice_date": "", "ask.HYG_REPORT.1": False}
        merged = merge(SHOP["rows"], SHOP["documents"], chosen={"reg", "food"}, answers=answers)
        assert [one["document"] for one in merged["lines"]] == ["ONE_FORM", "SITE_PLAN"]
        assert merged["lines"][1]["copies"] == {"copy": 2, "original": 1}

    def test_the_documents_are_those_that_rows_use(self) -> None:
        used = {row["document"] for row in SHOP["rows"]} | {"ONE_FORM"}
        assert set(SHOP["documents"]) == used
        assert all(isinstance(one["points"], list) for one in SHOP["documents"].values())


def test_the_same_package_has_the_same_digest_whatever_the_order_of_its_keys() -> None:
    package = shop()
    turned = {noun: reverse(value) for noun, value in reversed(package.items())}
    assert digest(compile_blueprint(turned, "joint", "shop")) == digest(SHOP)
    assert len(digest(SHOP)) == 64


def test_compiling_leaves_the_package_as_it_was() -> None:
    package = shop()
    compile_blueprint(package, "joint", "shop")
    assert package == shop()


@pytest.mark.parametrize(
    "change",
    [
        {"promise": {"value": 2, "unit": "working_day"}},
        {"documents": [{"document": "X"}]},
        {"steps": ["review", "survey", "decide"]},
    ],
)
def test_any_change_of_what_is_handled_changes_the_digest(change: dict[str, Any]) -> None:
    assert digest(single(**change)) != digest(single())


def test_an_item_alone_is_a_theme_of_one() -> None:
    alone = single(documents=[{"document": "X"}])
    assert (alone["kind"], alone["code"], alone["lead"]) == ("single", "i", "D")
    assert alone["limits"]["promise"] == {"value": 1, "unit": "working_day", "warn": 1}
    assert [one["key"] for one in alone["tasks"]] == ["intake", "main", "hand_over"]
    assert alone["rows"][0]["id"] == "main/X#0"
    assert task(alone, "main")["steps"] == [{"step": "review"}, {"step": "decide"}]


def test_nobody_chases_papers_where_none_may_come_later() -> None:
    deferrable = single(documents=[{"document": "X", "necessity": "deferrable"}])
    assert "papers" in {one["key"] for one in deferrable["tasks"]}
    assert "papers" not in {one["key"] for one in single()["tasks"]}


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({}, None),
        ({"legal": "day"}, {"cap": 10, "by": "head"}),
        (
            {"legal": "day", "extend": {"cap": 3, "by": "supervisor"}},
            {"cap": 3, "by": "supervisor"},
        ),
    ],
)
def test_only_a_legal_limit_or_a_rule_can_be_extended(given: Any, rule: Any) -> None:
    """R18."""
    blueprint = single(**given)
    assert blueprint["extend"] == rule
    assert task(blueprint, "main")["extend"] == rule


def test_the_law_gives_the_limits_of_telling_and_delivering() -> None:
    limits = {one["key"]: one["limits"].get("legal") for one in single()["tasks"]}
    assert (limits["intake"]["value"], limits["hand_over"]["value"]) == (5, 10)


def test_the_same_question_about_the_same_paper_is_asked_once() -> None:
    package = small()
    package["items"]["i"]["documents"] = [
        {"document": "X", "when": {"ask": "已装修"}},
        {"document": "X", "when": {"ask": "未装修"}},
    ]
    package["items"]["j"] = {**package["items"]["i"], "name": "另一项"}
    package["themes"]["t"]["items"].append({"key": "q", "item": "j"})
    blueprint = compile_blueprint(package, "joint", "t")
    assert [field["key"] for field in blueprint["fields"]] == ["ask.X.1", "ask.X.2"]


def test_a_field_of_two_items_is_asked_once_for_both() -> None:
    package = small(fields=[{"key": "shop_name", "kind": "text", "label": "店名"}])
    required = {"key": "shop_name", "kind": "text", "label": "店名", "required": True}
    package["items"]["j"] = {"name": "另一项", "department": "D", "fields": [required]}
    package["themes"]["t"]["items"].append({"key": "q", "item": "j"})
    assert compile_blueprint(package, "joint", "t")["fields"] == [
        {
            "key": "shop_name",
            "kind": "text",
            "label": "店名",
            "items": ["p", "q"],
            "required": True,
        }
    ]


def test_what_the_theme_asks_itself_is_asked_for_all() -> None:
    package = small(fields=[{"key": "area", "kind": "number", "label": "面积"}])
    package["themes"]["t"]["fields"] = [{"key": "area", "kind": "number", "label": "经营面积"}]
    fields = compile_blueprint(package, "joint", "t")["fields"]
    assert fields == [{"key": "area", "kind": "number", "label": "经营面积"}]


def test_an_appeal_is_accepted_by_being_registered() -> None:
    appeal = compile_blueprint(appeals(), "appeal", "refused")
    assert task(appeal, "intake")["mode"] == "at_once"
    assert task(appeal, "main")["closing"] == {"granted": [["explanation"]]}
    assert appeal["reopen"] == {"within": {"value": 10, "unit": "working_day"}, "by": "supervisor"}
    assert appeal["limits"]["promise"]["value"] == 1
    inquiry = task(appeal, "main.inquiry")
    assert (inquiry["kind"], inquiry["department"], inquiry["gates"]) == ("inquiry", "Q", False)
    assert inquiry["opens"] == [ACCEPTED]
    assert inquiry["limits"]["legal"]["value"] == 1


def test_a_rectification_is_compiled_by_the_same_function() -> None:
    rectification = compile_blueprint(appeals(), "rectification", "rectification")
    assert task(rectification, "intake")["mode"] == "at_once"
    assert [one["key"] for one in rectification["tasks"]] == ["intake", "main", "hand_over"]


def test_a_case_pins_the_words_of_its_papers() -> None:
    package = small()
    package["templates"] = {"receipt": {"name": "收件凭证", "blocks": [{"block": "title"}]}}
    papers = compile_blueprint(package, "single", "i")["papers"]
    assert papers == {"receipt": {"template": "收件凭证", "sha256": digest([{"block": "title"}])}}


def test_what_is_not_there_is_not_compiled() -> None:
    with pytest.raises(KeyError):
        compile_blueprint(small(), "joint", "gone")


def appeals() -> dict[str, Any]:
    within = {"value": 10, "unit": "working_day"}
    refused = {
        "name": "不给办",
        "department": "D",
        "promise": "day",
        "steps": ["assign", "handle"],
        "closing": {"granted": [["explanation"]]},
        "inquiry": {"department": "Q", "limit": "day"},
        "reopen": {"within": within, "by": "supervisor"},
    }
    rectification = {"name": "整改", "department": "D", "promise": "day"}
    return {**small(), "appeals": {"refused": refused}, "rectification": rectification}


def single(**item: Any) -> dict[str, Any]:
    return compile_blueprint(small(**item), "single", "i")


def task(blueprint: dict[str, Any], key: str) -> dict[str, Any]:
    return next(one for one in blueprint["tasks"] if one["key"] == key)


def line(document: str) -> dict[str, Any]:
    return next(one for one in SHOP["merge"]["lines"] if one["document"] == document)


def reverse(value: Any) -> Any:
    return dict(reversed(value.items())) if isinstance(value, dict) else value


def fractions(value: Any) -> Any:
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from fractions(inner)
    elif isinstance(value, float):
        yield value


SHOP = compile_blueprint(shop(), "joint", "shop")
