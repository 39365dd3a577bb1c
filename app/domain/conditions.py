"""Conditions as rows of data: a tree of all/any over {field, op, value}, at most two levels deep.

Nothing an administrator writes is executed. A missing value makes its row false.
"""

from __future__ import annotations

import calendar as months
import operator
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

Condition = Mapping[str, Any]
Answers = Mapping[str, Any]

#: Operators on a value that is there.
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
    "between": lambda value, ends: bool(ends[0] <= value <= ends[1]),
    "in": lambda value, options: value in options,
    "has": lambda values, option: option in values,
    "has_any": lambda values, options: not set(values).isdisjoint(options),
    "is": lambda value, wanted: value is wanted,
    "before": operator.lt,
    "after": operator.gt,
}
#: Operators on whether there is a value at all.
PRESENCE = {"empty": True, "filled": False}
#: A date against today: at least, at most so long ago (公示满20日, 六个月内).
AGO: dict[str, Callable[[date, date], bool]] = {"ago_ge": operator.ge, "ago_le": operator.le}
OPERATORS = (*COMPARE, *PRESENCE, *AGO)
DEPTH = 2


def holds(condition: Condition, answers: Answers, *, today: date | None = None) -> bool:
    """Whether the condition is true of these answers; ``today`` is asked by the ``ago`` operators."""
    if "all" in condition:
        return all(holds(part, answers, today=today) for part in condition["all"])
    if "any" in condition:
        return any(holds(part, answers, today=today) for part in condition["any"])
    return _row(condition, answers.get(condition["field"]), today)


def _row(row: Condition, value: Any, today: date | None) -> bool:
    empty = value is None or value in ("", [])
    op = row["op"]
    if op in PRESENCE:
        return empty is PRESENCE[op]
    if empty:
        return False
    if op in AGO:
        return today is not None and AGO[op](today, _later(date.fromisoformat(value), row["value"]))
    try:
        return bool(COMPARE[op](value, row["value"]))
    except TypeError:  # an answer of another kind than the row compares: not true
        return False


def _later(day: date, span: Mapping[str, Any]) -> date:
    """The day so many days, months or years after; the 29th of February becomes the 1st of March."""
    if span["unit"] == "day":
        return day + timedelta(days=span["n"])
    count = day.year * 12 + day.month - 1 + span["n"] * {"month": 1, "year": 12}[span["unit"]]
    year, month = divmod(count, 12)
    if day.day <= months.monthrange(year, month + 1)[1]:
        return date(year, month + 1, day.day)
    return date(year, month + 1, 1) + timedelta(days=months.monthrange(year, month + 1)[1])


def fields_of(condition: Condition | None) -> set[str]:
    """Keys of the fields a condition asks for."""
    if not condition:
        return set()
    parts = condition.get("all", condition.get("any"))
    if parts is None:
        return {condition["field"]}
    return set().union(*map(fields_of, parts))


def problems(condition: Any, fields: Mapping[str, Any] | None = None, *, depth: int = DEPTH) -> list[str]:
    """What is wrong with a condition as it was written; empty where nothing is."""
    if not isinstance(condition, Mapping):
        return ["a condition is {field, op, value}, {all: […]} or {any: […]}"]
    for joined in ("all", "any"):
        if joined in condition:
            return _joined_problems(condition, joined, fields, depth)
    return _row_problems(condition, fields)


def _joined_problems(condition: Condition, joined: str, fields: Mapping[str, Any] | None, depth: int) -> list[str]:
    parts = condition[joined]
    if set(condition) != {joined} or not isinstance(parts, list) or not parts:
        return [f"{joined} holds a list of conditions and stands alone"]
    if depth == 0:
        return [f"conditions nest at most {DEPTH} levels"]
    return [problem for part in parts for problem in problems(part, fields, depth=depth - 1)]


def _row_problems(row: Condition, fields: Mapping[str, Any] | None) -> list[str]:
    if set(row) - {"field", "op", "value"} or not isinstance(row.get("field"), str):
        return ["a row of a condition has field, op and value"]
    if row.get("op") not in OPERATORS:
        return [f"op is one of {', '.join(OPERATORS)}"]
    if row["op"] not in PRESENCE and "value" not in row:
        return [f"op {row['op']} needs a value"]
    if fields is not None and row["field"] not in fields:
        return [f"there is no field {row['field']}"]
    return []


def rows_of(condition: Condition) -> list[dict[str, Any]]:
    """The condition flattened for explanation: each row with how it joins the one before."""
    for joined in ("all", "any"):
        if joined in condition:
            return [{**row, "joined": joined} for part in condition[joined] for row in rows_of(part)]
    return [{**condition, "joined": None}]
