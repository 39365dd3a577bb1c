"""Conditions as rows of data: a tree of all/any over {field, op, value}, at most two levels deep.

Nothing an administrator writes is executed. A missing value makes its row false. The rows are
checked in ``condition_problems`` and put into words in ``condition_words``; the browser's twin is
``static/js/conditions.js``, and both are held to ``tests/vectors/conditions.json``.
"""

from __future__ import annotations

import calendar as months
import operator
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from app.domain.condition_problems import DEPTH, problems
from app.domain.condition_words import explain

__all__ = ["AGO", "COMPARE", "DEPTH", "PRESENCE", "explain", "fields_of", "holds", "problems"]

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
    "has": lambda values, option: isinstance(values, list) and option in values,
    "has_any": lambda values, options: (
        isinstance(values, list) and any(value in options for value in values)
    ),
    "is": lambda value, wanted: value is wanted,
    "before": operator.lt,
    "after": operator.gt,
}
#: Operators on whether there is a value at all.
PRESENCE = {"empty": True, "filled": False}
#: A date against today: at least, at most so long ago (公示满20日, 六个月内).
AGO: dict[str, Callable[[date, date], bool]] = {"ago_ge": operator.ge, "ago_le": operator.le}


def holds(condition: Condition, answers: Answers, *, today: date | None = None) -> bool:
    """Whether the condition is true of these answers; without ``today`` no ``ago`` row is true."""
    if "all" in condition:
        return all(holds(part, answers, today=today) for part in condition["all"])
    if "any" in condition:
        return any(holds(part, answers, today=today) for part in condition["any"])
    return _row(condition, answers.get(condition["field"]), today)


def fields_of(condition: Condition | None) -> set[str]:
    """Keys of the fields a condition asks for."""
    if not condition:
        return set()
    parts = condition.get("all", condition.get("any"))
    if parts is None:
        return {condition["field"]}
    return set().union(*map(fields_of, parts))


def _row(row: Condition, value: Any, today: date | None) -> bool:
    empty = value is None or value in ("", [])
    op = row["op"]
    if op in PRESENCE:
        return empty is PRESENCE[op]
    # Not even ne is true of nothing: who has not answered has not said otherwise.
    if empty:
        return False
    if op in AGO:
        return _ago(op, value, row["value"], today)
    if isinstance(value, bool) and op != "is":  # in Python true is 1; in an answer it is not
        return False
    wanted = row["value"]
    try:
        return bool(COMPARE[op](_counted(value, wanted), wanted))
    except TypeError:  # an answer of another kind than the row compares is not what it asks for
        return False


def _counted(value: Any, wanted: Any) -> Any:
    """Money is kept as text; against a number it counts as the amount it is."""
    low = wanted[0] if isinstance(wanted, list) and wanted else wanted
    if not isinstance(value, str) or isinstance(low, str):
        return value
    return Decimal(value) if AMOUNT.fullmatch(value) else value


AMOUNT = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def _ago(op: str, value: Any, span: Mapping[str, Any], today: date | None) -> bool:
    if today is None:
        return False
    try:
        day = date.fromisoformat(value)
        return day.isoformat() == value and AGO[op](today, _later(day, span))
    except (TypeError, ValueError, OverflowError):  # no day, or one beyond every calendar
        return False


def _later(day: date, span: Mapping[str, Any]) -> date:
    """The day so many days, months or years after; without such a day, the 1st of the next month."""
    if span["unit"] == "day":
        return day + timedelta(days=span["n"])
    count = day.year * 12 + day.month - 1 + span["n"] * {"month": 1, "year": 12}[span["unit"]]
    year, month = divmod(count, 12)
    last = months.monthrange(year, month + 1)[1]
    if day.day <= last:
        return date(year, month + 1, day.day)
    return date(year, month + 1, last) + timedelta(days=1)
