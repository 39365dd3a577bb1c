"""Entries that the Studio edits whole: their pages lead there, and nobody edits past what waits there."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, g, redirect, url_for
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from app import transaction
from app.access import may
from app.services import studio


def address(top: str, key: str) -> str:
    """The page of an entry in the Studio; empty where there is none of its noun."""
    endpoint = f"studio_{top}.entry"
    return url_for(endpoint, key=key) if endpoint in current_app.view_functions else ""


class InStudio:
    """A page of one entry that has a place in the Studio."""

    def begins(self: Any) -> str:
        """Where a new one is begun, for those who may; empty where none can be."""
        endpoint = f"studio_{self.top}.begin"
        there = endpoint in current_app.view_functions
        writes = there and may(g.principal, f"{self.class_permission_name}.write")
        return url_for(f"studio_{self.top}.index_view") if writes else ""

    def more(self: Any, row: Any, names: Any) -> dict[str, Any]:
        """Where it is edited whole, for those who may."""
        top = self.place(row) if hasattr(self, "place") else self.top
        writes = may(g.principal, f"{self.class_permission_name}.write")
        found = address(top, row.key) if writes else ""
        return {**super().more(row, names), "studio": found}  # type: ignore[misc]  # the page it is mixed into


class PastTheStudio(InStudio):
    """A flat form over some columns of such an entry."""

    @expose("/edit/<string:pk>", methods=["GET", "POST"])
    @has_access
    def edit(self: Any, pk: str) -> Any:
        """The form; to the Studio where something typed there cannot stand yet."""
        row = self._row(pk)
        there = address(self.place(row), row.key)
        if not there or not studio.waits(transaction.session(), self.place(row), row.key):
            return super().edit(pk)  # type: ignore[misc]  # the page it is mixed into
        flash(_("It is being worked on in the Studio; go on there."), "warning")
        return redirect(there)
