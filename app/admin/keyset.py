"""Pages by the place where the last one ended: (column, id) in either direction, empty values last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

#: Digits of the largest id a database holds.
DIGITS = 18
#: Longest text that is read from an address.
LONGEST = 200
BETWEEN = "~"


class Place(NamedTuple):
    """The last row of a page: its id (a number, or a key), and its value in the ordered column."""

    id: Any
    value: Any = None


def number(text: str) -> int:
    """A whole number of an address that a database can hold. Raises ValueError."""
    # isdecimal alone takes digits of every script, and int() would read them.
    if not text.isascii() or not text.isdecimal() or len(text) > DIGITS:
        raise ValueError(text)
    return int(text)


#: Type of a column → its value from the text in an address.
READ: dict[type, Callable[[str], Any]] = {
    str: str,
    int: number,
    bool: lambda text: {"True": True, "False": False}[text],
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
}


def read(text: str, column: Any, *, ident: Any) -> Place:
    """The place an address names, in the order of a column and then of ``ident``. Raises ValueError."""
    last, _sep, value = text.partition(BETWEEN)
    try:
        known = READ[column.type.python_type](value) if value else None
        return Place(READ[ident.type.python_type](last), known)
    except KeyError as wrong:
        raise ValueError(text) from wrong


def written(ident: Any, value: Any) -> str:
    """The place as an address says it."""
    said = value.isoformat() if isinstance(value, date) else value
    return str(ident) if said is None else f"{ident}{BETWEEN}{said}"


def order(column: Any, ident: Any, *, descending: bool) -> list[Any]:
    """The ORDER BY: empty values last in both directions, whatever the database thinks of them."""
    keys = [column] if column is ident else [column, ident]
    # SQLite puts NULL first and PostgreSQL last; a page would begin at another row.
    emptiness = [column.is_(None)] if column.nullable else []
    return emptiness + [key.desc() if descending else key for key in keys]


def beyond(column: Any, ident: Any, place: Place, *, descending: bool) -> Any:
    """The where-clause of the rows that follow a place."""

    def after(key: Any, value: Any) -> Any:
        return key < value if descending else key > value

    if column is ident:
        return after(ident, place.id)
    # Among the empty ones only the id is left to follow.
    if place.value is None:
        return sa.and_(column.is_(None), after(ident, place.id))
    following = [
        after(column, place.value),
        sa.and_(column == place.value, after(ident, place.id)),
    ]
    return sa.or_(*following, *([column.is_(None)] if column.nullable else []))
