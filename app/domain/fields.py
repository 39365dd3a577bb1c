"""Kinds of fields: one registry gives parsing, display, index value, operators and JSON Schema.

Values are JSON: text, integers, booleans, lists. Money is text with two decimals, days are ISO.
What a library must check (ID numbers, credit codes, phones) comes in as functions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

Spec = Mapping[str, Any]
#: What a parser gives: the value, or the msgid of what is wrong.
Parsed = tuple[Any, str | None]


class Checks(NamedTuple):
    """The library's checks: each gives the msgid of what is wrong with a text, or None."""

    id_number: Callable[[str, date], str | None]
    credit_code: Callable[[str], str | None]
    phone: Callable[[str], str | None]


@dataclass(frozen=True)
class FieldKind:
    """One kind of field."""

    name: str
    read: Callable[[str, Spec, Checks, date], Parsed]
    operators: tuple[str, ...]
    schema: Mapping[str, Any]
    personal: bool = False
    show: Callable[[Any, Spec], str] = lambda value, _spec: str(value)
    many: bool = False

    def parse(self, raw: Any, spec: Spec, *, checks: Checks, today: date) -> Parsed:
        """The normalised value of what was posted: a text, or a list of texts for several choices."""
        if self.many:
            return _options(raw if isinstance(raw, list) else [raw], spec)
        text = str(raw if raw is not None else "").strip()
        return self.read(text, spec, checks, today) if text else (None, None)

    def display(self, value: Any, spec: Spec) -> str:
        """The value as people read it."""
        return "" if value in (None, "", []) else self.show(value, spec)

    def index_value(self, value: Any) -> dict[str, Any]:
        """The value's place in the searchable columns: text, number or day; personal kinds have none."""
        if self.personal or value in (None, "", []):
            return {}
        return {INDEXED.get(self.name, "index_text"): value}

    def json_schema(self, spec: Spec) -> dict[str, Any]:
        """JSON Schema of one field."""
        schema = {**self.schema, "title": spec["label"]}
        options = [option["value"] for option in spec.get("options") or []]
        if options:
            target = schema.setdefault("items", {}) if self.many else schema
            target["enum"] = options
        return schema


#: Kind → searchable column, where it is not text.
INDEXED = {"number": "index_number", "money": "index_number", "date": "index_day"}
TEXT_LIMIT, LONG_LIMIT = 200, 4000


def _text(text: str, _spec: Spec, _checks: Checks, _today: date) -> Parsed:
    return (text, None) if len(text) <= TEXT_LIMIT else (None, "At most 200 characters.")


def _long(text: str, _spec: Spec, _checks: Checks, _today: date) -> Parsed:
    return (text, None) if len(text) <= LONG_LIMIT else (None, "At most 4000 characters.")


def _number(text: str, spec: Spec, _checks: Checks, _today: date) -> Parsed:
    """A number within its bounds; whole numbers stay whole."""
    try:
        number = Decimal(text.replace("，", ",").replace(",", ""))
    except InvalidOperation:
        return None, "This is not a number."
    if not number.is_finite() or abs(number) >= Decimal(10) ** 12:
        return None, "This number is too large."
    low, high = spec.get("min"), spec.get("max")
    if (low is not None and number < low) or (high is not None and number > high):
        return None, "This number is outside what is allowed here."
    return (int(number) if number == number.to_integral_value() else float(number)), None


def _money(text: str, _spec: Spec, _checks: Checks, _today: date) -> Parsed:
    """Yuan with at most two decimals, kept as text."""
    try:
        amount = Decimal(text.replace(",", "").removeprefix("¥"))
    except InvalidOperation:
        return None, "This is not an amount."
    if not amount.is_finite() or amount != amount.quantize(Decimal("0.01")) or abs(amount) >= Decimal(10) ** 12:
        return None, "An amount has at most two decimals."
    return f"{amount:.2f}", None


DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def _date(text: str, _spec: Spec, _checks: Checks, _today: date) -> Parsed:
    """A day typed as 2026-09-18, or as people write it."""
    found = DAY.fullmatch(text)
    try:
        return (date(*map(int, found.groups())).isoformat(), None) if found else (None, "Write the day as 2026-09-18.")
    except ValueError:
        return None, "There is no such day."


YES_NO = {"yes": True, "no": False, "true": True, "false": False}


def _yes_no(text: str, _spec: Spec, _checks: Checks, _today: date) -> Parsed:
    return (YES_NO[text.lower()], None) if text.lower() in YES_NO else (None, "Choose yes or no.")


def _choice(text: str, spec: Spec, _checks: Checks, _today: date) -> Parsed:
    values = {str(option["value"]): option["value"] for option in spec.get("options") or []}
    return (values[text], None) if text in values else (None, "Choose one of the options.")


def _options(texts: list[Any], spec: Spec) -> Parsed:
    values = {str(option["value"]): option["value"] for option in spec.get("options") or []}
    wanted = [str(text) for text in texts if text not in (None, "")]
    if any(text not in values for text in wanted):
        return None, "Choose among the options."
    return [values[text] for text in dict.fromkeys(wanted)], None


def _id_number(text: str, _spec: Spec, checks: Checks, today: date) -> Parsed:
    number = text.upper().replace(" ", "")
    problem = checks.id_number(number, today)
    return (None, problem) if problem else (number, None)


def _credit_code(text: str, _spec: Spec, checks: Checks, _today: date) -> Parsed:
    code = text.upper().replace(" ", "").replace("-", "")
    problem = checks.credit_code(code)
    return (None, problem) if problem else (code, None)


def _phone(text: str, _spec: Spec, checks: Checks, _today: date) -> Parsed:
    problem = checks.phone(text)
    return (None, problem) if problem else (text, None)


def _show_option(value: Any, spec: Spec) -> str:
    labels = {option["value"]: option["label"] for option in spec.get("options") or []}
    return str(labels.get(value, value))


def _show_options(values: Any, spec: Spec) -> str:
    return "、".join(_show_option(value, spec) for value in values)


def _show_yes_no(value: Any, _spec: Spec) -> str:
    return "是" if value else "否"


_SAME = ("eq", "ne", "in", "empty", "filled")
_ORDERED = ("eq", "ne", "gt", "ge", "lt", "le", "between", "empty", "filled")
_STRING = {"type": "string"}

FIELD_KINDS: dict[str, FieldKind] = {
    kind.name: kind
    for kind in (
        FieldKind("text", _text, _SAME, {**_STRING, "maxLength": TEXT_LIMIT}),
        FieldKind("long_text", _long, ("empty", "filled"), {**_STRING, "maxLength": LONG_LIMIT}),
        FieldKind("number", _number, _ORDERED, {"type": "number"}),
        FieldKind("money", _money, _ORDERED, {**_STRING, "pattern": r"^-?\d+\.\d\d$"}),
        FieldKind("date", _date, ("eq", "before", "after", "ago_ge", "ago_le", "empty", "filled"), {**_STRING, "format": "date"}),
        FieldKind("yes_no", _yes_no, ("is", "empty", "filled"), {"type": "boolean"}, show=_show_yes_no),
        FieldKind("choice", _choice, _SAME, {}, show=_show_option),
        FieldKind("multiple", _text, ("has", "has_any", "empty", "filled"), {"type": "array"}, show=_show_options, many=True),
        FieldKind("id_number", _id_number, ("empty", "filled"), _STRING, personal=True),
        FieldKind("credit_code", _credit_code, ("eq", "empty", "filled"), _STRING),
        FieldKind("phone", _phone, ("empty", "filled"), _STRING, personal=True),
        FieldKind("address", _text, ("empty", "filled"), _STRING, personal=True),
        FieldKind("person", _text, ("empty", "filled"), _STRING, personal=True),
    )
}
