"""From a package to the blueprint a case pins: exactly what the format's description promises."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.domain.blueprint import compile_blueprint, digest
from tests.factories.packages import shop, small

ACCEPTED = {"task": "intake", "outcomes": ["accepted", "deferred"]}
TODAY = date(2026, 11, 20)


def test_the_same_package_has_the_same_digest_whatever_the_order_of_its_keys() -> None:
    package = shop()
    turned = {noun: reverse(value) for noun, value in reversed(package.items())}
    assert digest(compile_blueprint(turned, "joint", code="shop")) == digest(SHOP)
    assert len(digest(SHOP)) == 64


def test_compiling_leaves_the_package_as_it_was() -> None:
    package = shop()
    compile_blueprint(package, "joint", code="shop")
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
    blueprint = compile_blueprint(package, "joint", code="t")
    assert [field["key"] for field in blueprint["fields"]] == ["ask.X.1", "ask.X.2"]


def test_a_field_of_two_items_is_asked_once_for_both() -> None:
    package = small(fields=[{"key": "shop_name", "kind": "text", "label": "店名"}])
    required = {"key": "shop_name", "kind": "text", "label": "店名", "required": True}
    package["items"]["j"] = {"name": "另一项", "department": "D", "fields": [required]}
    package["themes"]["t"]["items"].append({"key": "q", "item": "j"})
    assert compile_blueprint(package, "joint", code="t")["fields"] == [
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
    fields = compile_blueprint(package, "joint", code="t")["fields"]
    assert fields == [{"key": "area", "kind": "number", "label": "经营面积"}]


def test_an_appeal_is_accepted_by_being_registered() -> None:
    appeal = compile_blueprint(appeals(), "appeal", code="refused")
    assert task(appeal, "intake")["mode"] == "at_once"
    assert task(appeal, "main")["closing"] == {"granted": [["explanation"]]}
    assert appeal["reopen"] == {"within": {"value": 10, "unit": "working_day"}, "by": "supervisor"}
    assert appeal["limits"]["promise"]["value"] == 1
    inquiry = task(appeal, "main.inquiry")
    assert (inquiry["kind"], inquiry["department"], inquiry["gates"]) == ("inquiry", "Q", False)
    assert inquiry["opens"] == [ACCEPTED]
    assert inquiry["limits"]["legal"]["value"] == 1


def test_a_rectification_is_compiled_by_the_same_function() -> None:
    rectification = compile_blueprint(appeals(), "rectification", code="rectification")
    assert task(rectification, "intake")["mode"] == "at_once"
    assert [one["key"] for one in rectification["tasks"]] == ["intake", "main", "hand_over"]


def test_a_case_pins_the_words_of_its_papers() -> None:
    package = small()
    package["templates"] = {"receipt": {"name": "收件凭证", "blocks": [{"block": "title"}]}}
    papers = compile_blueprint(package, "single", code="i")["papers"]
    assert papers == {"receipt": {"template": "收件凭证", "sha256": digest([{"block": "title"}])}}


def test_what_is_not_there_is_not_compiled() -> None:
    with pytest.raises(KeyError):
        compile_blueprint(small(), "joint", code="gone")


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
    return compile_blueprint(small(**item), "single", code="i")


def task(blueprint: dict[str, Any], key: str) -> dict[str, Any]:
    return next(one for one in blueprint["tasks"] if one["key"] == key)


def reverse(value: Any) -> Any:
    return dict(reversed(value.items())) if isinstance(value, dict) else value


SHOP = compile_blueprint(shop(), "joint", code="shop")
