"""Classes of appeals: the usual columns are edited here, the whole of a class in the Studio."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import transaction
from app.admin import fields, limits, words
from app.admin.base import READING, DictionaryView, of
from app.admin.cells import status
from app.admin.filters import Choice, Find, Retired
from app.admin.in_studio import PastTheStudio
from app.admin.sections import Section
from app.admin.versions import versions
from app.models import AppealClass
from app.services import naming
from app.services.composition import KINDS, versions_of


class AppealClassView(PastTheStudio, DictionaryView):
    """Classes of appeals and the one rectification of bad ratings."""

    datamodel = of(AppealClass)
    class_permission_name = "appeal"
    route_base = "/admin/appeals"
    title = _l("Appeal classes")
    about = _l("A change holds for appeals received after the class is published again.")
    names = ("departments", "sla", "people")
    base_permissions = ["can_list", "can_show", "can_edit"]
    include_route_methods = {*READING, "edit", "choose", "retire", "bulk"}
    list_columns = ["key", "name", "department", "promise", "legal"]
    show_columns = [
        "key", "name", "department", "promise", "legal", "extend", "closing", "reopen", "inquiry", "status",
    ]  # fmt: skip
    needed = ("rectification", "retired_at", "more")
    filters = (Find(noun="appeals"), Choice("department", words="departments"), Retired())
    order_columns = ["key", "name"]
    base_order = "key"
    top = "appeals"
    edit_columns = ["name", "department", "promise", "legal"]
    says = {
        "department": lambda row, names: naming.called(names, "departments", key=row.department),
        "promise": lambda row, names: limits.said(row.promise, names),
        "legal": lambda row, names: limits.said(row.legal, names),
        "extend": lambda row, _names: limits.extension(row.extend),
        "closing": lambda row, _names: _closing(row.closing),
        "reopen": lambda row, names: _reopening(row.reopen, names),
        "inquiry": lambda row, names: _inquiry(row.inquiry, names),
        "status": status,
    }
    label_columns = {
        "key": _l("Code"), "name": _l("Designation"), "department": _l("Department"), "promise": _l("Promised limit"),
        "legal": _l("Legal limit"), "extend": _l("Extension"), "closing": _l("Closing"), "reopen": _l("Reopening"),
        "inquiry": _l("Inquiry"), "status": _l("State"),
    }  # fmt: skip
    edit_form_extra_fields = {
        "name": fields.text(_l("Designation"), needed=True),
        "department": fields.reference(_l("Department"), "departments"),
        "promise": fields.limit(_l("Promised limit"), empty=_l("no limit set")),
        "legal": fields.limit(_l("Legal limit"), empty=_l("no limit set")),
    }

    def place(self, row: Any) -> str:
        """The rectification stands in this table under its own place."""
        return "rectification" if row.rectification else "appeals"

    def more(self, row: Any, names: naming.Names) -> dict[str, Any]:
        """Its steps, and what was published of it."""
        steps = [
            (step.get("name") or words.word(words.STEPS, step["step"]), words.word(words.ROLES, step.get("by")))
            for step in row.more.get("steps") or []
        ]  # fmt: skip
        published = versions_of(transaction.session(), KINDS[self.place(row)], row.key)
        sections = [
            Section(_("Steps"), (_("Steps"), _("By")), steps, numbered=True),
            versions(published, names),
        ]
        return {**super().more(row, names), "sections": sections}


#: What is said before anything has ended.
REGISTERED = {"registered": _l("when it is registered")}


def _closing(closing: dict[str, Any] | None) -> list[str]:
    """Which texts an outcome demands: 准予：解释说明，或指引."""
    return [
        _(
            "%(name)s: %(value)s",
            name=words.word({**words.OUTCOMES, **REGISTERED}, outcome),
            value=_(" or ").join(
                words.listed(words.word(words.CLOSING, text) for text in way) for way in ways
            ),
        )
        for outcome, ways in (closing or {}).items()
    ]


def _reopening(reopen: dict[str, Any] | None, names: naming.Names) -> str:
    if not reopen:
        return ""
    within, by = limits.said(reopen["within"], names), words.word(words.ROLES, reopen["by"])
    return _("within %(limit)s, by: %(role)s", limit=within, role=by)


def _inquiry(inquiry: dict[str, Any] | None, names: naming.Names) -> str:
    if not inquiry:
        return ""
    department = naming.called(names, "departments", key=inquiry["department"])
    limit = limits.said(inquiry.get("limit"), names)
    return words.listed([department, limit])
