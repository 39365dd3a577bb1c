"""For every kind of field: its schema takes what it reads, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from stdnum.cn import ric

from app.domain.fields import FIELD_KINDS, Checks
from tests.domain.test_field_parts import parse, shown, spec


def ids() -> st.SearchStrategy[str]:
    born = st.dates(date(1930, 1, 1), date(2020, 1, 1)).map("{:%Y%m%d}".format)
    bodies = st.builds("110105{}{:03d}".format, born, st.integers(0, 999))
    return bodies.map(lambda body: body + ric.calc_check_digit(body))


TEXTS = st.text(min_size=1, max_size=30) | st.sampled_from(["a\r\nb", "a\n", " 甲", "长" * 201, ""])
PHONES = st.sampled_from(["13800138000", "0433-3251111", "12", "138 0013 8000"])
PEOPLE = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["张三", "", " 李四 "]),
        "id_type": st.sampled_from(["id_card", "", "x"]),
        "id_number": ids() | st.sampled_from(["", "1"]),
        "phone": PHONES,
    },
)
NUMBERS = st.integers() | st.decimals(-100, 200, places=3).map(str) | st.sampled_from(["1e9", "x"])
#: Kind → what people post for it, right and wrong.
POSTED: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(FIELD_KINDS, TEXTS),
    "number": NUMBERS,
    "money": NUMBERS | st.sampled_from(["¥12", "1,200.5", "-0", "007"]),
    "date": st.dates().map(str) | st.sampled_from(["2026-02-30", "2026年9月8日"]),
    "yes_no": st.sampled_from(["yes", "no", "True", "x"]),
    "choice": st.sampled_from(["a", "2", 2, "x"]),
    "multiple": st.lists(st.sampled_from(["a", "2", 2, "x", ""]), max_size=3),
    "id_number": ids() | TEXTS,
    "credit_code": st.sampled_from(["91110000600037341L", "91110000600037341l", "9111"]),
    "phone": PHONES,
    "person": PEOPLE | TEXTS,
    "attachment": st.lists(st.integers(-1, 30) | st.just("x"), max_size=22),
    "group": st.lists(st.fixed_dictionaries({}, optional={"who": PEOPLE | TEXTS, "share": NUMBERS}),
                      max_size=4),
}  # fmt: skip


@pytest.mark.parametrize("kind", FIELD_KINDS)
def test_what_is_read_fits_the_schema_and_reads_the_same_again(kind: str) -> None:
    @settings(max_examples=60, deadline=None)
    @given(POSTED[kind])
    def holds(posted: Any) -> None:
        value, said = parse(kind, posted)
        assert value is None or said is None
        if value is not None:
            assert valid(kind, value), value
            assert parse(kind, form_of(value)) == (value, None)
            assert shown(kind, value)

    holds()


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 200) | st.text(max_size=4) | ids() | PHONES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "who", "share", "phone"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@pytest.mark.parametrize("kind", FIELD_KINDS)
def test_what_the_schema_takes_is_read_as_it_is(kind: str) -> None:
    @settings(max_examples=60, deadline=None)
    @given(ANYTHING | POSTED[kind])
    def holds(value: Any) -> None:
        if valid(kind, value):
            again, said = parse(kind, form_of(value), checks=NO_DIGITS)
            assert said is None
            if kind == "multiple":
                assert set(map(str, again)) == set(map(str, value))
            else:
                assert again == value

    holds()


#: A check digit no schema can say.
NO_DIGITS = Checks(lambda _text, _today: None, lambda _text: None, lambda _text: None)


def form_of(value: Any) -> Any:
    """A value as the form posts it: texts."""
    if isinstance(value, list):
        return [form_of(part) for part in value]
    if isinstance(value, Mapping):
        return {key: form_of(part) for key, part in value.items()}
    return f"{value:.9f}" if isinstance(value, float) else str(value)


def valid(kind: str, value: Any) -> bool:
    schema = FIELD_KINDS[kind].json_schema(spec(kind))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker()).is_valid(value)
