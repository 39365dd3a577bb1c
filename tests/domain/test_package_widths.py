"""What is too long for the tables is refused by the format, at its key, before any database does."""

from __future__ import annotations

import pytest

from app.domain.package import problems
from app.domain.package_keys import KEYS
from app.domain.package_widths import WIDTHS


def test_widths_stand_at_keys_of_the_format():
    for noun, widths in WIDTHS.items():
        assert set(widths) <= {name.rstrip("!") for name in KEYS[noun]}, noun


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("departments", "A", "name"), "长" * 201),
        (("departments", "A", "short_name"), "长" * 201),
        (("documents", "D", "standard_code"), "9" * 65),
        (("sla", "day", "basis"), "据" * 401),
        (("items", "i", "steps", 0, "step"), "s" * 65),
        (("templates", "t", "series"), "字" * 61),
    ],
)
def test_one_character_too_many_is_told_where_it_stands(path, value):
    found = problems(package(path, value))
    assert [(one.path, one.expected) for one in found] == [
        (path, f"at most {len(value) - 1} characters")
    ]
    assert problems(package(path, value[:-1])) == []


def test_a_key_is_no_longer_than_its_column():
    found = problems({"package": 1, "departments": {"K" * 65: {"name": "局"}}})
    assert [one.expected for one in found] == ["at most 64 characters"]


def test_a_step_of_one_word_is_no_longer_than_one_that_says_more():
    found = problems(package(("items", "i", "steps"), ["s" * 65]))
    assert [one.expected for one in found] == ["at most 64 characters"]


@pytest.mark.parametrize("text", ["局\x00", "局\ud800"])
def test_what_no_database_keeps_is_no_text(text):
    (found,) = problems(package(("departments", "A", "name"), text))
    assert found.path == ("departments", "A", "name")


def test_a_number_that_no_column_holds_is_none():
    (found,) = problems(package(("sla", "day", "value"), 10**10))
    assert found.path == ("sla", "day", "value")


def test_departments_that_belong_to_each_other_are_refused_at_the_parent():
    said = {"A": {"name": "甲", "parent": "B"}, "B": {"name": "乙", "parent": "A"}}
    found = problems({"package": 1, "departments": said})
    assert [one.path for one in found] == [("departments", code, "parent") for code in "AB"]
    assert found[0].message.endswith("A → B → A")


def test_the_parents_in_the_rows_count():
    rows = {"A": {"name": "甲"}, "B": {"name": "乙", "parent": "A"}}
    changed = {"package": 1, "departments": {"A": {"name": "甲", "parent": "B"}}}
    assert [one.path for one in problems(changed, known={"departments": rows})] == [
        ("departments", "A", "parent")
    ]


@pytest.mark.parametrize(
    "other", [{"name": "收件单", "series": "告"}, {"name": "告"}, {"name": "长" * 61}]
)
def test_two_templates_do_not_number_their_papers_alike(other):
    rows = {"notice": {"name": "告知单", "series": "告"}}
    found = problems({"package": 1, "templates": {"receipt": other}}, known={"templates": rows})
    assert [one.path for one in found] == [("templates", "receipt", "series")]


def package(path, value):
    """A package that says one thing, all else about it being right."""
    made = {
        "package": 1,
        "departments": {"A": {"name": "局"}},
        "documents": {"D": {"name": "表", "kind": "form", "source": "applicant"}},
        "sla": {"day": {"value": 1, "unit": "working_day"}},
        "items": {"i": {"name": "事项", "department": "A", "steps": [{"step": "decide"}]}},
        "templates": {"t": {"name": "单"}},
    }
    place = made
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return made
