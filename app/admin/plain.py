"""The rows of the generated views as data: for programs, by the rules and the columns of the pages.

What a page does not list does not exist here either; what is sent passes the page's own form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask import g
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app import clock, transaction
from app.access import POLICIES
from app.admin import filters, keyset
from app.admin.storing import inner
from app.services import retiring

Row = dict[str, Any]


class Plain(NamedTuple):
    """What came of it: the rows (or the one), where the next page begins, what is wrong by field."""

    rows: list[Row]
    after: str = ""
    wrong: Mapping[str, Iterable[str]] = {}
    stamp: str = ""
    stale: bool = False

    @property
    def row(self) -> Row | None:
        """The one row; None where there is none."""
        return self.rows[0] if self.rows else None


class PlainRows:
    """A generated view read by a program."""

    # No properties: FAB reads every attribute of a view before it is made.
    def plain_key(self: Any) -> str:
        """The column by which a program names a row."""
        if hasattr(self, "natural_key"):
            return str(self.natural_key)
        return next((name for name in ("number", "key", "code") if name in self.show_columns), "id")

    def plain_columns(self: Any) -> list[str]:
        """The columns a program is given: those of the row's page and of its form, as they are kept."""
        table = self.datamodel.obj.__table__.c
        wanted = [self.plain_key(), *self.show_columns, *self.needed]
        # Only of a dictionary: where a view names no columns of a form, FAB fills in every one.
        if isinstance(self, PlainDictionary):
            wanted += [*self.edit_columns, *(column for column, _key in self.inside.values())]
        return [name for name in dict.fromkeys((*wanted, "retired_at")) if name in table]

    def plain_page(self: Any, asked: Mapping[str, str], *, size: int) -> Plain:
        """One page by the list's own filters and orders. Raises ValueError for what cannot be asked."""
        order = asked.get("order") or self.base_order
        offered = filters.arguments(self.searched)
        column = order.removeprefix("-")
        unknown = set(asked) - {"order", "after", *offered}
        if unknown or (column not in self.order_columns and order != self.base_order):
            raise ValueError(", ".join(sorted(unknown)) or "order")
        given = {name: text for name, text in asked.items() if name in offered and text}
        now = clock.now()
        where, wrong = filters.clauses(self.searched, self.datamodel.obj, given, now=now)
        if wrong:
            return Plain([], wrong={name: [said] for name, said in wrong.items()})
        rows = self._plain_rows(order, asked.get("after", ""), where, size=size)
        return Plain(
            [self._as_plain(row) for row in rows[:size]], self._plain_after(rows, size, order)
        )

    def plain_one(self: Any, key: str) -> Plain:
        """One row by the key that names it; none where there is none or it is not theirs to see."""
        row = transaction.session().execute(self._plain_query(key)).first()
        return Plain([self._as_plain(row)], stamp=self._plain_stamp(row.id)) if row else Plain([])

    def _plain_stamp(self: Any, ident: Any) -> str:
        """The mark a form of the row would carry; what has no form has none."""
        if not hasattr(self, "stamp"):
            return ""
        return str(self.stamp(transaction.session().get_one(self.datamodel.obj, ident)))

    def _plain_query(self: Any, key: str) -> Any:
        column = self._mapped(self.plain_key())
        named = column == (keyset.number(key) if column.type.python_type is int else key)
        return self._plain_select().where(*self._rules(), named).order_by(self._id)

    def _plain_select(self: Any) -> Any:
        table = self.datamodel.obj.__table__.c
        order = (name for name in self.order_columns if name in table)
        found = [table[name] for name in dict.fromkeys(("id", *self.plain_columns(), *order))]
        beside = [what.label(name) for name, what in self.beside.items()]
        return sa.select(*found, *beside).select_from(self.datamodel.obj)

    def _plain_rows(self: Any, order: str, after: str, where: list[Any], *, size: int) -> list[Any]:
        descending, column = order.startswith("-"), self._mapped(order.removeprefix("-"))
        if after:
            place = keyset.read(after, column, ident=self._id)
            where = [*where, keyset.beyond(column, self._id, place, descending=descending)]
        ordered = keyset.order(column, self._id, descending=descending)
        query = self._plain_select().where(*self._rules(), *where).order_by(*ordered)
        return list(transaction.session().execute(query.limit(size + 1)))

    @staticmethod
    def _plain_after(rows: list[Any], size: int, order: str) -> str:
        if len(rows) <= size:
            return ""
        last, name = rows[size - 1], order.removeprefix("-")
        return keyset.written(last.id, None if name == "id" else getattr(last, name))

    def _as_plain(self: Any, row: Any) -> Row:
        values = dict(row._mapping)
        if self.policy:
            values = POLICIES[self.policy].mask(g.principal, values)
        names = [*self.plain_columns(), *self.beside]
        return {name: as_json(values[name]) for name in names if name in values}


class PlainDictionary(PlainRows):
    """A dictionary kept up by a program: the form of its page decides, as for people."""

    def plain_add(self: Any, sent: Mapping[str, Any]) -> Plain:
        """A new row; sent twice it is there once."""
        posted, wrong = self._plain_posted(sent, self.add_columns)
        form = self._filled(self.add_form, posted=posted)
        wrong |= self._plain_wrong(form, None)
        if wrong:
            return Plain([], wrong=wrong)
        there = self._twin(form)
        if there is None:
            return self._plain_stored(self.store(form, None))
        if self._says_the_same(form, there):
            return self._plain_stored(there)
        said = _("%(key)s is there already: %(name)s.", key=self._key(there), name=there)
        return Plain([], wrong={self.natural_key: [said]})

    def plain_edit(self: Any, key: str, sent: Mapping[str, Any], *, stamp: str = "") -> Plain:
        """Change what was sent and keep the rest; a stamp that is over changes nothing."""
        row = self._plain_held(key)
        if row is None:
            return Plain([])
        now = self.stamp(row)
        if stamp and stamp != now:
            return Plain([], stamp=now, stale=True)
        posted, wrong = self._plain_posted(sent, self.edit_columns, self._plain_form(row))
        form = self._filled(self.edit_form, row, posted=posted)
        wrong |= self._plain_wrong(form, row)
        return Plain([], wrong=wrong) if wrong else self._plain_stored(self.store(form, row))

    def plain_retire(self: Any, key: str, *, again: bool) -> Plain:
        """No longer for new work, or in use again (R98). Raises Refused."""
        row, session = self._plain_held(key), transaction.session()
        if row is None:
            return Plain([])
        if again:
            retiring.restore(session, self.place(row), self._key(row))
        else:
            by, now = g.principal.username, clock.now()
            retiring.retire(session, self.place(row), self._key(row), by=by, now=now)
        session.flush()
        return self._plain_stored(row)

    def _plain_held(self: Any, key: str) -> Any:
        model = self.datamodel.obj
        named = getattr(model, self.natural_key) == key
        query = sa.select(model).where(named, *self._rules()).with_for_update()
        return transaction.session().execute(query).scalars().first()

    def _plain_stored(self: Any, row: Any) -> Plain:
        if row is None:
            said = _("The database refuses this: a row like it was saved just before.")
            return Plain([], wrong={self.natural_key: [said]})
        return self.plain_one(self._key(row))  # type: ignore[no-any-return]  # of this very class

    def _plain_form(self: Any, row: Any) -> Any:
        """The form as the row fills it."""
        form = self.edit_form(formdata=None, obj=row)
        for name, (column, key) in self.inside.items():
            form[name].process_data(inner(getattr(row, column), key))
        return form

    @staticmethod
    def _plain_posted(
        sent: Mapping[str, Any], columns: list[str], now: Any = None
    ) -> tuple[MultiDict[str, str], dict[str, list[str]]]:
        """What a page would have sent, and what no page could send."""
        posted: MultiDict[str, str] = MultiDict()
        wrong = {name: [_("There is no such field.")] for name in sent if name not in columns}
        for name in columns:
            value = sent[name] if name in sent else (now[name].data if now is not None else None)
            if not _is_sendable(value):
                wrong[name] = [_("This is a text, a number, yes or no, or a list of texts.")]
            elif text := _as_posted(value):
                posted.add(name, text)
        return posted, wrong

    def _plain_wrong(self: Any, form: Any, row: Any) -> dict[str, list[str]]:
        if form.validate() and self._is_right(form, row):
            return {}
        return {name: [*map(str, said)] for name, said in form.errors.items() if name}


def _is_sendable(value: Any) -> bool:
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    return value is None or isinstance(value, str | bool | int)


def _as_posted(value: Any) -> str:
    """As a page's form would send it; nothing for what a form does not send."""
    if isinstance(value, list):
        return "\n".join(value)
    if isinstance(value, bool):
        return "y" if value else ""
    return "" if value is None else str(value)


def as_json(value: Any) -> Any:
    """A value of a column as JSON says it."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
