"""Cases, tasks and papers as registers: read-only, masked, through the row rules."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.admin.base import SafeModelView, of
from app.models import Case, Paper, Task


class CaseView(SafeModelView):
    """The register of cases."""

    datamodel = of(Case)
    class_permission_name = "case"
    policy = "case"
    route_base = "/admin/cases"
    title = _l("Case register")
    list_columns = [
        "number",
        "name",
        "applicant",
        "window",
        "phase",
        "received_at",
        "accepted_at",
        "due_at",
        "closed_at",
        "outcome",
    ]
    show_columns = [
        *list_columns,
        "lead",
        "told",
        "promise_at",
        "legal_at",
        "provisional",
        "deemed",
    ]
    filters = ("number", "window", "phase", "outcome")
    order_columns = ["id"]
    label_columns = {
        "number": _l("Case number"), "name": _l("Name"), "applicant": _l("Applicant"), "window": _l("Window"), "phase": _l("Phase"), "received_at": _l("Received on"),
        "accepted_at": _l("Accepted on"), "due_at": _l("Due"), "closed_at": _l("Closed on"), "outcome": _l("Outcome"), "lead": _l("Lead department"), "told": _l("Told"),
        "promise_at": _l("Promised limit"), "legal_at": _l("Legal limit"), "provisional": _l("provisional date"), "deemed": _l("Deemed accepted"),
    }  # fmt: skip


class TaskView(SafeModelView):
    """The register of tasks."""

    datamodel = of(Task)
    class_permission_name = "task"
    policy = "task"
    route_base = "/admin/tasks"
    title = _l("Task register")
    list_columns = [
        "number",
        "name",
        "department",
        "owner",
        "state",
        "outcome",
        "step_name",
        "opened_at",
        "due_at",
        "closed_at",
    ]
    show_columns = [
        *list_columns,
        "theme",
        "applicant",
        "held",
        "promise_at",
        "legal_at",
        "provisional",
    ]
    filters = ("number", "department", "owner", "state", "outcome")
    order_columns = ["id"]
    label_columns = {
        "number": _l("Number"), "name": _l("Item"), "department": _l("Department"), "owner": _l("Handled by"), "state": _l("State"), "outcome": _l("Outcome"), "step_name": _l("Step"),
        "opened_at": _l("Opened on"), "due_at": _l("Due"), "closed_at": _l("Closed on"), "theme": _l("Theme"), "applicant": _l("Applicant"), "held": _l("On hold"),
        "promise_at": _l("Promised limit"), "legal_at": _l("Legal limit"), "provisional": _l("provisional date"),
    }  # fmt: skip


class PaperView(SafeModelView):
    """The register of papers: numbers and days, never their text."""

    datamodel = of(Paper)
    class_permission_name = "paper"
    policy = "paper"
    route_base = "/admin/papers"
    title = _l("Paper register")
    list_columns = ["number", "title", "task", "issued_at", "by", "copies", "printed", "void_at"]
    show_columns = list_columns
    filters = ("number", "kind", "by")
    order_columns = ["id"]
    label_columns = {
        "number": _l("Number"), "title": _l("Paper"), "task": _l("Item"), "issued_at": _l("Given on"), "by": _l("By"), "copies": _l("Copies"), "printed": _l("Printed"), "void_at": _l("Void since"),
        "kind": _l("Kind"),
    }  # fmt: skip


def register(appbuilder: Any) -> None:
    """Register the registers."""
    for view in (CaseView, TaskView, PaperView):
        appbuilder.add_view_no_menu(view)
