"""Cases, tasks and papers as registers: read-only, masked, through the row rules."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app, g, url_for
from flask_babel import lazy_gettext as _l

from app import clock
from app.access import may
from app.admin import words
from app.admin.base import READING, SafeModelView, of
from app.admin.case_filters import Between, Light, Number
from app.admin.cells import Cell
from app.admin.counted_filters import Came, Counted, Decided, Of, Wall
from app.admin.filters import Choice, Equals
from app.domain import light as lights
from app.domain.due import END_OF_DAY, Due
from app.forms.appeals import CAME
from app.models import Case, Paper, Task
from app.services import naming
from app.services.naming import Names

#: The page of a case at the desk; a register leads there whoever may open it.
DESK = "cases.show"
#: Phases in which every clock of a case stands.
STANDING = ("suspended", "supplementing")


def _desk(number: str | None) -> str:
    """Where the case of a number is open at the desk; empty where this reader has none."""
    if not number or DESK not in current_app.view_functions or not may(g.principal, "task.read"):
        return ""
    return url_for(DESK, number=number.partition("/")[0])


class Register(SafeModelView):
    """A register: what its row belongs to opens at the desk."""

    #: The column with the number that the desk opens.
    opens = "number"
    base_order = "-id"
    # Whoever reads a register does not yet carry it out of the house: that is a grant of its own.
    base_permissions = ["can_list", "can_show", "can_export"]
    include_route_methods = {*READING}

    def more(self, row: Any, names: Names) -> dict[str, Any]:  # noqa: ARG002 - a register needs no names here
        """Where the case is open at the desk."""
        return {"opens": _desk(getattr(row, self.opens))}


def _light(row: Any, *, held: bool, at: datetime | None, warn: datetime | None) -> Cell:
    """How an open row stands to its limit; what is closed has no light (R63)."""
    if row.closed_at is not None:
        return Cell()
    if held:
        return Cell(words.word(words.LIGHTS, "held"), light="pause")
    if at is None:
        return Cell()
    due = Due(at, warn or at, provisional=False)
    kind = lights.light(due, clock.now()) or ""
    return Cell(words.word(words.LIGHTS, kind), light=kind)


def _due(row: Any, _names: Names) -> Cell:
    """The last day; the hour too where the limit counts hours."""
    at = row.due_at
    if at is None:
        return Cell()
    text = f"{at:%Y-%m-%d}" if at.time() == END_OF_DAY else f"{at:%Y-%m-%d %H:%M}"
    return Cell(text, tag=str(_l("provisional")) if row.provisional else "")


def _department(column: str) -> Any:
    """By the short name: registers have many columns."""
    return lambda row, names: naming.briefly(names, "departments", key=getattr(row, column, None))


def _person(column: str) -> Any:
    return lambda row, names: words.person(names, getattr(row, column, None))


class CaseView(Register):
    """The register of cases."""

    datamodel = of(Case)
    class_permission_name = "case"
    policy = "case"
    route_base = "/admin/cases"
    title = _l("Case register")
    names = ("departments",)
    list_columns = [
        "number", "name", "applicant", "window", "phase", "light", "received_at", "due_at", "closed_at", "outcome",
    ]  # fmt: skip
    show_columns = [
        "number", "name", "kind", "applicant", "window", "lead", "phase", "light", "received_at", "accepted_at",
        "deemed", "promise_at", "legal_at", "due_at", "closed_at", "outcome", "told",
    ]  # fmt: skip
    needed = ("light_due", "light_warn", "provisional")
    filters = (
        Number("number"),
        Counted(),
        Of(),
        Decided(),
        Came(words=CAME),
        Choice("window", words="departments"),
        Choice("phase", words=words.PHASES),
        Light(held=lambda model: model.phase.in_(STANDING), due="light_due", warn="light_warn"),
        Choice("outcome", words=words.ENDS),
        Between("received_at"),
        Between("closed_at"),
    )
    order_columns = ["id", "number", "received_at", "due_at"]
    says = {
        "kind": lambda row, _names: words.word(words.CASE_KINDS, row.kind),
        "window": _department("window"),
        "lead": _department("lead"),
        "phase": lambda row, _names: words.word(words.PHASES, row.phase),
        "light": lambda row, _names: _light(
            row, held=row.phase in STANDING, at=row.light_due, warn=row.light_warn
        ),
        "due_at": _due,
        "outcome": lambda row, _names: words.word(words.ENDS, row.outcome),
    }
    label_columns = {
        "number": _l("Case number"), "name": _l("Theme or item"), "kind": _l("Kind"), "applicant": _l("Applicant"), "window": _l("Window"),
        "phase": _l("Phase"), "light": _l("Limit"), "received_at": _l("Received on"), "accepted_at": _l("Accepted on"), "due_at": _l("Due"),
        "closed_at": _l("Closed on"), "outcome": _l("Outcome"), "lead": _l("Lead department"), "told": _l("Told"),
        "promise_at": _l("Promised limit"), "legal_at": _l("Legal limit"), "deemed": _l("Deemed accepted"),
    }  # fmt: skip


class TaskView(Register):
    """The register of tasks."""

    datamodel = of(Task)
    class_permission_name = "task"
    policy = "task"
    route_base = "/admin/tasks"
    title = _l("Task register")
    names = ("departments", "people")
    list_columns = [
        "number", "name", "department", "owner", "state", "light", "step_name", "due_at", "outcome",
    ]  # fmt: skip
    show_columns = [
        "number", "name", "kind", "theme", "applicant", "department", "owner", "acted_by", "state", "light", "step_name",
        "round", "opened_at", "promise_at", "legal_at", "due_at", "closed_at", "outcome",
    ]  # fmt: skip
    needed = ("warn_at", "held", "provisional", "closed_at")
    filters = (
        Number("number"),
        Counted(),
        Wall(),
        Choice("department", words="departments"),
        Equals("owner"),
        Choice("kind", words=words.TASK_KINDS),
        Choice("state", words=words.STATES),
        Light(held=lambda model: model.held),
        Choice("outcome", words=words.OUTCOMES),
        Between("opened_at"),
    )
    order_columns = ["id", "number", "due_at"]
    says = {
        # Tasks beside the numbered ones are called by the case's number and their key: nobody's word.
        "number": lambda row, _names: row.number.partition("/")[0],
        "kind": lambda row, _names: words.word(words.TASK_KINDS, row.kind),
        "department": _department("department"),
        "owner": _person("owner"),
        "acted_by": _person("acted_by"),
        "state": lambda row, _names: words.word(words.STATES, row.state),
        "light": lambda row, _names: _light(row, held=row.held, at=row.due_at, warn=row.warn_at),
        "step_name": lambda row, _names: words.word(words.STEPS, row.step_name),
        "due_at": _due,
        "outcome": lambda row, _names: words.word(words.OUTCOMES, row.outcome),
    }
    label_columns = {
        "number": _l("Number"), "name": _l("Item"), "kind": _l("Kind"), "department": _l("Department"), "owner": _l("Handled by"),
        "acted_by": _l("Acted for by"), "state": _l("State"), "light": _l("Limit"), "outcome": _l("Outcome"), "step_name": _l("Step"),
        "opened_at": _l("Opened on"), "due_at": _l("Due"), "closed_at": _l("Closed on"), "theme": _l("Theme"), "applicant": _l("Applicant"),
        "round": _l("Round"), "promise_at": _l("Promised limit"), "legal_at": _l("Legal limit"),
    }  # fmt: skip


class PaperView(Register):
    """The register of papers: numbers and days, never their text."""

    datamodel = of(Paper)
    class_permission_name = "paper"
    policy = "paper"
    route_base = "/admin/papers"
    title = _l("Paper register")
    names = ("people",)
    list_columns = ["number", "title", "case", "issued_at", "by", "copies", "printed", "void_at"]
    show_columns = list_columns
    beside = {"case": sa.select(Case.number).where(Case.id == Paper.case_id).scalar_subquery()}
    filters = (
        Equals("number"),
        Number("case", label=_l("Case number")),
        Equals("by"),
        Between("issued_at"),
    )
    order_columns = ["id", "number", "issued_at"]
    opens = "case"
    says = {
        "case": lambda row, _names: Cell(row.case or "", href=_desk(row.case)),
        "by": _person("by"),
    }
    label_columns = {
        "number": _l("Number"), "title": _l("Paper"), "case": _l("Case number"), "issued_at": _l("Given on"), "by": _l("By"),
        "copies": _l("Copies"), "printed": _l("Printed"), "void_at": _l("Void since"),
    }  # fmt: skip
