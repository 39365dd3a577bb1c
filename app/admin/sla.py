"""SLA classes: limits by name, each number fitting the others."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import transaction
from app.admin import fields, limits, words
from app.admin.base import READING, DictionaryView, of
from app.admin.cells import status
from app.admin.editing import Problems
from app.admin.filters import Choice, Find, Retired
from app.models import SlaClass
from app.services import composition


class SlaClassView(DictionaryView):
    """Limits by name."""

    datamodel = of(SlaClass)
    class_permission_name = "sla"
    route_base = "/admin/sla"
    title = _l("SLA classes")
    include_route_methods = {*READING, "add", "edit", "retire", "bulk"}
    about = _l("Limits by name. What is published keeps its numbers until it is published again.")
    top = "sla"
    names = ("people",)
    list_columns = ["key", "name", "value", "warn", "extend", "basis"]
    show_columns = ["key", "name", "value", "warn", "extend", "cases", "roll", "basis", "status"]
    needed = ("unit", "min", "retired_at")
    filters = (Find(noun="sla"), Choice("unit", words=words.UNITS), Retired())
    order_columns = ["key", "value"]
    base_order = "key"
    edit_columns = [
        "name",
        "value",
        "unit",
        "min",
        "warn",
        "extend_cap",
        "extend_by",
        "roll",
        "basis",
    ]
    add_columns = ["key", *edit_columns]
    inside = {"extend_cap": ("extend", "cap"), "extend_by": ("extend", "by")}
    says = {
        "name": lambda row, _names: row.name or limits.amount(row.value, row.unit, row.min),
        "value": lambda row, _names: limits.amount(row.value, row.unit, row.min),
        "warn": lambda row, _names: "" if row.warn is None else limits.amount(row.warn, row.unit),
        "extend": lambda row, _names: limits.extension(row.extend, row.unit),
        "cases": lambda row, _names: [limits.situation(case, {"value": row.value, "unit": row.unit}, _asked()) for case in row.cases or []],
        "status": status,
    }  # fmt: skip
    label_columns = {
        "key": _l("Code"), "name": _l("Designation"), "value": _l("Limit"), "unit": _l("Unit"), "warn": _l("Warn before"),
        "extend": _l("Extension"), "cases": _l("By situation"), "roll": _l("Moves off rest days"), "basis": _l("Basis"), "status": _l("State"),
    }  # fmt: skip
    edit_form_extra_fields = {
        "name": fields.text(_l("Designation")),
        "value": fields.number(_l("Value"), about=_l("The longest; nothing where it is done at once.")),
        "unit": fields.word(_l("Unit"), "unit", words.UNITS, "working_day"),
        "min": fields.number(_l("At least"), about=_l("Where a survey fixes the days between the two.")),
        "warn": fields.number(_l("Warn before"), about=_l("Yellow so long before its end, in the same unit.")),
        "extend_cap": fields.number(_l("May be extended by"), about=_l("In the same unit; nothing where it may not.")),
        "extend_by": fields.one_of(_l("Who extends"), words.HEADS, empty=_l("no extension")),
        "roll": fields.flag(_l("An end on a rest day moves to the next working day")),
        "basis": fields.text(_l("Basis"), longest=fields.BASIS),
    }  # fmt: skip
    add_form_extra_fields = {"key": fields.key(_l("Code")), **edit_form_extra_fields}

    def problems(self, form: Any, row: Any) -> Problems:  # noqa: ARG002 - the numbers alone tell
        """The numbers of a limit fit together, each problem at its field."""
        value, at_once = form.value.data, form.unit.data == "immediate"
        if at_once:
            yield from self._numberless(form)
        elif value is None:
            yield "value", _("Please fill this in.")
        for name, said in (("min", _("At least is more than the limit itself (%(value)s).", value=value)),
                           ("warn", _("The warning would begin before the limit does (%(value)s).", value=value))):  # fmt: skip
            if not at_once and (form[name].data or 0) > (value or 0):
                yield name, said
        if bool(form.extend_cap.data) != bool(form.extend_by.data):
            empty = "extend_by" if form.extend_cap.data else "extend_cap"
            yield empty, _("An extension needs both: how much, and who gives it.")

    @staticmethod
    def _numberless(form: Any) -> Problems:
        """What is done at once has no number; left empty it is 0."""
        for name in ("value", "min", "warn"):
            if form[name].data:
                yield name, _("What is done at once has no number here.")
        form.value.data = form.value.data or 0


def _asked() -> dict[str, Any]:
    """Every field that a limit's situations may ask."""
    return composition.every_field(transaction.session())
