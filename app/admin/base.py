"""The safe base of every generated view: closed by default, nothing shared between requests.

FAB makes the forms and the routes; reading, ordering, filtering and saving are done here, because
the stock views keep filters on a shared object, forget the row rules in actions, related tabs and
downloads, order and filter by hidden columns, and call a failed save a success. What is not listed
in a view's columns does not exist for it.
"""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask import abort, flash, g, redirect, request, url_for
from flask_appbuilder import ModelView
from flask_appbuilder.baseviews import expose
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app import clock, transaction
from app.access import POLICIES
from app.admin.cells import cell

PAGE = 25
LONGEST = 200
#: Digits of the largest id a database holds.
DIGITS = 18


class Kept(NamedTuple):
    """What the address of a list asks: equal values by column, the order, where the page begins."""

    equals: dict[str, str]
    order: str
    after: str


class SafeModelView(ModelView):
    """A list and a page of one noun; a subclass names its columns and opens what it needs."""

    #: The noun of the policy that limits the rows; empty where the grant alone decides.
    policy = ""
    #: Columns of the list, of one row's page, to filter by equality, to order by.
    list_columns: list[str] = []
    show_columns: list[str] = []
    filters: tuple[str, ...] = ()
    search_columns: list[str] = []
    add_columns: list[str] = []
    edit_columns: list[str] = []
    order_columns: list[str] = ["id"]
    base_permissions = ["can_list", "can_show"]
    include_route_methods = {"list", "show"}
    title: Any = ""
    related_views: list[Any] = []

    def __init__(self, **more: Any) -> None:
        """Closed: what a subclass does not name is not there."""
        self.search_columns = []
        self.list_title = self.title  # FAB would make an English one, and take it for the title
        super().__init__(**more)

    # -- reading -------------------------------------------------------------------------------

    @expose("/list/")
    @has_access
    def list(self) -> Any:
        """One page of rows: filters by equality, an allowed order, keyset."""
        kept = self._kept()
        rows = self._page(kept)
        more = len(rows) > PAGE
        rows = rows[:PAGE]
        return self.render_template(
            "admin/list.html",
            view=self,
            rows=[self._shown(row, self.list_columns) for row in rows],
            kept=kept,
            after=rows[-1].id if more else None,
        )

    def _kept(self) -> Kept:
        """Read the address; a column that is not offered is a bad request, not an oracle."""
        order = request.args.get("order", "")
        if order.removeprefix("-") not in ("", *self.order_columns):
            abort(400)
        unknown = set(request.args) - {"order", "after", *self.filters}
        if unknown:
            abort(400)
        equals = {
            name: request.args[name][:LONGEST] for name in self.filters if request.args.get(name)
        }
        return Kept(equals, order, request.args.get("after", "")[:20])

    def _page(self, kept: Kept) -> list[Any]:
        model = self.datamodel.obj
        query = sa.select(model).where(*self._rules())
        query = query.where(*(getattr(model, name) == value for name, value in kept.equals.items()))
        descending = kept.order.startswith("-")
        if kept.after:
            place = self._number(kept.after)
            query = query.where(model.id < place if descending else model.id > place)
        column = getattr(model, kept.order.removeprefix("-") or "id")
        order = (column.desc(), model.id.desc()) if descending else (column, model.id)
        return [*transaction.session().execute(query.order_by(*order).limit(PAGE + 1)).scalars()]

    @staticmethod
    def _number(text: str) -> int:
        if not text.isdecimal() or len(text) > DIGITS:
            abort(400)
        return int(text)

    def _rules(self) -> list[Any]:
        """The row rules of the noun, asked anew for every request."""
        return [POLICIES[self.policy].rows(g.principal)] if self.policy else []

    def _row(self, pk: str) -> Any:
        """One row by its id, through the row rules: another's row is not there."""
        model = self.datamodel.obj
        query = sa.select(model).where(model.id == self._number(pk), *self._rules())
        row = transaction.session().execute(query).scalar_one_or_none()
        if row is None:
            abort(404)
        return row

    def _shown(self, row: Any, columns: list[str]) -> dict[str, Any]:
        """The row's allowed columns, masked for this reader, in words."""
        values = POLICIES[self.policy].mask(g.principal, row) if self.policy else {}
        found = {name: cell(values.get(name, getattr(row, name))) for name in columns}
        return {
            "pk": row.id,
            "cells": found,
            "retired": getattr(row, "retired_at", None) is not None,
        }

    @expose("/show/<string:pk>")
    @has_access
    def show(self, pk: str) -> Any:
        """One row."""
        row = self._row(pk)
        return self.render_template(
            "admin/show.html", view=self, row=self._shown(row, self.show_columns)
        )

    def label(self, name: str) -> str:
        """A column's words."""
        return str(self.label_columns.get(name, name))


class DictionaryView(SafeModelView):
    """A flat dictionary that the catalogue administrator adds to, edits and retires."""

    base_permissions = ["can_list", "can_show", "can_add", "can_edit"]
    include_route_methods = {"list", "show", "add", "edit", "retire"}
    method_permission_name = {
        "list": "list",
        "show": "show",
        "add": "add",
        "edit": "edit",
        "retire": "edit",
    }
    #: The column that names a row for ever: set when it is added, never edited.
    natural_key = "key"

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> Any:
        """A new row; what is wrong is said beside its field."""
        form = self.add_form.refresh(request.form)
        if request.method == "POST" and form.validate():
            row = self.datamodel.obj(**self.empty())
            return self._save(form, row, self.add_columns, new=True)
        return self._form(form, None, 422 if form.errors else 200)

    @expose("/edit/<string:pk>", methods=["GET", "POST"])
    @has_access
    def edit(self, pk: str) -> Any:
        """An existing row; a form that somebody overtook is told so and loses nothing."""
        row = self._row(pk)
        if request.method == "GET":
            return self._form(self.edit_form.refresh(obj=row), row, 200)
        form = self.edit_form.refresh(request.form)
        if request.form.get("stamp") != self.stamp(row):
            flash(
                _(
                    "Somebody changed this row after you opened it. What you filled in is still here: compare, then save again."
                ),
                "warning",
            )
            return self._form(form, row, 409)
        if not form.validate():
            return self._form(form, row, 422)
        return self._save(form, row, self.edit_columns, new=False)

    @expose("/retire/<string:pk>", methods=["POST"])
    @has_access
    def retire(self, pk: str) -> Any:
        """No longer for new work; what uses it keeps it (R98). Pressed again, it is back."""
        row = self._row(pk)
        row.retired_at = None if row.retired_at else clock.now()
        flash(
            _("%(name)s is retired.", name=row)
            if row.retired_at
            else _("%(name)s is in use again.", name=row),
            "good",
        )
        return redirect(url_for(f"{self.endpoint}.list"))

    def empty(self) -> dict[str, Any]:
        """Columns that no form fills."""
        return {"more": {}}

    def stamp(self, row: Any) -> str:
        """A mark of the row as it is: the form carries it back."""
        values = [str(getattr(row, name)) for name in self.edit_columns]
        return hashlib.sha256("\0".join(values).encode()).hexdigest()[:16]

    def _save(self, form: Any, row: Any, columns: list[str], *, new: bool) -> Any:
        """Write exactly the listed columns; a refusal of the database is an error, never a success."""
        for name in columns:
            value = form[name].data
            setattr(row, name, value if isinstance(value, bool | int) else value or None)
        session = transaction.session()
        if new:
            session.add(row)
        try:
            session.flush()  # the database's refusal must come while the form can still be shown
        except IntegrityError:
            transaction.rollback()
            flash(
                _(
                    "This could not be saved: the key is there already, or something required is missing."
                ),
                "danger",
            )
            return self._form(form, None if new else self._row(str(row.id)), 422)
        flash(_("%(name)s is saved.", name=row), "good")
        return redirect(url_for(f"{self.endpoint}.list"))

    def _form(self, form: Any, row: Any, status: int) -> Any:
        page = self.render_template(
            "admin/form.html",
            view=self,
            form=form,
            row=row,
            stamp=self.stamp(row) if row is not None else "",
            columns=self.edit_columns if row is not None else self.add_columns,
        )
        return page, status


def of(model: Any) -> SQLAInterface:
    """FAB's interface to a table."""
    return SQLAInterface(model)
