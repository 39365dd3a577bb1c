"""The safe base of the Studio's pages: Flask-Admin's lists, closed by default (hazards A1–A8).

Of the routes Flask-Admin would open, only those that a view names exist: no inline edit, no export,
no look-up, no action, no details, no form over all columns. Each says the grant it needs; reading
and writing rows is done by services, in the transaction of the request.
"""

from __future__ import annotations

from typing import Any

from flask import abort, g, jsonify, request
from flask_admin import expose
from flask_admin.contrib.sqla import ModelView
from werkzeug.wrappers import Response

from app import clock, transaction
from app.extensions import db
from app.guard import needs_own
from app.services import studio
from app.services.catalogue_bindings import BY_TOP
from app.studio import entry_page
from app.studio.posted import tree

PAGE = 50
#: What Flask-Admin may route at all; the rest of its routes do not exist here.
OPEN = frozenset(
    {"index_view", "begin", "entry", "keep", "proof", "reason", "publish"}
    | {"versions", "revert", "retire", "withdraw", "pinned", "what_if"}
)


class EntryView(ModelView):  # type: ignore[misc]  # Flask-Admin is untyped here
    """One noun of the catalogue edited whole; a subclass says which."""

    #: Key of the noun in a package, and of one of it.
    top = ""
    noun = ""
    title: Any = ""
    can_create = can_edit = can_delete = can_export = can_view_details = False
    can_set_page_size = False
    simple_list_pager = True
    page_size = PAGE
    column_list = ("name",)
    column_default_sort = "key"
    form_columns = ()
    action_disallowed_list = ["delete"]

    def __init__(self) -> None:
        """Drop every route that is not named in OPEN before Flask-Admin makes them."""
        # Flask-Admin routes what its metaclass found; what is not named here is never routed (A2–A8).
        self._urls = [one for one in self._urls if one[1] in OPEN]
        super().__init__(
            BY_TOP[self.top].model,
            db,
            name=self.noun,
            endpoint=f"studio_{self.top}",
            url=f"/studio/{self.top}",
        )

    def scaffold_form(self) -> Any:
        """No form over columns: entries are drawn from the package format (app.studio.shapes)."""
        return self.form_base_class

    def _opened(self, key: str) -> studio.Opened:
        try:
            return studio.open_entry(transaction.session(), self.top, key)
        except KeyError:
            abort(404)

    @expose("/<string:key>/save", methods=["POST"])
    @needs_own("write")
    def keep(self, key: str) -> Response:
        """Keep what was typed. The answer says what stands, what is wrong where, what another typed."""
        opened = self._opened(key)
        try:
            posted = tree(request.form.items(multi=True))
        except ValueError:
            abort(400)
        read = entry_page.take(self, key, opened, posted, request.form.get("_mark", ""))
        saved = studio.save(
            transaction.session(), self.top, key, mine=read.content,
            base=request.form.get("_mark", ""), by=g.principal.username, now=clock.now(),
        )  # fmt: skip
        # Nothing is committed yet: the answer must say what will be read after it.
        transaction.session().flush()  # the preview reads the rows as they are now
        return jsonify(entry_page.answer(self, key, read, saved))
