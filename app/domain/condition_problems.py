"""What is wrong with a condition as it was written: its shape, its field, its operator, its value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from app.domain.fields import FIELD_KINDS

Condition = Mapping[str, Any]
Fields = Mapping[str, Mapping[str, Any]]

#: all and any nest this deep: what an official can still read aloud.
DEPTH = 2
MOST_AGO = 9999
AGO_UNITS = ("day", "month", "year")
#: Operators without a value; those that take a list.
PRESENCE = ("empty", "filled")
LISTS = ("in", "has_any")
OPERATORS = tuple(dict.fromkeys(op for kind in FIELD_KINDS.values() for op in kind.operators))


def problems(condition: Any, fields: Fields | None = None, *, depth: int = DEPTH) -> list[str]:
    """What is wrong with a condition, in words; empty where nothing is.

    ``fields`` are the specs by key that it may ask ({"kind": …, "options": …}); without them only
    what needs no field is checked.
    """
    if not isinstance(condition, Mapping):
        return ["a condition is {field, op, value}, {all: […]} or {any: […]}"]
    for joined in ("all", "any"):
        if joined in condition:
            return _joined_problems(condition, joined, fields, depth)
    return _row_problems(condition, fields)


def _joined_problems(
    condition: Condition, joined: str, fields: Fields | None, depth: int
) -> list[str]:
    parts = condition[joined]
    if set(condition) != {joined} or not isinstance(parts, list) or not parts:
        return [f"{joined} holds a list of conditions and stands alone"]
    if depth == 0:
        return [f"conditions nest at most {DEPTH} levels"]
    return [problem for part in parts for problem in problems(part, fields, depth=depth - 1)]


def _row_problems(row: Condition, fields: Fields | None) -> list[str]:
    if set(row) - {"field", "op", "value"} or not isinstance(row.get("field"), str):
        return ["a row of a condition has field, op and value"]
    op = row.get("op")
    if op not in OPERATORS:
        return [f"op is one of {', '.join(OPERATORS)}"]
    if op in PRESENCE and "value" in row:
        return [f"op {op} takes no value"]
    wrong = None if op in PRESENCE else SHAPES.get(op, _single)(row.get("value"))
    if wrong:
        return [f"op {op} takes {wrong}"]
    return [] if fields is None else _kind_problems(row, fields)


def _kind_problems(row: Condition, fields: Fields) -> list[str]:
    spec = fields.get(row["field"])
    if spec is None:
        return [f"there is no field {row['field']}"]
    operators = FIELD_KINDS[spec["kind"]].operators
    if row["op"] not in operators:
        said = f"{row['field']} is of kind {spec['kind']}"
        return [f"{said}; op is one of {', '.join(operators)}"]
    # Its span was looked at with its shape; there is no value to hold against the field.
    if row["op"] in (*PRESENCE, "ago_ge", "ago_le"):
        return []
    values = row["value"] if isinstance(row["value"], list) else [row["value"]]
    fits, expected = VALUES.get(spec["kind"], VALUES["text"])
    wrong = [value for value in values if not fits(value, spec)]
    return [f"{value!r} is not {expected} of {row['field']}" for value in wrong]


def _single(value: Any) -> str | None:
    return None if isinstance(value, str | int) else "one text or whole number"


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _flag(value: Any) -> str | None:
    return None if isinstance(value, bool) else "true or false"


def _several(value: Any) -> str | None:
    if isinstance(value, list) and value and not any(map(_single, value)):
        return None
    return "a list of texts or whole numbers"


def _ends(value: Any) -> str | None:
    if isinstance(value, list) and len(value) == 2 and all(map(_whole, value)):  # noqa: PLR2004 - two ends
        return None if value[0] <= value[1] else "the smaller end first"
    return "two whole numbers"


def _ago(value: Any) -> str | None:
    expected = f"{{n: 0 to {MOST_AGO}, unit: {'|'.join(AGO_UNITS)}}}"
    if not isinstance(value, Mapping) or set(value) != {"n", "unit"}:
        return expected
    if not _whole(value["n"]) or not 0 <= value["n"] <= MOST_AGO:
        return expected
    return None if value["unit"] in AGO_UNITS else expected


#: Operator → what is wrong with the shape of its value; one plain value where it is not here.
SHAPES: dict[str, Callable[[Any], str | None]] = {
    **dict.fromkeys(LISTS, _several),
    **dict.fromkeys(("ago_ge", "ago_le"), _ago),
    "is": _flag,
    "between": _ends,
}


def _is_day(value: Any, _spec: Mapping[str, Any]) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_option(value: Any, spec: Mapping[str, Any]) -> bool:
    return any(
        value == option["value"] and type(value) is type(option["value"])
        for option in spec.get("options") or []
    )


#: Kind of field → whether a value is one of its own, and what that is called.
VALUES: dict[str, tuple[Callable[[Any, Mapping[str, Any]], bool], str]] = {
    "text": (lambda value, _spec: isinstance(value, str), "a text"),
    "yes_no": (lambda value, _spec: isinstance(value, bool), "yes or no"),
    "date": (_is_day, "a day as 2026-09-18"),
    **dict.fromkeys(("number", "money"), (lambda value, _spec: _whole(value), "a whole number")),
    **dict.fromkeys(("choice", "multiple"), (_is_option, "an option")),
}
