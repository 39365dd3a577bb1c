"""What a package may say: every refusal, and how names are put in place."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.package import problems
from tests.factories.packages import broken, messages, put, shop, small

ITEM = ("items", "i")
THEME = ("themes", "t")


def test_the_package_of_the_description_is_in_order() -> None:
    assert problems(shop()) == []
    assert problems(small()) == []
    assert problems({"package": 1}) == []


@pytest.mark.parametrize(
    ("path", "value", "said", "expected"),
    [
        ((*ITEM, "promse"), "day", "unknown key promse", "promise?"),
        (("item",), {}, "unknown key item", "items?"),
        ((*ITEM, "name"), None, "name is missing", "name: text"),
        ((*ITEM, "name"), 5, "5 is not text", "text"),
        ((*ITEM, "name"), "  ", "is not text", "text"),
        ((*ITEM, "commit"), "yes", "'yes' is not true or false", "true or false"),
        ((*ITEM, "steps"), "review", "is not a list", "a list of text|step"),
        ((*ITEM, "steps"), [3], "3 is not text", "text"),
        ((*ITEM, "steps"), [{"step": "a", "by": "boss"}], "is no role", "head"),
        ((*ITEM, "promise"), {"value": 1.5, "unit": "working_day"}, "1.5", "a whole number from 0"),
        ((*ITEM, "promise"), {"value": -1, "unit": "working_day"}, "-1", "a whole number from 0"),
        ((*ITEM, "promise"), {"value": True, "unit": "working_day"}, "True", "a whole number"),
        ((*ITEM, "promise"), {"value": 1, "unit": "days"}, "is no unit", "working_day"),
        ((*ITEM, "promise"), {"unit": "working_day"}, "value is missing", "value: count"),
        (
            (*ITEM, "closing"),
            {"granted": ["reply"]},
            "is not",
            "{registered|granted|partly|refused: [[reason|",
        ),
        ((*ITEM, "closing"), {"granted": [["replly"]]}, "replly", "explanation|guidance|agent"),
        ((*ITEM, "closing"), {"grant": [["reply"]]}, "grant", "{registered|granted|"),
        ((*ITEM, "closing"), {"granted": []}, "is not", "{registered|granted|"),
        (
            (*ITEM, "promise"),
            {"value": 3, "min": 5, "unit": "working_day"},
            "min 5 is over value 3",
            "at most 3",
        ),
        ((*ITEM, "channels"), {"phone": True}, "unknown key phone", "online"),
        ((*ITEM, "before"), {"days": 1.5}, "is not without fractions", "without fractions"),
        ((*ITEM, "for"), ["everybody"], "'everybody' is no subject", "natural_person"),
        (("centre",), {"name": "某中心", "prefix": "龙井"}, "'龙井'", "six digits and capitals"),
        (
            ("centre",),
            {"name": "某中心", "prefix": "LJ", "ratings": {"link_days": 0}},
            "0 is no number of days",
            "1 to 366",
        ),
        (("items",), [], "is not a mapping", "KEY: item"),
        (("items", 7), {"name": "a", "department": "D"}, "the key 7 is not text", "in quotes"),
        (("package",), 2, "2 is not package: 1", "package: 1"),
        (("package",), None, "package is missing", "package: version"),
        ((*THEME, "items"), [{"item": "i"}], "key is missing", "key: entry_key"),
        ((*THEME, "items"), [{"key": "papers", "item": "i"}], "'papers'", "not intake, papers"),
        ((*THEME, "items"), [{"key": "p.check", "item": "i"}], "'p.check'", "a letter, then"),
        (
            (*THEME, "accept_conditions"),
            [{"text": "a", "check": {"field": "x"}}],
            "op is one of",
            "{field, op, value}",
        ),
    ],
)
def test_what_is_badly_said_is_refused_with_what_was_expected(
    path: Any, value: Any, said: str, expected: str
) -> None:
    found = broken(put(*path, value=value))
    assert [one for one in found if said in one.message and expected in one.expected], found


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"hours": [["8:30", "9"]]}, "08:30"),
        ({"hours": [["08:30"]]}, "08:30"),
        ({"hours": []}, "08:30"),
        ({"hours": [["08:30", "11:30"], ["11:00", "17:00"]]}, "without overlap"),
        ({"hours": [["17:00", "08:30"]]}, "without overlap"),
        ({"confirmed": []}, "one at least"),
        ({"confirmed": [26]}, "a list of years as 2026"),
        ({"off": ["2026-02-30"]}, "a day as 2026-09-18"),
        ({"off": {"2026-02-14": ""}}, "text"),
        ({"special": {"2026-02-13": []}}, "08:30"),
        ({"special": {"2026-2-13": [["08:30", "11:30"]]}}, "a day as 2026-09-18"),
        ({"off": ["2026-02-14"], "work": {"2026-02-14": "调休"}}, "one of off and work"),
    ],
)
def test_a_calendar_that_cannot_be_worked_by_is_refused(
    said: dict[str, Any], expected: str
) -> None:
    plain = {"confirmed": [2026], "hours": [["08:30", "11:30"], ["13:30", "17:00"]]}
    found = broken(put("calendar", value={**plain, **said}))
    assert [expected in one.expected for one in found] == [True], found
    assert broken(put("calendar", value=plain)) == []


@pytest.mark.parametrize(
    ("need", "said"),
    [
        ({"copies": {"any": 0}}, "{'any': 0}"),
        ({"copies": {"fax": 1}}, "{'fax': 1}"),
        ({"copies": {"any": True}}, "{'any': True}"),
        ({"necessity": "conditional"}, "'conditional' is no necessity"),
        ({"supply": "sibling"}, "'sibling' is no supply source"),
        ({"supply": {"else": "e_cert"}}, "output_of is missing"),
        ({"when": {"ask": "a", "op": "is"}}, "a question stands alone"),
        ({"when": {"all": []}}, "all holds a list"),
    ],
)
def test_a_paper_is_asked_in_one_of_the_known_ways(need: dict[str, Any], said: str) -> None:
    found = broken(put(*ITEM, "documents", value=[{"document": "X", **need}]))
    assert [one for one in found if said in one.message], found


@pytest.mark.parametrize(
    "key", ["Area", "1st", "a-b", "a.b", "", "面积", "a" * 41, "ask.X.1", None, 7]
)
def test_the_key_of_a_field_is_small_and_plain(key: Any) -> None:
    field = {"key": key, "kind": "text", "label": "某"}
    found = broken(put(*ITEM, "fields", value=[field]))
    assert found and found[0].path[:4] == (*ITEM, "fields", 0)


@pytest.mark.parametrize("key", ["intake", "case"])
def test_nothing_is_called_like_what_every_case_has(key: str) -> None:
    """A part that was called "case" would share the clock of the whole."""
    assert [
        key in one.message
        for one in broken(put(*THEME, "items", value=[{"key": key, "item": "i"}]))
    ] == [True]


def test_a_kind_of_field_that_does_not_exist_is_refused() -> None:
    found = broken(put(*ITEM, "fields", value=[{"key": "a", "kind": "colour", "label": "某"}]))
    assert "a field kind, one of text, long_text" in found[0].expected


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ((*ITEM, "fields"), {"key": "a", "kind": "text", "label": "某"}),
        ((*THEME, "items"), {"key": "p", "item": "i"}),
    ],
)
def test_an_entry_stands_once(path: Any, entry: dict[str, Any]) -> None:
    found = broken(put(*path, value=[entry, dict(entry)]))
    assert [(one.path, one.message) for one in found] == [
        ((*path, 1, "key"), f"{entry['key']} stands here twice")
    ]


def test_an_option_stands_once() -> None:
    options = [{"value": "a", "label": "甲"}, {"value": "a", "label": "乙"}]
    field = {"key": "a", "kind": "choice", "label": "某", "options": options}
    assert messages(put(*ITEM, "fields", value=[field])) == ["a stands here twice"]


REFERENCES: list[tuple[Any, Any, str]] = [
    ((*ITEM, "department"), "E", "there is no department E"),
    ((*ITEM, "result"), {"document": "Y"}, "there is no document Y"),
    ((*ITEM, "result"), "Y", "there is no document Y"),
    ((*ITEM, "promise"), "dya", "there is no SLA class dya"),
    ((*ITEM, "legal"), "dya", "there is no SLA class dya"),
    ((*ITEM, "post_check"), "dya", "there is no SLA class dya"),
    ((*ITEM, "hand_over"), "dya", "there is no SLA class dya"),
    ((*ITEM, "special"), {"s": {"name": "a", "max": "dya"}}, "there is no SLA class dya"),
    ((*ITEM, "steps"), [{"step": "a", "limit": "dya"}], "there is no SLA class dya"),
    ((*ITEM, "reopen"), {"within": "dya", "by": "head"}, "there is no SLA class dya"),
    ((*ITEM, "documents"), [{"document": "Y"}], "there is no document Y"),
    ((*THEME, "lead"), "E", "there is no department E"),
    ((*THEME, "items"), [{"key": "p", "item": "j"}], "there is no item j"),
    (("departments", "D", "parent"), "E", "there is no department E"),
    (("documents", "X", "folds_into"), "Y", "there is no document Y"),
    (
        ("appeals", "a"),
        {"name": "a", "department": "D", "inquiry": {"department": "E"}},
        "there is no department E",
    ),
    (("rectification",), {"name": "a", "department": "E"}, "there is no department E"),
]


@pytest.mark.parametrize(("path", "value", "said"), REFERENCES)
def test_a_reference_points_at_something(path: Any, value: Any, said: str) -> None:
    found = broken(put(*path, value=value))
    assert [one.message for one in found] == [said]
    assert found[0].path[: len(path)] == path


def test_a_wrong_reference_is_told_the_nearest_right_one() -> None:
    assert broken(put(*ITEM, "promise", value="dya"))[0].expected == "day? one of day"


def test_a_reference_may_point_at_what_is_in_the_rows_already() -> None:
    package = {"package": 1, "items": {"i": {"name": "某", "department": "E", "legal": "law"}}}
    assert len(problems(package)) == 2
    assert problems(package, known={"departments": {"E": None}, "sla": {"law": None}}) == []


def test_papers_that_fold_in_a_circle_are_refused() -> None:
    paper = {"name": "表", "kind": "form", "source": "applicant"}
    found = broken(
        put("documents", "X", "folds_into", value="Y"),
        put("documents", "Y", value={**paper, "folds_into": "X"}),
    )
    assert [one.path for one in found] == [
        ("documents", "X", "folds_into"),
        ("documents", "Y", "folds_into"),
    ]
    assert "X > Y > X" in found[0].message


def test_everything_wrong_is_said_at_once() -> None:
    found = broken(
        put(*ITEM, "name", value=5),
        put(*THEME, "lead", value="E"),
        put("documents", "Y", value={"name": "表"}),
    )
    assert {one.path[0] for one in found} == {"items", "themes", "documents"}


def test_an_entry_that_is_badly_said_may_still_be_pointed_at() -> None:
    assert {one.path[0] for one in broken(put(*ITEM, "name", value=5))} == {"items"}


@pytest.mark.parametrize("package", [None, [], "package: 1", 3])
def test_what_is_no_mapping_is_no_package(package: Any) -> None:
    assert [one.path for one in problems(package)] == [()]
