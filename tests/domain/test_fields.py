"""What a field takes, shows, indexes and lets conditions ask."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.conditions import AGO, COMPARE, PRESENCE
from app.domain.fields import FIELD_KINDS, Checks

TODAY = date(2026, 11, 24)
OPTIONS = [{"value": "a", "label": "甲"}, {"value": 2, "label": "乙"}]
ACCEPT = Checks(lambda _text, _today: None, lambda _text: None, lambda _text: None)
REFUSE = Checks(lambda _text, _today: "no id", lambda _text: "no code", lambda _text: "no phone")
NUMBER = {"type": "number", "exclusiveMinimum": -(10**12), "exclusiveMaximum": 10**12}
KINDS = (
    "text", "long_text", "number", "money", "date", "yes_no", "choice", "multiple", "id_number",
    "credit_code", "phone", "address", "person", "attachment", "group",
)  # fmt: skip


def test_these_are_the_kinds_there_are() -> None:
    assert tuple(FIELD_KINDS) == KINDS
    assert all(kind.name == name for name, kind in FIELD_KINDS.items())


@pytest.mark.parametrize(
    ("kind", "posted", "value"),
    [
        ("text", " 老王 ", "老王"),
        ("long_text", "一\r\n二", "一\n二"),
        ("number", "350", 350),
        ("number", "３５０", 350),
        ("number", "1,200", 1200),
        ("number", "2.50", 2.5),
        ("number", "-3", -3),
        ("number", "12.0", 12),
        ("money", "12", "12.00"),
        ("money", "¥1,234.5", "1234.50"),
        ("date", "2026-9-8", "2026-09-08"),
        ("date", "2026年9月8日", "2026-09-08"),
        ("date", "2026/09/08", "2026-09-08"),
        ("yes_no", "yes", True),
        ("yes_no", "False", False),
        ("choice", "a", "a"),
        ("choice", "2", 2),
        ("multiple", ["2", "a", "2"], ["a", 2]),
        ("multiple", "a", ["a"]),
        ("id_number", "11010519491231002x", "11010519491231002X"),
        ("credit_code", "91222405-ma1bcd2e3j", "91222405MA1BCD2E3J"),
        ("phone", "138 0013 8000", "13800138000"),
        ("phone", "０４３３－３２５１１１１", "0433-3251111"),
        ("phone", "+86 138-0013-8000", "13800138000"),
        ("phone", "138\t0013\xa08000", "13800138000"),
        ("person", "张三", "张三"),
    ],
)
def test_what_was_typed_becomes_a_value(kind: str, posted: Any, value: Any) -> None:
    assert parse(kind, posted) == (value, None)
    assert type(parse(kind, posted)[0]) is type(value)


@pytest.mark.parametrize(
    ("kind", "posted", "said"),
    [
        ("text", "长" * 201, "At most 200 characters."),
        ("address", "长" * 201, "At most 200 characters."),
        ("long_text", "长" * 4001, "At most 4000 characters."),
        ("number", "many", "This is not a number."),
        ("number", "nan", "This is not a number."),
        ("number", "inf", "This is not a number."),
        ("number", "1e999999999", "This is not a number."),
        ("number", "9" * 13, "This number is too large."),
        ("money", "1.005", "An amount has at most two decimals."),
        ("money", "free", "This is not an amount."),
        ("money", "9" * 39, "This number is too large."),
        ("date", "2026-02-30", "There is no such day."),
        ("date", "tomorrow", "Write the day as 2026-09-18."),
        ("yes_no", "maybe", "Choose yes or no."),
        ("choice", "c", "Choose one of the options."),
        ("multiple", ["a", "c"], "Choose among the options."),
    ],
)
def test_what_cannot_be_a_value_is_said(kind: str, posted: Any, said: str) -> None:
    assert parse(kind, posted) == (None, said)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("posted", [None, "", "   ", [], [""]])
def test_nothing_typed_is_no_value_of_any_kind(kind: str, posted: Any) -> None:
    assert parse(kind, posted) == (None, None)
    assert FIELD_KINDS[kind].display(None, spec(kind)) == ""
    assert FIELD_KINDS[kind].index_value(None) == {}


@pytest.mark.parametrize(("typed", "ok"), [("0", False), ("1", True), ("9", True), ("10", False)])
def test_a_number_stays_within_its_bounds(typed: str, ok: bool) -> None:
    bounded = {**spec("number"), "min": 1, "max": 9}
    value, said = FIELD_KINDS["number"].parse(typed, bounded, checks=ACCEPT, today=TODAY)
    assert (value is not None, said is None) == (ok, ok)


@pytest.mark.parametrize(
    ("kind", "said"), [("id_number", "no id"), ("credit_code", "no code"), ("phone", "no phone")]
)
def test_the_checks_of_identity_come_from_outside(kind: str, said: str) -> None:
    assert parse(kind, "12345", checks=REFUSE) == (None, said)


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("yes_no", True, "Yes"),
        ("yes_no", False, "No"),
        ("choice", 2, "乙"),
        ("choice", "gone", "gone"),
        ("multiple", ["a", 2], "甲、乙"),
        ("money", "12.50", "12.50"),
        ("number", 0, "0"),
    ],
)
def test_a_value_is_shown_as_people_read_it(kind: str, value: Any, shown: str) -> None:
    assert FIELD_KINDS[kind].display(value, spec(kind)) == shown


@pytest.mark.parametrize(
    ("kind", "value", "indexed"),
    [
        ("text", "老王", {"index_text": "老王"}),
        ("number", 2.5, {"index_number": Decimal("2.5")}),
        ("money", "12.50", {"index_number": Decimal("12.50")}),
        ("date", "2026-09-08", {"index_day": date(2026, 9, 8)}),
        ("choice", 2, {"index_text": "2"}),
        ("multiple", ["a"], {}),
    ],
)
def test_a_value_is_found_by_its_column(kind: str, value: Any, indexed: Any) -> None:
    assert FIELD_KINDS[kind].index_value(value) == indexed


def test_personal_kinds_are_never_indexed_and_conditions_only_ask_whether_they_are_there() -> None:
    personal = {name for name, kind in FIELD_KINDS.items() if kind.personal}
    assert personal == {"id_number", "phone", "address", "person", "group"}
    for name in personal:
        assert FIELD_KINDS[name].index_value("x") == {}
        assert FIELD_KINDS[name].operators == ("empty", "filled")


def test_every_operator_of_a_kind_can_be_evaluated() -> None:
    used = {operator for kind in FIELD_KINDS.values() for operator in kind.operators}
    assert used == {*COMPARE, *PRESENCE, *AGO}


@pytest.mark.parametrize(
    ("kind", "more", "schema"),
    [
        ("number", {"min": 1, "max": 9}, {**NUMBER, "minimum": 1, "maximum": 9}),
        ("yes_no", {}, {"type": "boolean"}),
        ("choice", {"options": OPTIONS}, {"enum": ["a", 2]}),
        (
            "multiple",
            {"options": OPTIONS},
            {"type": "array", "items": {"enum": ["a", 2]}, "uniqueItems": True, "minItems": 1},
        ),
    ],
)
def test_a_field_has_a_json_schema(kind: str, more: Any, schema: Any) -> None:
    given_spec = {"key": "x", "kind": kind, "label": "某", **more}
    assert FIELD_KINDS[kind].json_schema(given_spec) == {**schema, "title": "某"}


@settings(max_examples=200, deadline=None)
@given(
    kind=st.sampled_from(KINDS),
    posted=st.one_of(st.text(max_size=30), st.lists(st.text(), max_size=3)),
)
def test_whatever_is_posted_gives_a_value_or_a_sentence(kind: str, posted: Any) -> None:
    value, said = parse(kind, posted)
    assert value is None or said is None
    if value is not None:
        again = value if isinstance(value, list) else str(value)
        assert parse(kind, again) == (value, None)
        assert FIELD_KINDS[kind].display(value, spec(kind))


def parse(kind: str, posted: Any, checks: Checks = ACCEPT) -> tuple[Any, str | None]:
    return FIELD_KINDS[kind].parse(posted, spec(kind), checks=checks, today=TODAY)


def spec(kind: str) -> dict[str, Any]:
    inner = [{"key": "y", "kind": "text", "label": "一"}]
    return {"key": "x", "kind": kind, "label": "某", "options": OPTIONS, "fields": inner}
