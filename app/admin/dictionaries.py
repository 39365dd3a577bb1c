"""The flat dictionaries of the catalogue, and items and themes to read."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app.admin import fields
from app.admin.base import DictionaryView, SafeModelView, of
from app.models import (
    AppealClass,
    CalendarRevision,
    Department,
    DocumentType,
    PaperTemplate,
    ServiceItem,
    SlaClass,
    Theme,
)

KINDS = {
    "form": _l("form"), "certificate": _l("certificate"), "proof": _l("proof"), "drawing": _l("drawing"), "report": _l("report"),
    "rules": _l("rules"), "photo": _l("photo"), "bank": _l("bank account"), "other": _l("other"),
}  # fmt: skip
SOURCES = {
    "applicant": _l("applicant"),
    "government": _l("government"),
    "third_party": _l("third party"),
}
UNITS = {
    "immediate": _l("at once"), "working_minute": _l("working minutes"), "working_hour": _l("working hours"), "working_day": _l("working days"),
    "natural_day": _l("natural days"),
}  # fmt: skip


class DepartmentView(DictionaryView):
    """Departments and windows."""

    datamodel = of(Department)
    class_permission_name = "department"
    route_base = "/admin/departments"
    title = _l("Departments")
    natural_key = "code"
    list_columns = ["code", "name", "short_name", "parent", "window", "retired_at"]
    show_columns = list_columns
    filters = ("code", "parent")
    order_columns = ["id", "code", "name"]
    add_columns = ["code", "name", "short_name", "parent", "window"]
    edit_columns = ["name", "short_name", "parent", "window"]
    label_columns = {
        "code": _l("Code"),
        "name": _l("Name"),
        "short_name": _l("Short name"),
        "parent": _l("Belongs to"),
        "window": _l("General window"),
        "retired_at": _l("Retired"),
    }
    _made = {
        "name": fields.text(_l("Name"), needed=True),
        "short_name": fields.text(_l("Short name")),
        "parent": fields.text(_l("Belongs to")),
        "window": BooleanField(_l("General window")),
    }
    add_form_extra_fields = {"code": fields.key(_l("Code")), **_made}
    edit_form_extra_fields = _made


class DocumentTypeView(DictionaryView):
    """The catalogue of papers with their review points."""

    datamodel = of(DocumentType)
    class_permission_name = "document_type"
    route_base = "/admin/documents"
    title = _l("Document catalogue")
    list_columns = ["key", "name", "kind", "source", "folds_into", "points", "retired_at"]
    show_columns = [
        "key",
        "name",
        "kind",
        "source",
        "standard_code",
        "folds_into",
        "made_by",
        "points",
        "sample",
        "blank_form",
        "retired_at",
    ]
    filters = ("key", "kind", "source", "folds_into")
    order_columns = ["id", "key", "name"]
    edit_columns = [
        "name",
        "kind",
        "source",
        "standard_code",
        "folds_into",
        "points",
        "sample",
        "blank_form",
    ]
    add_columns = ["key", *edit_columns]
    label_columns = {
        "key": _l("Key"), "name": _l("Name"), "kind": _l("Kind"), "source": _l("Source"), "standard_code": _l("Standard code"), "folds_into": _l("Folds into"),
        "made_by": _l("Made by"), "points": _l("Review points"), "sample": _l("Sample"), "blank_form": _l("Blank form"), "retired_at": _l("Retired"),
    }  # fmt: skip
    _made = {
        "name": fields.text(_l("Name"), needed=True), "kind": fields.word(_l("Kind"), "document_kind", KINDS), "source": fields.word(_l("Source"), "document_source", SOURCES),
        "standard_code": fields.text(_l("Standard code"), longest=64), "folds_into": fields.text(_l("Folds into"), longest=64),
        "points": fields.lines(_l("Review points")), "sample": fields.text(_l("Sample")), "blank_form": fields.text(_l("Blank form")),
    }  # fmt: skip
    add_form_extra_fields = {"key": fields.key(_l("Key")), **_made}
    edit_form_extra_fields = _made

    def empty(self) -> dict[str, Any]:
        """A paper without points has none."""
        return {"more": {}, "points": []}


class SlaClassView(DictionaryView):
    """Limits by name."""

    datamodel = of(SlaClass)
    class_permission_name = "sla"
    route_base = "/admin/sla"
    title = _l("SLA classes")
    list_columns = ["key", "name", "value", "unit", "warn", "min", "basis", "retired_at"]
    show_columns = [*list_columns, "extend", "cases"]
    filters = ("key", "unit")
    order_columns = ["id", "key", "value"]
    edit_columns = ["name", "value", "unit", "warn", "min", "basis"]
    add_columns = ["key", *edit_columns]
    label_columns = {
        "key": _l("Key"), "name": _l("Name"), "value": _l("Value"), "unit": _l("Unit"), "warn": _l("Warn before"), "min": _l("At least"), "basis": _l("Basis"),
        "extend": _l("Extension"), "cases": _l("By situation"), "retired_at": _l("Retired"),
    }  # fmt: skip
    _made = {
        "name": fields.text(_l("Name")), "value": fields.number(_l("Value"), needed=True), "unit": fields.word(_l("Unit"), "unit", UNITS),
        "warn": fields.number(_l("Warn before")), "min": fields.number(_l("At least")), "basis": fields.text(_l("Basis"), longest=400),
    }  # fmt: skip
    add_form_extra_fields = {"key": fields.key(_l("Key")), **_made}
    edit_form_extra_fields = _made


class AppealClassView(SafeModelView):
    """Classes of appeals; their closing texts come in by package until the appeal window has its page."""

    datamodel = of(AppealClass)
    class_permission_name = "appeal"
    route_base = "/admin/appeals"
    title = _l("Appeal classes")
    list_columns = ["key", "name", "department", "promise"]
    show_columns = [*list_columns, "closing", "reopen", "inquiry"]
    filters = ("key", "department")
    order_columns = ["id", "key"]
    label_columns = {
        "key": _l("Key"),
        "name": _l("Name"),
        "department": _l("Department"),
        "promise": _l("Promised limit"),
        "closing": _l("Closing"),
        "reopen": _l("Reopening"),
        "inquiry": _l("Inquiry"),
    }


class PaperTemplateView(SafeModelView):
    """Templates of papers."""

    datamodel = of(PaperTemplate)
    class_permission_name = "template"
    route_base = "/admin/templates"
    title = _l("Paper templates")
    list_columns = ["key", "name", "series", "copies"]
    show_columns = [*list_columns, "blocks"]
    filters = ("key",)
    order_columns = ["id", "key"]
    label_columns = {
        "key": _l("Key"),
        "name": _l("Name"),
        "series": _l("Series"),
        "copies": _l("Copies"),
        "blocks": _l("Blocks"),
    }


class CalendarView(SafeModelView):
    """Revisions of the working calendar."""

    datamodel = of(CalendarRevision)
    class_permission_name = "calendar"
    route_base = "/admin/calendars"
    title = _l("Working calendar")
    list_columns = ["id", "confirmed", "reason", "at"]
    show_columns = list_columns
    label_columns = {
        "id": _l("Revision"),
        "confirmed": _l("Confirmed years"),
        "reason": _l("Reason"),
        "at": _l("Made on"),
    }


class ServiceItemView(SafeModelView):
    """Service items to read: they come in by package."""

    datamodel = of(ServiceItem)
    class_permission_name = "item"
    route_base = "/admin/items"
    title = _l("Service items")
    list_columns = ["key", "name", "department", "promise", "legal", "commit"]
    show_columns = [*list_columns, "result", "post_check", "special"]
    filters = ("key", "department")
    order_columns = ["id", "key", "name"]
    label_columns = {
        "key": _l("Key"), "name": _l("Name"), "department": _l("Department"), "promise": _l("Promised limit"), "legal": _l("Legal limit"), "commit": _l("Inform and commit"),
        "result": _l("Result"), "post_check": _l("Post-check"), "special": _l("Special procedures"),
    }  # fmt: skip


class ThemeView(SafeModelView):
    """Themes to read: they come in by package."""

    datamodel = of(Theme)
    class_permission_name = "theme"
    route_base = "/admin/themes"
    title = _l("Themes")
    list_columns = ["key", "name", "lead", "area", "green_channel", "promise", "legal"]
    show_columns = [*list_columns, "serves", "told", "before"]
    filters = ("key", "lead", "area")
    order_columns = ["id", "key", "name"]
    label_columns = {
        "key": _l("Key"), "name": _l("Name"), "lead": _l("Lead department"), "area": _l("Area"), "green_channel": _l("Green channel"), "promise": _l("Promised limit"),
        "legal": _l("Legal limit"), "serves": _l("For"), "told": _l("Told"), "before": _l("Before"),
    }  # fmt: skip


VIEWS = (
    DepartmentView,
    DocumentTypeView,
    SlaClassView,
    AppealClassView,
    PaperTemplateView,
    CalendarView,
    ServiceItemView,
    ThemeView,
)


def register(appbuilder: Any) -> None:
    """Register the views; our own menu shows them."""
    for view in VIEWS:
        appbuilder.add_view_no_menu(view)
