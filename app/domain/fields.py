"""Kinds of fields: one registry gives parsing, display, index value, operators and JSON Schema.

Values are JSON: text, numbers, booleans, lists. Money is text with two decimals, days are ISO.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.domain import field_readers as read
from app.domain.field_readers import Checks, Parsed, Spec
from app.domain.refusal import msgid

__all__ = ["FIELD_KINDS", "Checks", "FieldKind", "Parsed", "Spec"]

Translate = Callable[[str], str]
Show = Callable[[Any, Spec, Translate], str]
#: Values that say nothing.
NOTHING: tuple[Any, ...] = (None, "", [])


def _show(value: Any, _spec: Spec, _translate: Translate) -> str:
    return str(value)


def _show_yes_no(value: Any, _spec: Spec, translate: Translate) -> str:
    return translate(msgid("Yes") if value else msgid("No"))


def _show_option(value: Any, spec: Spec, _translate: Translate) -> str:
    labels = {option["value"]: option["label"] for option in spec.get("options") or []}
    return str(labels.get(value, value))


def _show_options(values: Any, spec: Spec, translate: Translate) -> str:
    return "、".join(_show_option(value, spec, translate) for value in values)


@dataclass(frozen=True)
class FieldKind:
    """One kind of field: how a posted text becomes a value, and what may be done with the value.

    ``operators`` are those of conditions on it; a ``personal`` kind is encrypted and never indexed.
    """

    name: str
    read: Callable[[str, Spec, Checks, date], Parsed]
    operators: tuple[str, ...]
    schema: Mapping[str, Any]
    personal: bool = False
    show: Show = _show
    index: tuple[str, Callable[[Any], Any]] | None = None
    many: bool = False

    def parse(self, raw: Any, spec: Spec, *, checks: Checks, today: date) -> Parsed:
        """(value, None) of what was posted, a text or a list of texts, or (None, msgid).

        Nothing posted is (None, None): whether a value must be there is the form's question.
        """
        posted = raw if isinstance(raw, list) else [raw]
        if self.many:
            return read.read_options(posted, spec)
        text = str(posted[0] if posted and posted[0] is not None else "").strip()
        return self.read(text, spec, checks, today) if text else (None, None)

    def display(self, value: Any, spec: Spec, *, translate: Translate = str) -> str:
        """The value as people read it; empty where there is none."""
        return "" if value in NOTHING else self.show(value, spec, translate)

    def index_value(self, value: Any) -> dict[str, Any]:
        """{searchable column: value} with a text, a Decimal or a date; personal kinds have none."""
        if self.personal or self.index is None or value in NOTHING:
            return {}
        column, convert = self.index
        return {column: convert(value)}

    def json_schema(self, spec: Spec) -> dict[str, Any]:
        """JSON Schema of a value of one field."""
        schema = {**self.schema, "title": spec["label"]}
        bounds = {"minimum": spec.get("min"), "maximum": spec.get("max")}
        if self.name == "number":
            schema |= {name: bound for name, bound in bounds.items() if bound is not None}
        options = [option["value"] for option in spec.get("options") or []]
        if options and self.many:
            schema |= {"items": {"enum": options}, "uniqueItems": True}
        elif options:
            schema["enum"] = options
        return schema


_GIVEN = ("empty", "filled")
_SAME = ("eq", "ne", "in", *_GIVEN)
_ORDERED = ("eq", "ne", "gt", "ge", "lt", "le", "between", *_GIVEN)
_DAYS = ("eq", "before", "after", "ago_ge", "ago_le", *_GIVEN)
_STRING = {"type": "string"}
_LINE = {**_STRING, "maxLength": read.TEXT_LIMIT}
_LONG = {**_STRING, "maxLength": read.LONG_LIMIT}
_AMOUNT = {**_STRING, "pattern": r"^-?\d+\.\d\d$"}
_DATE = {**_STRING, "format": "date"}
_BY_TEXT = ("index_text", lambda value: str(value)[: read.TEXT_LIMIT])
_BY_NUMBER = ("index_number", lambda value: Decimal(str(value)))
_BY_DAY = ("index_day", date.fromisoformat)


FIELD_KINDS: dict[str, FieldKind] = {
    kind.name: kind
    for kind in (
        FieldKind("text", read.read_text, _SAME, _LINE, index=_BY_TEXT),
        FieldKind("long_text", read.read_long_text, _GIVEN, _LONG),
        FieldKind("number", read.read_number, _ORDERED, {"type": "number"}, index=_BY_NUMBER),
        FieldKind("money", read.read_money, _ORDERED, _AMOUNT, index=_BY_NUMBER),
        FieldKind("date", read.read_date, _DAYS, _DATE, index=_BY_DAY),
        FieldKind(
            "yes_no", read.read_yes_no, ("is", *_GIVEN), {"type": "boolean"}, show=_show_yes_no
        ),
        FieldKind("choice", read.read_choice, _SAME, {}, show=_show_option, index=_BY_TEXT),
        FieldKind(
            "multiple",
            read.read_text,
            ("has", "has_any", *_GIVEN),
            {"type": "array"},
            show=_show_options,
            many=True,
        ),
        # The personal ones: encrypted, masked, and never compared with anything.
        FieldKind("id_number", read.read_id_number, _GIVEN, _STRING, personal=True),
        # Public: it is printed on every licence that hangs on a wall.
        FieldKind("credit_code", read.read_credit_code, ("eq", *_GIVEN), _STRING, index=_BY_TEXT),
        FieldKind("phone", read.read_phone, _GIVEN, _STRING, personal=True),
        FieldKind("address", read.read_text, _GIVEN, _LINE, personal=True),
        FieldKind("person", read.read_text, _GIVEN, _LINE, personal=True),
    )
}
