"""Named patterns: what an answer must look like, written once and named by the fields that want it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.admin import fields
from app.admin.base import READING, DictionaryView, of
from app.admin.cells import status
from app.admin.editing import Problems
from app.admin.filters import Find, Retired
from app.models import NamedPattern
from app.services import patterns


class NamedPatternView(DictionaryView):
    """Patterns that fields name; whether one can be read is tried before it is saved."""

    datamodel = of(NamedPattern)
    class_permission_name = "pattern"
    route_base = "/admin/patterns"
    title = _l("Named patterns")
    include_route_methods = {*READING, "add", "edit", "retire", "bulk"}
    about = _l(
        "What an answer must look like. A field names a pattern; what is published keeps its own."
    )
    top = "patterns"
    names = ("people",)
    list_columns = ["key", "message", "expression"]
    show_columns = [*list_columns, "status"]
    needed = ("more", "retired_at")
    filters = (
        Find(noun="patterns", columns=(NamedPattern.more["message"].as_string(),)),
        Retired(),
    )
    order_columns = ["key"]
    base_order = "key"
    edit_columns = ["message", "expression"]
    add_columns = ["key", *edit_columns]
    inside = {"message": ("more", "message"), "expression": ("more", "expression")}
    says = {
        "message": lambda row, _names: row.more.get("message"),
        "expression": lambda row, _names: row.more.get("expression"),
        "status": status,
    }
    label_columns = {
        "key": _l("Code"), "message": _l("What is said where it does not fit"), "expression": _l("Pattern"), "status": _l("State"),
    }  # fmt: skip
    edit_form_extra_fields = {
        "message": fields.text(_l("What is said where it does not fit"), needed=True, about=_l("To whoever typed the answer: what is expected, with an example.")),
        "expression": fields.text(_l("Pattern"), needed=True, longest=patterns.LONGEST, about=_l("Of the whole answer, as RE2 writes it: [A-Z]\\d{9} is a capital and nine digits.")),
    }  # fmt: skip
    add_form_extra_fields = {"key": fields.key(_l("Code")), **edit_form_extra_fields}

    def problems(self, form: Any, row: Any) -> Problems:  # noqa: ARG002 - the expression alone tells
        """A pattern that cannot be read would stop everybody who answers."""
        why = patterns.problem(form.expression.data)
        if why:
            yield "expression", _("This pattern cannot be read: %(why)s.", why=why)
