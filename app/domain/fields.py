"""Kinds of fields: one registry gives parsing, display, index value, operators and JSON Schema.

Values are JSON: text, numbers, booleans, lists. Money is text with two decimals, days are ISO.
The kinds that are more than one text stand in ``field_parts`` and ``field_people``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from app.domain import field_parts as parts
from app.domain import field_people as people
from app.domain import field_readers as read
from app.domain import field_schemas as schemas
from app.domain.field_parts import as_posted
from app.domain.field_readers import Checks, Parsed, Spec
from app.domain.refusal import msgid

__all__ = ["FIELD_KINDS", "Cell", "Checks", "FieldKind", "Parsed", "Spec", "as_posted"]

Translate = Callable[[str], str]
Show = Callable[[Any, Spec, Translate], str]
#: Values that say nothing.
NOTHING: tuple[Any, ...] = (None, "", [], {})
TEXT_CELL = "@"


class Cell(NamedTuple):
    """How a spreadsheet keeps a value: the number format, and the words of its drop-down list."""

    format: str
    options: tuple[str, ...] = ()


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
    ``whole`` reads what is posted as a list or as a mapping; ``cell`` is the number format in a
    spreadsheet, None where a value does not fit into one cell.
    """

    name: str
    read: Callable[[str, Spec, Checks, date], Parsed]
    operators: tuple[str, ...]
    schema: Mapping[str, Any]
    personal: bool = False
    show: Show = _show
    index: tuple[str, Callable[[Any], Any]] | None = None
    many: bool = False
    whole: Callable[[Any, Spec, Checks, date], Parsed] | None = None
    cell: str | None = TEXT_CELL

    def parse(self, raw: Any, spec: Spec, *, checks: Checks, today: date) -> Parsed:
        """(value, None) of what was posted (a text, a list, a mapping), or (None, msgid).

        Nothing posted is (None, None): whether a value must be there is the form's question.
        """
        posted = raw if isinstance(raw, list) else [raw]
        if self.whole:
            first = posted[0] if posted else None
            return self.whole(posted if self.many else first, spec, checks, today)
        text = str(posted[0] if posted and posted[0] is not None else "").strip()
        value, problem = self.read(text, spec, checks, today) if text else (None, None)
        return (None, problem) if problem else read.fitted(value, spec, checks=checks)

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
        """JSON Schema of a value of one field: what ``parse`` gives, and nothing that it would not.

        Check digits, patterns (RE2 is not JavaScript's) and the order of several options no schema
        can say.
        """
        return {**self.schema, **SCHEMAS.get(self.name, _no_more)(spec), "title": spec["label"]}

    def excel_cell(self, spec: Spec, *, translate: Translate = str) -> Cell | None:
        """How a spreadsheet asks for a value; None where it takes more than a cell."""
        if self.cell is None:
            return None
        listed = LISTED.get(self.name)
        return Cell(self.cell, tuple(listed(spec, translate)) if listed else ())


#: Kind → the words of its drop-down list.
LISTED: dict[str, Callable[[Spec, Translate], list[str]]] = {
    "yes_no": lambda _spec, translate: [translate("Yes"), translate("No")],
    "choice": lambda spec, _translate: [option["label"] for option in spec.get("options") or []],
}


def _no_more(_spec: Spec) -> dict[str, Any]:
    return {}


def _bounds(spec: Spec) -> dict[str, Any]:
    bounds = {"minimum": spec.get("min"), "maximum": spec.get("max")}
    return {name: bound for name, bound in bounds.items() if bound is not None}


def _values(spec: Spec) -> list[Any]:
    return [option["value"] for option in spec.get("options") or []]


#: Kind → what the configuration of a field adds to its schema.
SCHEMAS: dict[str, Callable[[Spec], dict[str, Any]]] = {
    "number": _bounds,
    "choice": lambda spec: {"enum": _values(spec)},
    "multiple": lambda spec: {"items": {"enum": _values(spec)}},
    "person": schemas.person,
    "group": lambda spec: parts.rows_schema(spec, _schema_of),
}


def _schema_of(spec: Spec) -> dict[str, Any]:
    return FIELD_KINDS[spec["kind"]].json_schema(spec)


def _read_group(posted: Any, spec: Spec, checks: Checks, today: date) -> Parsed:
    return parts.read_group(posted, spec, parse_in_row(checks, today))


def parse_in_row(checks: Checks, today: date) -> Callable[[Any, Spec], Parsed]:
    """How one field of a row is read, for ``field_parts.read_rows``."""
    return lambda raw, spec: FIELD_KINDS[spec["kind"]].parse(raw, spec, checks=checks, today=today)


def _show_group(rows: Any, spec: Spec, translate: Translate) -> str:
    def show(value: Any, field: Spec) -> str:
        return FIELD_KINDS[field["kind"]].display(value, field, translate=translate)

    return parts.show_rows(rows, spec, show)


_GIVEN = ("empty", "filled")
_SAME = ("eq", "ne", "in", *_GIVEN)
_ORDERED = ("eq", "ne", "gt", "ge", "lt", "le", "between", *_GIVEN)
_DAYS = ("eq", "before", "after", "ago_ge", "ago_le", *_GIVEN)
_BY_TEXT = ("index_text", lambda value: str(value)[: read.TEXT_LIMIT])
_BY_NUMBER = ("index_number", lambda value: Decimal(str(value)))
_BY_DAY = ("index_day", date.fromisoformat)


FIELD_KINDS: dict[str, FieldKind] = {
    kind.name: kind
    for kind in (
        FieldKind("text", read.read_text, _SAME, schemas.LINE, index=_BY_TEXT),
        FieldKind("long_text", read.read_long_text, _GIVEN, schemas.LONG),
        FieldKind(
            "number", read.read_number, _ORDERED, schemas.NUMBER, index=_BY_NUMBER, cell="General"
        ),
        FieldKind(
            "money", read.read_money, _ORDERED, schemas.AMOUNT, index=_BY_NUMBER, cell="#,##0.00"
        ),
        FieldKind("date", read.read_date, _DAYS, schemas.DATE, index=_BY_DAY, cell="yyyy-mm-dd"),
        FieldKind(
            "yes_no", read.read_yes_no, ("is", *_GIVEN), {"type": "boolean"}, show=_show_yes_no
        ),
        FieldKind("choice", read.read_choice, _SAME, {}, show=_show_option, index=_BY_TEXT),
        FieldKind(
            "multiple",
            read.read_text,
            ("has", "has_any", *_GIVEN),
            schemas.OPTIONS,
            show=_show_options,
            many=True,
            whole=read.read_options,
        ),
        # The personal ones: encrypted, masked, and never compared with anything.
        FieldKind("id_number", read.read_id_number, _GIVEN, schemas.ID_NUMBER, personal=True),
        # Public: it is printed on every licence that hangs on a wall.
        FieldKind(
            "credit_code",
            read.read_credit_code,
            ("eq", *_GIVEN),
            schemas.CREDIT_CODE,
            index=_BY_TEXT,
        ),
        FieldKind("phone", read.read_phone, _GIVEN, schemas.PHONE, personal=True),
        FieldKind("address", read.read_text, _GIVEN, schemas.LINE, personal=True),
        FieldKind(
            "person",
            read.read_text,
            _GIVEN,
            {},
            personal=True,
            show=people.show_person,
            whole=people.read_person,
        ),
        FieldKind(
            "attachment",
            read.read_text,
            _GIVEN,
            schemas.FILES,
            show=parts.show_files,
            many=True,
            whole=parts.read_files,
            cell=None,
        ),
        FieldKind(
            "group",
            read.read_text,
            _GIVEN,
            {},
            personal=True,  # any of its fields may be
            show=_show_group,
            many=True,
            whole=_read_group,
            cell=None,
        ),
    )
}
