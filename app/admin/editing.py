"""Flat dictionaries that the catalogue administrator adds to, edits and retires on generated pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from flask import flash, g, redirect, request, url_for
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from app import clock, transaction
from app.admin import fields, words
from app.admin.bulk import Bulk
from app.admin.choosing import Choosing
from app.admin.lists import READING, UNPROCESSABLE, SafeModelView
from app.admin.plain import PlainDictionary
from app.admin.storing import Storing, inner
from app.admin.uses import used
from app.models import JournalEntry
from app.services import naming, retiring

CONFLICT = 409
Problems = Iterator[tuple[str, str]]


class DictionaryView(Bulk, Choosing, Storing, PlainDictionary, SafeModelView):
    """A flat dictionary that the catalogue administrator adds to, edits and retires."""

    base_permissions = ["can_list", "can_show", "can_add", "can_edit"]
    include_route_methods = {*READING, "add", "edit", "choose", "retire", "bulk"}
    method_permission_name = {
        **READING, "add": "add", "edit": "edit", "choose": "edit", "retire": "edit", "bulk": "edit",
    }  # fmt: skip
    #: The column that names a row for ever: set when it is added, never edited.
    natural_key = "key"
    #: Its place in a package, by which services know what uses a row; empty where nothing refers to it.
    top = ""
    #: Columns of one JSON mapping that the form shows as fields of their own: field → (column, key, or key.key of one within it).
    inside: Mapping[str, tuple[str, str]] = {}

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> Any:
        """A new row; what is wrong is said beside its field. Pressed twice, it is there once."""
        form, posted = self._filled(self.add_form), request.method == "POST"
        if not (posted and form.validate() and self._is_right(form, None)):
            return self._form(form, None, UNPROCESSABLE if posted else 200)
        # Pressed twice is no error: the second press finds its own row and shows it.
        there = self._twin(form)
        if there is not None and self._says_the_same(form, there):
            return self._saved(there)
        if there is not None:
            said = _("%(key)s is there already: %(name)s.", key=self._key(there), name=there)
            form[self.natural_key].errors = [said]
            return self._form(form, None, UNPROCESSABLE)
        return self._save(form, None)

    @expose("/edit/<string:pk>", methods=["GET", "POST"])
    @has_access
    def edit(self, pk: str) -> Any:
        """An existing row; a form that somebody overtook is told so and loses nothing."""
        posted = request.method == "POST"
        # Locked before the stamp is compared: else two would both find it fresh.
        row = self._row(pk, locked=posted)
        form = self._filled(self.edit_form, row)
        if not posted:
            return self._form(form, row, 200)
        # Before validating: what is wrong with an overtaken form is not what its typist must hear.
        if request.form.get("stamp") != self.stamp(row):
            return self._form(form, row, CONFLICT)
        if not (form.validate() and self._is_right(form, row)):
            return self._form(form, row, UNPROCESSABLE)
        return self._save(form, row)

    @expose("/retire/<string:pk>", methods=["POST"])
    @has_access
    def retire(self, pk: str) -> Any:
        """No longer for new work; what uses it keeps it (R98). ``again`` takes it back into use."""
        row, session = self._row(pk, locked=True), transaction.session()
        key = self._key(row)
        if request.form.get("again"):
            retiring.restore(session, self.place(row), key)
            flash(_("%(name)s is in use again.", name=row), "good")
        else:
            retiring.retire(session, self.place(row), key, by=g.principal.username, now=clock.now())
            flash(_("%(name)s is retired. What uses it keeps it.", name=row), "good")
        return redirect(url_for(f"{self.endpoint}.show", pk=row.id))

    # -- what a subclass says ------------------------------------------------------------------

    def empty(self) -> dict[str, Any]:
        """Columns that no form fills."""
        return {"more": {}}

    def problems(self, form: Any, row: Any) -> Problems:  # noqa: ARG002 - what a subclass needs
        """(field, what is wrong with it) where one field alone does not tell."""
        return iter(())

    def place(self, row: Any) -> str:  # noqa: ARG002 - of a table that holds two nouns
        """The row's place in a package."""
        return self.top

    # -- the form ------------------------------------------------------------------------------

    def _filled(self, kind: Any, row: Any = None, *, posted: Any = None) -> Any:
        """The form of this request: as posted, else as the row is; its references may be chosen."""
        if posted is not None:
            form = kind(formdata=posted, obj=row)
        else:
            form = kind.refresh(obj=row) if row is not None else kind.refresh()
        names = naming.names(transaction.session(), *fields.nouns(form))
        if row is not None and not form.is_submitted():
            for name, (column, key) in self.inside.items():
                form[name].process_data(inner(getattr(row, column), key))
        own = self._key(row) if row is not None else None
        fields.offer(form, names, without=own)
        self.reachable(form, without=own or "")
        return form

    def _is_right(self, form: Any, row: Any) -> bool:
        """Whether the fields fit together; each problem stands at its field."""
        wrong = list(self.problems(form, row))
        for name, said in wrong:
            form[name].errors = [*form[name].errors, said]
        return not wrong

    def _form(self, form: Any, row: Any, status: int) -> Any:
        columns = self.add_columns if row is None else self.edit_columns
        page = self.render_template(
            "admin/form.html",
            view=self,
            form=form,
            row=row,
            stamp=self.stamp(row) if row is not None else "",
            columns=columns,
            stale=status == CONFLICT,
            **(self._overtaken(form, row) if status == CONFLICT else {}),
        )
        return page, status

    def _overtaken(self, form: Any, row: Any) -> dict[str, Any]:
        """Who was faster, when, and in what the two differ."""
        names = naming.names(transaction.session(), "people")
        return {"theirs": self._theirs(form, row), **self._last(row, names)}

    def _theirs(self, form: Any, row: Any) -> list[tuple[Any, str, str]]:
        """(label, what was filled in, what stands there now) of every field in which they differ."""
        now = self.edit_form(formdata=None, obj=row)
        names = naming.names(transaction.session(), *fields.nouns(now))
        for name, (column, key) in self.inside.items():
            now[name].process_data(inner(getattr(row, column), key))
        fields.offer(now, names)
        said = [
            (form[name].label.text, fields.said(form[name]), fields.said(now[name]))
            for name in self.edit_columns
        ]
        return [line for line in said if line[1] != line[2]]

    # -- writing -------------------------------------------------------------------------------

    def _save(self, form: Any, row: Any) -> Any:
        """Write what the form says; a refusal of the database is an error, never a success."""
        # Read before: the rollback after a refusal takes the row's state away.
        ident = None if row is None else sa.inspect(row).identity[0]
        stored = self.store(form, row)
        if stored is not None:
            return self._saved(stored)
        field = form[(self.add_columns if row is None else self.edit_columns)[0]]
        field.errors = [_("The database refuses this: a row like it was saved just before.")]
        return self._form(form, None if row is None else self._row(str(ident)), UNPROCESSABLE)

    def _saved(self, row: Any) -> Any:
        flash(_("%(name)s is saved.", name=row), "good")
        return redirect(url_for(f"{self.endpoint}.show", pk=row.id))

    def _key(self, row: Any) -> str:
        return str(getattr(row, self.natural_key))

    def key_of(self, row: Mapping[str, Any]) -> str:
        """The natural key of a row as its page shows it."""
        return str(row["cells"][self.natural_key])

    # -- the row's page ------------------------------------------------------------------------

    def more(self, row: Any, names: naming.Names) -> dict[str, Any]:
        """What uses the row, and who changed it last."""
        session, place = transaction.session(), self.place(row)
        uses = retiring.users(session, place, self._key(row)) if place else None
        return {"uses": uses, "used": used(uses, session), **self._last(row, names)}

    def _last(self, row: Any, names: naming.Names) -> dict[str, Any]:
        """The journal's newest entry about a row: when, and by whom."""
        noun = getattr(self.datamodel.obj, "__journal__", "")
        query = (
            sa.select(JournalEntry.at, JournalEntry.by)
            .where(JournalEntry.noun == noun, JournalEntry.ref == self.reference(row))
            .order_by(JournalEntry.id.desc())
        )
        last = transaction.session().execute(query.limit(1)).one_or_none()
        return {"last": last, "who": words.person(names, last.by) if last else ""}

    def reference(self, row: Any) -> str:
        """By what the journal calls a row."""
        return self._key(row)
