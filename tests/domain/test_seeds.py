"""The seeds as data: what stands at the counter, what is ours, and nothing that could not be published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any

import chinese_calendar
import pytest

from app.domain.blueprint import compile_blueprint
from app.domain.checks import Finding, check
from app.domain.conditions import holds
from app.domain.documents import merge
from tests.factories.seeds import NORMAL, PACKAGE, PROBLEMS, SEEDS

COUNTER = ("catering_green_channel", "lodging_green_channel", "newborn_longjing")


def test_the_seeds_load_without_a_problem() -> None:
    assert PROBLEMS == []


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


@pytest.mark.parametrize("code", COUNTER)
def test_whatever_is_answered_no_paper_comes_unmeasured(code: str) -> None:
    """A licence somebody holds already is brought instead of made: it has its points and sample too."""
    blueprint = joint(code)
    for answers in situations(blueprint):
        chosen = {
            task["key"]
            for task in blueprint["tasks"]
            if task["kind"] == "work" and holds(task["when"] or {"all": []}, answers)
        }
        lines = merge(blueprint["rows"], blueprint["documents"], chosen=chosen, answers=answers)
        for line in lines["lines"]:
            assert len(blueprint["documents"][line["document"]]["points"]) >= 2
            assert blueprint["documents"][line["document"]]["sample"]


def test_what_is_ours_is_marked_as_a_sample() -> None:
    for path in (SEEDS / "documents.yaml", *(SEEDS / "themes").glob("*.yaml")):
        head = path.read_text(encoding="utf-8").split("package: 1")[0]
        assert "样例" in head, path.name
    samples = [one["sample"] for one in PACKAGE["documents"].values() if one.get("sample")]
    assert all(text.startswith("样例：") for text in samples)


def test_only_the_three_themes_of_the_centre_are_at_the_counter() -> None:
    themes = PACKAGE["themes"]
    assert {code for code, theme in themes.items() if theme.get("green_channel")} == set(COUNTER)
    assert {code for code, theme in themes.items() if theme["channels"]["window"]} == set(COUNTER)
    others = [theme for code, theme in themes.items() if code not in COUNTER]
    assert len(others) == 3
    assert all(theme["name"].endswith("（外省样例）") for theme in others)


def test_the_general_window_is_one_of_the_departments() -> None:
    windows = [one["name"] for one in PACKAGE["departments"].values() if one.get("window")]
    assert windows == ["综合窗口"]
    assert all(code.isascii() and code.isupper() for code in PACKAGE["departments"])


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_calendar_is_the_one_of_the_notice_day_by_day(year: int) -> None:
    calendar = PACKAGE["calendar"]
    off, work = map(set, (calendar["off"], calendar["work"]))
    day = date(year, 1, 1)
    while day.year == year:
        works = (day.weekday() < 5 or day.isoformat() in work) and day.isoformat() not in off
        assert works == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)
    assert year in calendar["confirmed"]
    assert calendar["hours"] == [["08:30", "11:30"], ["13:30", "17:00"]]


def test_a_newborn_is_done_in_two_hours_of_working_time() -> None:
    promise = joint("newborn_longjing")["limits"]["promise"]
    assert (promise["value"], promise["unit"], promise["warn"]) == (120, "working_minute", 30)


@pytest.mark.parametrize(
    ("kind", "code"),
    [("joint", code) for code in PACKAGE["themes"]]
    + [("single", code) for code in PACKAGE["items"]],
)
def test_everything_can_be_published_and_each_warning_has_its_reason(kind: str, code: str) -> None:
    found = check(compile_blueprint(NORMAL, kind, code=code), departments=PACKAGE["departments"])
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
        for one in check(
            compile_blueprint(NORMAL, kind, code=code), departments=PACKAGE["departments"]
        )
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
    blueprint = compile_blueprint(NORMAL, "appeal", code=code)
    assert check(blueprint, departments=PACKAGE["departments"]) == []
    assert blueprint["limits"]["promise"]["value"] == days
    inquiries = [task for task in blueprint["tasks"] if task["kind"] == "inquiry"]
    assert bool(inquiries) == (code == "refused_to_do")


def test_a_rectification_compiles() -> None:
    blueprint = compile_blueprint(NORMAL, "rectification", code="rectification")
    assert check(blueprint, departments=PACKAGE["departments"]) == []


def joint(code: str) -> dict[str, Any]:
    return compile_blueprint(NORMAL, "joint", code=code)


def situations(blueprint: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every combination of answers that a clerk can give."""
    asked = [field for field in blueprint["fields"] if field.get("asked") == "clerk"]
    choices = [[one["value"] for one in field.get("options", YES_NO)] for field in asked]
    for values in product(*choices):
        yield dict(zip([field["key"] for field in asked], values, strict=True))


YES_NO = [{"value": True}, {"value": False}]


def usual(field: dict[str, Any]) -> Any:
    return field["options"][0]["value"] if field["kind"] == "choice" else True


def say(found: Finding) -> str:
    return f"{found.code} {found.where}: {found.say % found.values}"
