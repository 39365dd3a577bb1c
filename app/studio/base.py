"""The safe base of the Studio's pages: Flask-Admin's lists, closed by default (hazards A1–A8).

Of the routes Flask-Admin would open, only those that a view names exist: no inline edit, no export,
no look-up, no action, no details, no form over all columns. Each says the grant it needs; reading
and writing rows is done by services, in the transaction of the request.
"""

from __future__ import annotations

from typing import Any

from flask import abort, flash, g, jsonify, redirect, render_template, request, url_for
from flask_admin import expose
from flask_admin.contrib.sqla import ModelView
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, transaction
from app.extensions import db
from app.guard import needs_own
from app.services import catalogue, studio, studio_options, versions
from app.services.catalogue_bindings import BY_TOP
from app.services.entry_keys import make_key
from app.services.publish_check import ORDER
from app.studio import entry_page, panel
from app.studio.history import History
from app.studio.posted import tree
from app.studio.releases import Releases
from app.studio.whatif import WhatIf

PAGE = 50
#: What Flask-Admin may route at all; the rest of its routes do not exist here.
OPEN = frozenset(
    {"index_view", "begin", "entry", "keep", "proof", "reason", "publish"}
    | {"versions", "revert", "retire", "withdraw", "pinned", "what_if"}
)


class StudioView(History, Releases, WhatIf, ModelView):  # type: ignore[misc]  # Flask-Admin is untyped here
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
    column_searchable_list = ("name", "key")
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

    @property
    def kind(self) -> str:
        """What a version of it is called."""
        return next(kind for kind, top in ORDER.items() if top == self.top)

    # -- the list ------------------------------------------------------------------------------

    @expose("/")
    @needs_own("read")
    def index_view(self) -> str:
        """Entries by name or key, with the version in force."""
        asked, page = request.args.get("q", "")[:60].strip(), _number(request.args.get("page", "0"))
        # One more than a page holds tells whether there is a next one; nothing is counted.
        _count, rows = self.get_list(page, None, None, asked, [], page_size=PAGE + 1)
        found = versions.in_force(
            transaction.session(), self.kind, [row.key for row in rows], at=clock.now()
        )
        departments = studio_options.departments(transaction.session())
        return render_template(
            "studio/list.html",
            view=self,
            rows=rows[:PAGE],
            more=len(rows) > PAGE,
            found=found,
            asked=asked,
            page=page,
            departments=departments,
        )

    @expose("/new", methods=["POST"])
    @needs_own("write")
    def begin(self) -> Response:
        """A new entry: its name and whose it is are enough to begin with."""
        name, department = request.form.get("name", "").strip(), request.form.get("department", "")
        if not name or not department:
            flash(_("Say what it is called and which department answers for it."), "danger")
            return redirect(url_for(f"{self.endpoint}.index_view"))
        session = transaction.session()
        key = make_key(self.noun, name, taken=set(catalogue.keys_of(session, self.top)))
        made = {"name": name[:200], **self.fresh(department)}
        studio.open_new(
            session, self.top, key, content=made, by=g.principal.username, now=clock.now()
        )
        return redirect(url_for(f"{self.endpoint}.entry", key=key))

    def fresh(self, department: str) -> dict[str, Any]:
        """What a new entry holds beside its name."""
        raise NotImplementedError

    # -- one entry -----------------------------------------------------------------------------

    @expose("/<string:key>")
    @needs_own("read")
    def entry(self, key: str) -> str:
        """One entry with everything in it, its check and its preview."""
        opened = self._opened(key)
        drawn = entry_page.draw(self, key, opened)
        seen = panel.of(self, key, opened, request.args)
        state = versions.standing(transaction.session(), self.kind, key, at=clock.now())
        return render_template(
            "studio/entry.html",
            view=self,
            key=key,
            opened=opened,
            form=drawn,
            seen=seen,
            state=state,
        )

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

    @expose("/<string:key>/proof", methods=["GET", "POST"])
    @needs_own("read")
    def proof(self, key: str) -> str:
        """Check and preview alone, for the answers that are tried; a whole form is too long to ask by GET."""
        seen = panel.of(self, key, self._opened(key), request.values)
        return render_template("studio/panel.html", view=self, key=key, seen=seen)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0  # noqa: PLR2004 - no list has more pages
