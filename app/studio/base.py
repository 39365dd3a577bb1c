"""What is edited whole and published as a version: the list of such entries, the page of one, its preview."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import flash, g, redirect, render_template, request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, transaction
from app.guard import needs_own
from app.services import catalogue, studio, studio_options, versions
from app.services.entry_keys import make_key
from app.services.publish_check import ORDER
from app.services.sounds import sounds_like
from app.studio import entry_page, panel
from app.studio.entries import PAGE, EntryView
from app.studio.history import History
from app.studio.releases import Releases
from app.studio.whatif import WhatIf


class StudioView(History, Releases, WhatIf, EntryView):
    """One noun that is checked and published as a version."""

    @property
    def kind(self) -> str:
        """What a version of it is called."""
        return next(kind for kind, top in ORDER.items() if top == self.top)

    # -- the list ------------------------------------------------------------------------------

    @expose("/")
    @needs_own("read")
    def index_view(self) -> str:
        """Entries by name or key, with the version in force."""
        asked, page = asked_for(), _number(request.args.get("page", "0"))
        # One more than a page holds tells whether there is a next one; nothing is counted.
        _count, rows = self.get_list(page, None, None, None, [], page_size=PAGE + 1)
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

    def get_query(self) -> Any:
        """Entries whose name or key holds what is asked, or whose name sounds like it."""
        asked, model = asked_for(), self.model
        words = [one.icontains(asked, autoescape=True) for one in (model.name, model.key)]
        found = sa.or_(*words, sounds_like(self.top, model.key, asked=asked))
        query = super().get_query()
        return query.filter(found) if asked else query

    @expose("/new", methods=["POST"])
    @needs_own("write")
    def begin(self) -> Response:
        """A new entry: its name and whose it is are enough to begin with."""
        name, department = request.form.get("name", "").strip(), request.form.get("department", "")
        session = transaction.session()
        key = make_key(self.noun, name, taken=set(catalogue.keys_of(session, self.top)))
        made = {"name": name[:200], **self.fresh(department)}
        try:
            studio.open_new(
                session, self.top, key, content=made, by=g.principal.username, now=clock.now()
            )
        except ValueError:  # a name or a department is missing, or is none
            flash(_("Say what it is called and which department answers for it."), "danger")
            return redirect(url_for(f"{self.endpoint}.index_view"))
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

    @expose("/<string:key>/proof", methods=["GET", "POST"])
    @needs_own("read")
    def proof(self, key: str) -> str:
        """Check and preview alone, for the answers that are tried; a whole form is too long to ask by GET."""
        seen = panel.of(self, key, self._opened(key), request.values)
        return render_template("studio/panel.html", view=self, key=key, seen=seen)


def asked_for() -> str:
    """What is looked for; no database takes a NUL in a text."""
    return request.args.get("q", "")[:60].replace("\0", "").strip()


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0  # noqa: PLR2004 - no list has more pages
