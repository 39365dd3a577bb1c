"""Fields and conditions of a package: one key is one field, and a condition asks what somebody fills in."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.packages import broken, messages, put

ITEM = ("items", "i")
THEME = ("themes", "t")
CONDITION = {"field": "area", "op": "ge", "value": 3}
AREA = {"key": "area", "kind": "number", "label": "面积"}
LIMITED = {"value": 1, "unit": "working_day", "cases": [{"when": CONDITION, "value": 2}]}


@pytest.mark.parametrize(
    ("path", "value", "at"),
    [
        ((*ITEM, "documents"), [{"document": "X", "when": CONDITION}], (0, "when")),
        ((*ITEM, "promise"), LIMITED, ("cases", 0, "when")),
        ((*ITEM, "steps"), [{"step": "a", "when": CONDITION}], (0, "when")),
        ((*THEME, "items"), [{"key": "p", "item": "i", "when": CONDITION}], (0, "when")),
        ((*THEME, "accept_conditions"), [{"text": "a", "check": CONDITION}], (0, "check")),
        ((*THEME, "promise"), LIMITED, ("cases", 0, "when")),
    ],
)
def test_a_condition_asks_a_field_that_somebody_fills_in(path: Any, value: Any, at: Any) -> None:
    found = broken(put(*path, value=value))
    assert [(one.path, one.message) for one in found] == [((*path, *at), "there is no field area")]
    assert broken(put(*path, value=value), put(*THEME, "fields", value=[AREA])) == []


def test_the_cases_of_a_named_limit_are_held_against_whoever_uses_it() -> None:
    found = broken(put("sla", "day", value=LIMITED))
    assert [one.path for one in found] == [(*ITEM, "promise")]


def test_a_condition_may_ask_what_a_sister_item_of_the_theme_asks() -> None:
    sister = {"name": "另一项", "department": "D", "fields": [AREA]}
    both = [{"key": "p", "item": "i"}, {"key": "q", "item": "j"}]
    conditional = put(*ITEM, "promise", value=LIMITED)
    together = put(*THEME, "items", value=both)
    assert messages(conditional, put("items", "j", value=sister)) == ["there is no field area"]
    assert broken(conditional, put("items", "j", value=sister), together) == []


def test_a_condition_fits_its_field() -> None:
    flame = {"key": "area", "kind": "yes_no", "label": "明火"}
    said = messages(put(*ITEM, "promise", value=LIMITED), put(*ITEM, "fields", value=[flame]))
    assert said == ["area is of kind yes_no; op is one of is, empty, filled"]


def test_one_key_is_one_field_within_a_theme() -> None:
    sister = {
        "name": "另一项",
        "department": "D",
        "fields": [{"key": "area", "kind": "text", "label": "面积"}],
    }
    found = broken(
        put(*ITEM, "fields", value=[AREA]),
        put("items", "j", value=sister),
        put(*THEME, "items", value=[{"key": "p", "item": "i"}, {"key": "q", "item": "j"}]),
    )
    assert [one.message for one in found] == ["field area is text here and number in i"]
    assert found[0].path == (*THEME, "items", 1)


@pytest.mark.parametrize("kind", ["phone", "person", "group", "yes_no", "attachment"])
def test_no_case_is_found_by_what_is_kept_encrypted_or_has_no_words(kind: str) -> None:
    inside = {"fields": [AREA]} if kind == "group" else {}
    field = {"key": "x", "kind": kind, "label": "问", "searchable": True, **inside}
    found = broken(put(*ITEM, "fields", value=[field]))
    assert [one.path for one in found] == [(*ITEM, "fields", 0, "searchable")]
    assert broken(put(*ITEM, "fields", value=[field | {"searchable": False}])) == []
