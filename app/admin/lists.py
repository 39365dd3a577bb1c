"""Generated lists and pages to read: closed by default, nothing shared between requests.

FAB makes the forms and the routes; reading, ordering, filtering and saving are done here, because
the stock views keep filters on a shared object, forget the row rules in actions, related tabs and
downloads, order and filter by hidden columns, and call a failed save a success. What is not listed
in a view's columns does not exist for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from types import SimpleNamespace
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask import abort, g, request, url_for
from flask_appbuilder import ModelView
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access

from app import clock, transaction
from app.access import POLICIES
from app.admin import bar, filters, keyset
from app.admin.cells import Cell, cell, row_of
from app.admin.exports import Exporting
from app.admin.plain import PlainRows
from app.services import naming

PAGE = 25
UNPROCESSABLE = 422
#: Routes that change nothing → what they need. Who reads a dictionary may take it out: there is
#: nothing personal in one.
READING = {"list": "list", "show": "show", "export": "list"}
#: What a column's words are made of: the row's values as this reader may see them, and the names.
Say = Callable[[Any, naming.Names], Any]


class Kept(NamedTuple):
    """What the address of a list asks: values by argument, the order, where the page begins."""

    given: dict[str, str]
    order: str
    after: str


class SafeModelView(Exporting, PlainRows, ModelView):
    """A list and a page of one noun; a subclass names its columns and opens what it needs."""

    #: The noun of the policy that limits the rows; empty where the grant alone decides.
    policy = ""
    #: Columns of the list, of one row's page, to filter by, to order by; "-" in front is downwards.
    list_columns: list[str] = []
    show_columns: list[str] = []
    #: Columns of the file that the list is taken out as; those of one row's page where it is empty.
    export_columns: list[str] = []
    filters: tuple[Any, ...] = ()
    order_columns: list[str] = ["id"]
    base_order = "id"
    #: Column → its words, where the value alone does not say it; what else they are made of.
    says: Mapping[str, Say] = {}
    needed: tuple[str, ...] = ()
    #: Name → expression read beside the columns (the number of a row's case).
    beside: Mapping[str, Any] = {}
    #: Nouns whose names the words use.
    names: tuple[str, ...] = ()
    #: Columns that are figures and days, never broken; columns cut where they are long.
    figures: frozenset[str] = frozenset()
    search_columns: list[str] = []
    add_columns: list[str] = []
    edit_columns: list[str] = []
    base_permissions = ["can_list", "can_show"]
    include_route_methods = {"list", "show"}
    title: Any = ""
    #: One sentence under the title.
    about: Any = ""
    related_views: list[Any] = []

    def __init__(self, **more: Any) -> None:
        """Closed: what a subclass does not name is not there."""
        self.list_title = self.title  # FAB would make an English one, and take it for the title
        self.searched = tuple(
            filters.Equals(one) if isinstance(one, str) else one for one in self.filters
        )
        super().__init__(**more)
        self.search_columns = []  # FAB fills it with every column where it is empty

    # -- reading -------------------------------------------------------------------------------

    @expose("/list/")
    @has_access
    def list(self) -> Any:
        """One page of rows: what it is filtered by, an allowed order, keyset."""
        kept, now = self._kept(), clock.now()
        where, wrong = filters.clauses(self.searched, self.datamodel.obj, kept.given, now=now)
        rows = [] if wrong else self._page(kept, where)
        names = naming.names(transaction.session(), *self.names)
        page = self.render_template(
            "admin/list.html",
            view=self,
            rows=[self._shown(row, self.list_columns, names) for row in rows[:PAGE]],
            kept=kept,
            bar=bar.bar(self, kept, wrong, names=names) if self.searched else "",
            row_of=row_of,
            after=self._following(rows, kept.order),
        )
        return page, UNPROCESSABLE if wrong else 200

    def _kept(self) -> Kept:
        """Read the address; a column that is not offered is a bad request, not an oracle."""
        order = request.args.get("order") or self.base_order
        if order.removeprefix("-") not in self.order_columns and order != self.base_order:
            abort(400)
        offered = filters.arguments(self.searched)
        if set(request.args) - {"order", "after", *offered}:
            abort(400)
        # Cut rather than refused: a pasted line too long finds nothing, which is the truth.
        given = {name: value[: keyset.LONGEST] for name, value in request.args.items() if value}
        # PostgreSQL takes no NUL in a text; SQLite does, and the test machine would not notice.
        if any("\0" in value for value in given.values()):
            abort(400)
        return Kept({k: v for k, v in given.items() if k in offered}, order, given.get("after", ""))

    def _page(self, kept: Kept, where: list[Any]) -> list[Any]:
        """The rows of one page and one more, which tells that another follows."""
        model, descending = self.datamodel.obj, kept.order.startswith("-")
        column = self._mapped(kept.order.removeprefix("-"))
        if kept.after:
            try:
                place = keyset.read(kept.after, column, ident=self._id)
            except ValueError:
                abort(400)
            where = [*where, keyset.beyond(column, self._id, place, descending=descending)]
        order = keyset.order(column, self._id, descending=descending)
        query = self._reading(self.list_columns).where(*self._rules(), *where).select_from(model)
        return [*transaction.session().execute(query.order_by(*order).limit(PAGE + 1))]

    def _following(self, rows: Any, order: str) -> str:
        """Where the next page begins; empty where there is none."""
        if len(rows) <= PAGE:
            return ""
        last, name = rows[PAGE - 1], order.removeprefix("-")
        return keyset.written(last.id, None if name == "id" else getattr(last, name))

    @property
    def _id(self) -> Any:
        return self.datamodel.obj.__table__.c.id

    def _mapped(self, name: str) -> Any:
        return self.datamodel.obj.__table__.c[name]

    def _reading(self, columns: Any) -> sa.Select[Any]:
        """The statement for these columns: plain values, no entities, nothing that is not shown."""
        table = self.datamodel.obj.__table__.c
        wanted = dict.fromkeys(("id", "retired_at", *self.needed, *columns))
        order = [name for name in self.order_columns if columns is self.list_columns]
        found = [table[name] for name in dict.fromkeys((*wanted, *order)) if name in table]
        return sa.select(*found, *(what.label(name) for name, what in self.beside.items()))

    def _rules(self) -> list[Any]:
        """The row rules of the noun, asked anew for every request."""
        return [POLICIES[self.policy].rows(g.principal)] if self.policy else []

    def _row(self, pk: str, *, locked: bool = False) -> Any:
        """One row as an entity, to be written; ``locked`` against whoever would write it meanwhile."""
        query = sa.select(self.datamodel.obj).where(*self._where(pk))
        row = transaction.session().execute(query.with_for_update() if locked else query)
        return row.scalar_one_or_none() or abort(404)

    def _where(self, pk: str) -> list[Any]:
        """One row by its id, through the row rules: another's row is not there."""
        try:
            return [self._id == keyset.number(str(pk)), *self._rules()]
        except ValueError:
            abort(404)

    def _shown(self, row: Any, columns: Any, names: naming.Names) -> dict[str, Any]:
        """The row's allowed columns, masked for this reader, in words."""
        values = dict(row._mapping)
        if self.policy:
            values = POLICIES[self.policy].mask(g.principal, values)
        seen = SimpleNamespace(**values)
        found: dict[str, Cell] = {
            name: cell(self.says[name](seen, names) if name in self.says else values.get(name))
            for name in columns
        }
        rest = [*found.values()][1:]
        retired = values.get("retired_at") is not None
        return {"pk": row.id, "cells": found, "rest": rest, "retired": retired}

    @expose("/show/<string:pk>")
    @has_access
    def show(self, pk: str) -> Any:
        """One row."""
        model, session = self.datamodel.obj, transaction.session()
        query = self._reading(self.show_columns).where(*self._where(pk)).select_from(model)
        row = session.execute(query).one_or_none()
        if row is None:
            abort(404)
        names = naming.names(session, *self.names)
        return self.render_template(
            "admin/show.html",
            view=self,
            row=self._shown(row, self.show_columns, names),
            **self.more(row, names),
        )

    def more(self, row: Any, names: naming.Names) -> dict[str, Any]:  # noqa: ARG002 - what a subclass needs
        """What a row's page shows besides its columns: ``sections``, ``uses``."""
        return {}

    # -- words ---------------------------------------------------------------------------------

    @cached_property
    def _head(self) -> str:
        """The column that names a row on its own page: its number, else its name."""
        found = (name for name in ("number", "name") if name in self.show_columns)
        return next(found, self.show_columns[0])

    def head(self, row: Mapping[str, Any]) -> str:
        """What a row's page is called."""
        return str(row["cells"][self._head]) or str(row["cells"][self.show_columns[0]])

    def label(self, name: str) -> str:
        """A column's or a filter's words."""
        return str(self.label_columns.get(name, name))

    def address(self, kept: Kept, **changes: str) -> str:
        """The address of this list with what is kept, something of it changed."""
        order = changes.get("order", kept.order)
        asked = {"order": order if order != self.base_order else "", **changes, **kept.given}
        return url_for(f"{self.endpoint}.list", **{k: v for k, v in asked.items() if v})
