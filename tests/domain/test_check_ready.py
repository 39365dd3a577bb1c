"""Findings about what decides nothing and about who is there: each seen on a broken configuration."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.domain.blueprint import compile_blueprint
from app.domain.check_ready import special_unknown
from app.domain.checks import Around, Finding, check
from app.domain.findings import Reading, Staffing
from app.domain.package import normalise
from tests.factories.themes import item, theme, whole

AREA = {"key": "area", "kind": "number", "label": "面积", "min": 1, "required": True}
NEVER = {"field": "area", "op": "lt", "value": 1}
ALWAYS = {"field": "area", "op": "ge", "value": 1}
PAPER = {"name": "图", "kind": "drawing", "source": "applicant", "points": ["清楚"]}


def asked(**changes: Any) -> dict[str, Any]:
    """Three parts, and the area asked of every applicant."""
    return whole(fields=[AREA], **changes)


def part(number: int, **changes: Any) -> dict[str, Any]:
    package = asked()
    package["themes"]["t"]["items"][number].update(changes)
    return package


def paper(necessity: str = "required", **changes: Any) -> dict[str, Any]:
    package = asked()
    package["documents"]["X"] = {**PAPER, **changes}
    package["items"]["i0"]["documents"] = [{"document": "X", "necessity": necessity}]
    return package


def of_the_theme() -> dict[str, Any]:
    package = paper()
    package["items"]["i0"]["documents"] = []
    package["themes"]["t"]["documents"] = [{"document": "X", "necessity": "deferrable"}]
    return package


def fetched() -> dict[str, Any]:
    package = paper("deferrable")
    package["items"]["i0"]["documents"][0]["supply"] = "e_cert"
    return package


def sometimes(when: Any) -> dict[str, Any]:
    package = paper()
    package["items"]["i0"]["documents"][0]["when"] = when
    return package


def limited(when: Any) -> dict[str, Any]:
    promise = {"value": 1, "unit": "working_day", "cases": [{"when": when, "value": 2}]}
    return {**asked(), "items": item(0, promise=promise)["items"]}


BROKEN = [
    ("condition_never", part(1, when=NEVER), "error", "p1"),
    ("condition_never", part(1, when=NEVER, optional=True), "warning", "p1"),
    ("condition_never", sometimes(NEVER), "warning", "p0/X#0"),
    ("condition_never", limited(NEVER), "warning", "p0"),
    (
        "condition_never",
        asked(accept_conditions=[{"text": "大", "check": NEVER, "fails": "block"}]),
        "error",
        "accept_conditions",
    ),
    ("condition_always", part(1, when=ALWAYS), "warning", "p1"),
    ("condition_always", sometimes(ALWAYS), "warning", "p0/X#0"),
    ("deferrable_unused", of_the_theme(), "warning", "_theme/X#0"),
    ("deferrable_unused", fetched(), "warning", "p0/X#0"),
    ("no_points", paper(points=[]), "warning", "X"),
]


@pytest.mark.parametrize(("code", "package", "level", "where"), BROKEN)
def test_what_decides_nothing_is_named(
    code: str, package: dict[str, Any], level: str, where: str
) -> None:
    found = one(package, code)
    assert (found.level, found.where) == (level, where)
    assert found.say % found.values


def test_a_condition_that_depends_on_the_answer_is_left_alone() -> None:
    wide = {"field": "area", "op": "ge", "value": 300}
    assert findings(sometimes(wide)) == findings(part(1, when=wide)) == []


def test_a_question_of_another_part_may_stay_without_an_answer() -> None:
    """Required where its item is handled; the item that asks is optional, so it may be missing."""
    package = part(0, optional=True)
    package["themes"]["t"]["fields"] = []
    package["items"]["i0"]["fields"] = [AREA]
    package["themes"]["t"]["items"][1]["when"] = ALWAYS
    assert findings(package) == []


def test_a_question_with_a_condition_may_stay_without_an_answer() -> None:
    package = part(1, when=ALWAYS)
    flame = {"key": "flame", "kind": "yes_no", "label": "明火"}
    asked_sometimes = {**AREA, "when": {"field": "flame", "op": "is", "value": True}}
    package["themes"]["t"]["fields"] = [flame, asked_sometimes]
    assert findings(package) == []


def test_a_deferrable_paper_that_a_part_uses_is_in_order() -> None:
    assert findings(paper("deferrable")) == []


def test_a_circle_of_folds_is_named_once() -> None:
    blueprint = compiled(paper())
    for key, target in (("X", "Y"), ("Y", "X")):
        blueprint["documents"][key] = {**PAPER, "name": key, "folds_into": target}
    found = [one for one in check(blueprint, departments=["D"]) if one.code == "fold_cycle"]
    assert [(one.level, one.where, one.values) for one in found] == [
        ("error", "X", {"papers": "X、Y"})
    ]


def test_a_procedure_that_nobody_names_is_refused() -> None:
    blueprint = compiled(item(0, special={"site_survey": {"name": "现场核查"}}))
    assert list(special_unknown(Reading(blueprint, ["D"]))) == []
    task = next(task for task in blueprint["tasks"] if task["key"] == "p0")
    task["special"] = ["hearing", "lunch"]
    (found,) = special_unknown(Reading(blueprint, ["D"]))
    assert (found.level, found.values["kind"]) == ("error", "lunch")


@pytest.mark.parametrize(
    ("officers", "heads", "codes"),
    [(0, 1, ["no_officer"]), (1, 1, ["no_cover"]), (2, 0, ["no_head"]), (2, 1, []),
     (0, 0, ["no_officer", "no_head"])],
)  # fmt: skip
def test_a_department_without_people_is_named(officers: int, heads: int, codes: list[str]) -> None:
    package = item(0, steps=["review", {"step": "decide", "by": "head"}])
    around = Around(staffing={"D": Staffing("某局", officers, heads)})
    found = check(compiled(package), departments=["D"], around=around)
    assert [one.code for one in found] == codes
    assert all((one.level, one.where) == ("warning", "D") for one in found)
    assert all("某局" in one.say % one.values for one in found)


def test_a_department_that_nobody_mentions_has_nobody() -> None:
    found = check(compiled(theme(1)), departments=["D"], around=Around(staffing={}))
    assert [one.code for one in found] == ["no_officer"]


@pytest.mark.parametrize(
    ("today", "missing"),
    [(date(2026, 3, 2), None), (date(2026, 12, 20), "2027"), (date(2027, 2, 1), "2027")],
)
def test_a_year_without_its_notice_is_named(today: date, missing: str | None) -> None:
    around = Around(today=today, confirmed={2025, 2026})
    found = check(compiled(theme(1)), departments=["D"], around=around)
    assert [one.values["years"] for one in found] == ([missing] if missing else [])


def test_what_is_not_yet_in_a_language_of_the_centre_is_counted() -> None:
    known = {"某一件事", "图", "清楚", "第0项", "第1项"}
    around = Around(texts={"ko": known, "en": known | {"第2项", "面积"}})
    (found,) = check(compiled(paper()), departments=["D"], around=around)
    assert (found.code, found.where, found.values["count"]) == ("text_missing", "ko", 2)
    assert found.values["text"] == "第2项"


def test_what_is_not_asked_about_is_not_judged() -> None:
    assert findings(paper()) == []


def compiled(package: dict[str, Any]) -> dict[str, Any]:
    return compile_blueprint(normalise(package), "joint", code="t")


def findings(package: dict[str, Any]) -> list[Finding]:
    return check(compiled(package), departments=["D"])


def one(package: dict[str, Any], code: str) -> Finding:
    found = [finding for finding in findings(package) if finding.code == code]
    assert len(found) == 1, findings(package)
    return found[0]
