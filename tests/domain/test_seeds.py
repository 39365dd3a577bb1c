"""The seeds as data: the published counts, row by row, and nothing that could not be published."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from app.domain.blueprint import compile_blueprint
from app.domain.checks import Finding, check
from app.domain.conditions import holds
from tests.factories.seeds import NORMAL, PACKAGE, PROBLEMS

THEMES = {
    "catering_green_channel": (12, 6, 7, 6),
    "lodging_green_channel": (18, 7, 7, 7),
    "newborn_longjing": (21, 8, 5, 4),
    "catering_hunan": (17, 10, 6, 3),
    "newborn_hunan": (15, 11, 7, 4),
    "supermarket_hunan": (19, 13, 6, 4),
}
COUNTER = ("catering_green_channel", "lodging_green_channel", "newborn_longjing")

#: What the report counts as 12, and where each of them goes: 6 are left.
CATERING = {
    ("reg", "F_REG"): ("folded", "ONE_FORM"),
    ("food", "F_FOOD"): ("folded", "ONE_FORM"),
    ("sign", "F_SIGN"): ("folded", "ONE_FORM"),
    ("env", "F_ENV"): ("folded", "ONE_FORM"),
    ("fire", "F_FIRE_PROMISE"): ("folded", "ONE_FORM"),
    ("reg", "ID_CARD"): ("exempt", "e_cert"),
    ("food", "BIZ_LICENCE"): ("sibling_output", "reg"),
    ("reg", "PREMISES"): ("kept", "PREMISES"),
    ("food", "LAYOUT"): ("kept", "LAYOUT"),
    ("food", "FOOD_RULES"): ("kept", "FOOD_RULES"),
    ("sign", "SIGN_DRAWING"): ("kept", "SIGN_DRAWING"),
    ("fire", "FIRE_FILE"): ("kept", "FIRE_FILE"),
}
#: 18, and 7 are left.
LODGING = {
    ("reg", "F_REG"): ("folded", "ONE_FORM"),
    ("fire", "F_FIRE_PROMISE"): ("folded", "ONE_FORM"),
    ("hyg", "F_HYG"): ("folded", "ONE_FORM"),
    ("hotel", "F_HOTEL"): ("folded", "ONE_FORM"),
    ("sign", "F_SIGN"): ("folded", "ONE_FORM"),
    ("reg", "ID_CARD"): ("exempt", "e_cert"),
    ("fire", "BIZ_LICENCE"): ("sibling_output", "reg"),
    ("hyg", "BIZ_LICENCE"): ("sibling_output", "reg"),
    ("hotel", "BIZ_LICENCE"): ("sibling_output", "reg"),
    ("hotel", "FIRE_OPINION"): ("sibling_output", "fire"),
    ("reg", "PREMISES"): ("kept", "PREMISES"),
    ("fire", "SITE_PLAN"): ("same", "SITE_PLAN"),
    ("hyg", "SITE_PLAN"): ("same", "SITE_PLAN"),
    ("hotel", "SITE_PLAN"): ("same", "SITE_PLAN"),
    ("fire", "FIRE_RULES"): ("kept", "FIRE_RULES"),
    ("hyg", "HYG_REPORT"): ("kept", "HYG_REPORT"),
    ("hyg", "HYG_RULES"): ("kept", "HYG_RULES"),
    ("hotel", "SEC_RULES"): ("kept", "SEC_RULES"),
}


def test_the_seeds_load_without_a_problem() -> None:
    assert PROBLEMS == []


@pytest.mark.parametrize("code", THEMES)
def test_a_theme_has_the_published_counts(code: str) -> None:
    blueprint = joint(code)
    work = [task for task in blueprint["tasks"] if task["kind"] == "work"]
    merged = blueprint["merge"]
    departments = {task["department"] for task in work}
    found = (merged["before"], merged["after"], len(work), len(departments))
    assert found == THEMES[code]


@pytest.mark.parametrize(
    ("code", "proof"), [("catering_green_channel", CATERING), ("lodging_green_channel", LODGING)]
)
def test_every_paper_goes_where_the_report_says(
    code: str, proof: dict[tuple[str, str], tuple[str, str]]
) -> None:
    notes = joint(code)["merge"]["proof"]
    assert {(one["item"], one["document"]): (one["rule"], one["to"]) for one in notes} == proof
    assert len(notes) == len(proof)


@pytest.mark.parametrize("code", COUNTER)
def test_the_usual_answers_leave_the_counts_as_they_are(code: str) -> None:
    """The first option of each question is the usual situation: everything is handled."""
    blueprint = joint(code)
    asked = {field["key"]: usual(field) for field in blueprint["fields"] if field.get("asked")}
    conditions = [task["when"] for task in blueprint["tasks"] if task.get("when")]
    assert conditions
    assert all(holds(condition, asked) for condition in conditions)


@pytest.mark.parametrize("code", COUNTER)
def test_every_paper_at_the_counter_can_be_measured(code: str) -> None:
    blueprint = joint(code)
    for line in blueprint["merge"]["lines"]:
        document = blueprint["documents"][line["document"]]
        assert len(document["points"]) >= 2, document["name"]
        assert document["sample"], document["name"]


def test_only_the_three_themes_of_the_centre_are_at_the_counter() -> None:
    themes = PACKAGE["themes"]
    assert {code for code, theme in themes.items() if theme.get("green_channel")} == set(COUNTER)
    others = [theme for code, theme in themes.items() if code not in COUNTER]
    assert all("外省样例" in theme["name"] for theme in others)


def test_a_newborn_is_done_in_two_hours_of_working_time() -> None:
    promise = joint("newborn_longjing")["limits"]["promise"]
    assert (promise["value"], promise["unit"], promise["warn"]) == (120, "working_minute", 30)


@pytest.mark.parametrize(
    ("kind", "code"),
    [("joint", code) for code in PACKAGE["themes"]]
    + [("single", code) for code in PACKAGE["items"]],
)
def test_everything_can_be_published_and_each_warning_has_its_reason(kind: str, code: str) -> None:
    found = check(compile_blueprint(NORMAL, kind, code), departments=PACKAGE["departments"])
    assert [one for one in found if one.level == "error"] == []
    accepted = {(one["of"], one["code"], one["at"]) for one in PACKAGE["acknowledged"]}
    assert [say(one) for one in found if (code, one.code, one.where) not in accepted] == []


def test_no_reason_is_given_for_a_warning_that_is_not_there() -> None:
    given = Counter((one["of"], one["code"], one["at"]) for one in PACKAGE["acknowledged"])
    codes = [("joint", code) for code in PACKAGE["themes"]]
    codes += [("single", code) for code in PACKAGE["items"]]
    warned = {
        (code, one.code, one.where)
        for kind, code in codes
        for one in check(compile_blueprint(NORMAL, kind, code), departments=PACKAGE["departments"])
    }
    assert set(given) == warned
    assert max(given.values()) == 1


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("do_at_once", 0),
        ("coordinate", 0),
        ("cannot_do", 5),
        ("refused_to_do", 5),
        ("hard_to_do", 10),
    ],
)
def test_an_appeal_class_compiles_with_its_limit(code: str, days: int) -> None:
    blueprint = compile_blueprint(NORMAL, "appeal", code)
    assert check(blueprint, departments=PACKAGE["departments"]) == []
    assert blueprint["limits"]["promise"]["value"] == days
    inquiries = [task for task in blueprint["tasks"] if task["kind"] == "inquiry"]
    assert bool(inquiries) == (code == "refused_to_do")


def test_a_rectification_compiles() -> None:
    blueprint = compile_blueprint(NORMAL, "rectification", "rectification")
    assert check(blueprint, departments=PACKAGE["departments"]) == []


def joint(code: str) -> dict[str, Any]:
    return compile_blueprint(NORMAL, "joint", code)


def usual(field: dict[str, Any]) -> Any:
    return field["options"][0]["value"] if field["kind"] == "choice" else True


def say(found: Finding) -> str:
    return f"{found.code} {found.where}: {found.say % found.values}"
