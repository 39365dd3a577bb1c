"""The generated views as resources: read by filters and pages, kept up by the forms of their pages.

FAB's ``ModelRestApi`` is not used: it keeps filters on a shared object, asks no row rule when it
writes, and shows related rows of everybody. The views themselves answer, as data (app.admin.plain).
"""

from __future__ import annotations

from typing import Any

from flask import Response, abort, url_for
from flask_appbuilder.api import BaseApi
from flask_appbuilder.baseviews import expose

from app import problems
from app.api import base
from app.domain.refusal import Refused
from app.guard import needs_own

#: Last part of a page's address → its resource; what is not named here is none.
RESOURCES = (
    "departments", "windows", "documents", "sla", "patterns", "appeals", "templates", "acknowledged", "items", "themes",
    "calendars", "workplaces", "cases", "tasks", "papers",
)  # fmt: skip
READ = {"get_list", "get_one"}
#: Of these one alone is its case and more than its row (app.api.cases).
LISTED = ("cases", "tasks", "papers")
KEEP = {"add", "edit", "retire", "restore"}


class DictionaryApi(BaseApi):
    """One generated view for programs; ``view`` is the page's own object."""

    view: Any = None
    noun = ""
    base_permissions: list[str] = []

    @expose("", methods=["GET"])
    @needs_own("read")
    def get_list(self) -> Response:
        """A page of rows."""
        asked, size = base.asked(), base.size()
        try:
            found = self.view.plain_page(asked, size=size)
        except ValueError as unknown:
            base.stop(base.wrong_argument(str(unknown)[: base.LONGEST]))
        if found.wrong:
            return problems.wrong(base.fields(found.wrong))
        return base.page(found.rows, found.after)

    @expose("/<string:key>", methods=["GET"])
    @needs_own("read")
    def get_one(self, key: str) -> Response:
        """One row by its key."""
        try:
            found = self.view.plain_one(_plain(key))
        except ValueError:
            abort(404)
        return base.answer(found.row or abort(404), etag=found.stamp)

    @expose("", methods=["POST"])
    @needs_own("write")
    def add(self) -> Response:
        """A new row; the same sent again is the same row."""
        made = self.view.plain_add(base.sent())
        if made.wrong:
            return problems.wrong(base.fields(made.wrong))
        where = url_for(f"{self.endpoint}.get_one", key=made.row[self.view.plain_key()])
        return base.answer(made.row, 201, headers={"Location": where, "ETag": f'"{made.stamp}"'})

    @expose("/<string:key>", methods=["PATCH"])
    @needs_own("write")
    def edit(self, key: str) -> Response:
        """Change what is sent, keep the rest."""
        return self._done(self.view.plain_edit(_plain(key), base.sent(), stamp=base.matched()))

    @expose("/<string:key>/retire", methods=["POST"])
    @needs_own("write")
    def retire(self, key: str) -> Response:
        """No longer for new work; what uses it keeps it."""
        return self._retired(key, again=False)

    @expose("/<string:key>/restore", methods=["POST"])
    @needs_own("write")
    def restore(self, key: str) -> Response:
        """In use again."""
        return self._retired(key, again=True)

    def _retired(self, key: str, *, again: bool) -> Response:
        try:
            return self._done(self.view.plain_retire(_plain(key), again=again))
        except Refused as refused:
            return base.refused(refused.refusal)

    @staticmethod
    def _done(found: Any) -> Response:
        if found.stale:
            return problems.answer(412, headers={"ETag": f'"{found.stamp}"'})
        if found.wrong:
            return problems.wrong(base.fields(found.wrong))
        return base.answer(found.row or abort(404), headers={"ETag": f'"{found.stamp}"'})


def _plain(key: str) -> str:
    return abort(404) if "\0" in key or len(key) > base.LONGEST else key


def register(appbuilder: Any) -> None:
    """A resource for each of the views named above."""
    for view in [*appbuilder.baseviews]:
        name = str(getattr(view, "route_base", "")).rpartition("/")[2]
        if name in RESOURCES and hasattr(view, "plain_page"):
            appbuilder.add_view_no_menu(_of(view, name))


def is_kept(view: Any) -> bool:
    """Whether programs may write it: what the Studio edits whole is read only."""
    return "retire" in view.include_route_methods and not hasattr(view, "begins")


def _routes(view: Any, name: str) -> set[str]:
    if name in LISTED:
        return {"get_list"}
    return READ | (KEEP if is_kept(view) else set())


def _of(view: Any, name: str) -> type[DictionaryApi]:
    """A class of its own for each: FAB knows views by their class."""
    said = {
        "view": view,
        "noun": view.class_permission_name,
        "class_permission_name": view.class_permission_name,
        "route_base": f"{base.ROOT}/{name}",
        "resource_name": name,
        "include_route_methods": _routes(view, name),
    }
    return type(f"{type(view).__name__}Api", (DictionaryApi,), said)
