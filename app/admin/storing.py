"""How a dictionary's row is written, whether a page or a program says what it is to be."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app import transaction
from app.admin import fields


def inner(whole: Mapping[str, Any] | None, key: str) -> Any:
    """What a JSON mapping says under a key, or under a key within one: ratings.link_days."""
    found: Any = whole
    for one in key.split("."):
        found = (found or {}).get(one)
    return found


def put(whole: Mapping[str, Any], key: str, *, value: Any) -> dict[str, Any]:
    """The mapping with this value there; what says nothing is left out."""
    first, _dot, rest = key.partition(".")
    said = put(whole.get(first) or {}, rest, value=value) if rest else value
    return {k: v for k, v in {**whole, first: said}.items() if v is not None and v != {}}


class Storing:
    """Writes exactly the columns that a view lists, from a form that is right."""

    def _twin(self: Any, form: Any) -> Any:
        """The row that has this key already, in whatever case it is written."""
        column = getattr(self.datamodel.obj, self.natural_key)
        query = sa.select(self.datamodel.obj).where(
            # In small letters: FOOD and food would be two papers that nobody tells apart.
            sa.func.lower(column) == form[self.natural_key].data.lower()
        )
        return transaction.session().execute(query.order_by(column)).scalars().first()

    def _says_the_same(self: Any, form: Any, row: Any) -> bool:
        """A second press of the same form: the row is as it says already."""
        wanted = self._wanted(form, row, self.add_columns)
        return all(getattr(row, name) == value for name, value in wanted.items())

    def stamp(self: Any, row: Any) -> str:
        """A mark of the row as it is: the form carries it back."""
        # Every column, shown or not: a change of what the form does not show makes it stale too.
        columns = sa.inspect(row).mapper.column_attrs
        values = [f"{column.key}={getattr(row, column.key)}" for column in columns]
        return hashlib.sha256("\0".join(values).encode()).hexdigest()[:16]

    def _wanted(self: Any, form: Any, row: Any, columns: list[str]) -> dict[str, Any]:
        """Column → value of what the form says; what said nothing before and says nothing stays."""
        wanted: dict[str, Any] = {}
        for name in columns:
            column, key = self.inside.get(name, (name, ""))
            value = fields.value_of(form[name])
            if key:
                whole = wanted.get(column) or dict(getattr(row, column) or {})
                wanted[column] = put(whole, key, value=value) or (
                    None if self._mapped(column).nullable else {}
                )
            elif not (fields.is_nothing(value) and fields.is_nothing(getattr(row, column))):
                wanted[column] = value
        return wanted

    def store(self: Any, form: Any, row: Any) -> Any:
        """The row as written; None where the database refuses it: never taken for a success."""
        session = transaction.session()
        columns = self.edit_columns
        if row is None:
            row, columns = self.datamodel.obj(**self.empty()), self.add_columns
        for name, value in self._wanted(form, row, columns).items():
            setattr(row, name, value)
        session.add(row)
        try:
            session.flush()  # the database's refusal must come while it can still be said
        except IntegrityError:
            transaction.rollback()
            return None
        return row
