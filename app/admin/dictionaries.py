"""The flat dictionaries that everything else names: departments and papers."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import transaction
from app.admin import fields, words
from app.admin.base import DictionaryView, of
from app.admin.cells import status
from app.admin.editing import Problems
from app.admin.filters import FLAGS, Choice, Find, Retired
from app.domain.circles import circle
from app.models import Department, DocumentType
from app.services import catalogue, naming
from app.services.entry_keys import make_key


def _circle(view: DictionaryView, row: Any, column: str, chosen: str | None) -> str:
    """The names round which a chosen reference would run; empty where it ends."""
    if row is None or not chosen:
        return ""
    model, key = view.datamodel.obj, view.natural_key
    table = model.__table__.c
    rows = transaction.session().execute(sa.select(table[key], table[column]))
    follows = dict(rows.tuples().all())
    found = circle(getattr(row, key), follows | {getattr(row, key): chosen})
    called = naming.names(transaction.session(), view.top)
    return " → ".join(naming.called(called, view.top, key=one) for one in found)


class DepartmentView(DictionaryView):
    """Departments and windows."""

    datamodel = of(Department)
    class_permission_name = "department"
    route_base = "/admin/departments"
    title = _l("Departments")
    about = _l("Who handles items and receives cases. A new one can be chosen at once.")
    natural_key = "code"
    top = "departments"
    names = ("departments", "people")
    list_columns = ["code", "name", "short_name", "parent", "window"]
    show_columns = [*list_columns, "status"]
    needed = ("retired_at",)
    filters = (
        Find(noun="departments", key="code", columns=("name", "short_name")),
        Choice("parent", words="departments"),
        Choice("window", words=FLAGS),
        Retired(),
    )
    order_columns = ["code", "name"]
    base_order = "code"
    add_columns = ["code", "name", "short_name", "parent", "window"]
    edit_columns = ["name", "short_name", "parent", "window"]
    says = {
        "parent": lambda row, names: naming.called(names, "departments", key=row.parent),
        "status": status,
    }
    label_columns = {
        "code": _l("Code"), "name": _l("Designation"), "short_name": _l("Short name"), "parent": _l("Belongs to"),
        "window": _l("General window"), "status": _l("State"),
    }  # fmt: skip
    edit_form_extra_fields = {
        "name": fields.text(_l("Designation"), needed=True),
        "short_name": fields.text(
            _l("Short name"), about=_l("For lists, where the name is too long.")
        ),
        "parent": fields.reference(
            _l("Belongs to"), "departments", empty=_l("no other department")
        ),
        "window": fields.flag(
            _l("It is a general window: it receives cases for other departments")
        ),
    }
    add_form_extra_fields = {"code": fields.key(_l("Code")), **edit_form_extra_fields}

    def problems(self, form: Any, row: Any) -> Problems:
        """Departments do not belong to each other in a circle."""
        round_ = _circle(self, row, "parent", form.parent.data)
        if round_:
            yield (
                "parent",
                _("Then they would belong to each other in a circle: %(names)s.", names=round_),
            )


class DocumentTypeView(DictionaryView):
    """The catalogue of papers with their review points."""

    datamodel = of(DocumentType)
    class_permission_name = "document_type"
    route_base = "/admin/documents"
    title = _l("Document catalogue")
    about = _l("Papers that items demand. Open cases keep the list they were accepted with.")
    top = "documents"
    names = ("documents", "people")
    list_columns = ["key", "name", "kind", "source", "folds_into", "points"]
    show_columns = [
        "key", "name", "kind", "source", "standard_code", "folds_into", "made_by", "points", "sample", "blank_form",
        "status",
    ]  # fmt: skip
    needed = ("retired_at",)
    filters = (
        Find(noun="documents"),
        Choice("kind", words=words.DOCUMENT_KINDS),
        Choice("source", words=words.SOURCES),
        Retired(),
    )
    order_columns = ["key", "name"]
    base_order = "key"
    edit_columns = [
        "name", "kind", "source", "standard_code", "folds_into", "points", "sample", "blank_form",
    ]  # fmt: skip
    add_columns = ["name", "key", *edit_columns[1:]]
    says = {
        "kind": lambda row, _names: words.word(words.DOCUMENT_KINDS, row.kind),
        "source": lambda row, _names: words.word(words.SOURCES, row.source),
        "folds_into": lambda row, names: naming.called(names, "documents", key=row.folds_into),
        "made_by": lambda row, _names: words.word(words.MADE_BY, row.made_by),
        "status": status,
    }
    label_columns = {
        "key": _l("Code"), "name": _l("Designation"), "kind": _l("Kind"), "source": _l("Source"), "standard_code": _l("Standard code"), "folds_into": _l("Folds into"),
        "made_by": _l("Made by"), "points": _l("Review points"), "sample": _l("Sample"), "blank_form": _l("Blank form"), "status": _l("State"),
    }  # fmt: skip
    edit_form_extra_fields = {
        "name": fields.text(_l("Designation"), needed=True),
        "kind": fields.word(_l("Kind"), "document_kind", words.DOCUMENT_KINDS),
        "source": fields.word(_l("Source"), "document_source", words.SOURCES),
        "standard_code": fields.text(_l("Standard code"), longest=64),
        "folds_into": fields.reference(_l("Folds into"), "documents", empty=_l("into nothing: it is handed in itself")),
        "points": fields.lines(_l("Review points"), _l("One a line; the window ticks each.")),
        "sample": fields.text(_l("Sample")),
        "blank_form": fields.text(_l("Blank form")),
    }  # fmt: skip
    add_form_extra_fields = {"key": fields.made_key(_l("Code")), **edit_form_extra_fields}

    def _filled(self, kind: Any, row: Any = None, *, posted: Any = None) -> Any:
        """Nobody needs to think of a key: it is made from the name, and that of a name there is its own."""
        form = super()._filled(kind, row, posted=posted)
        if row is None and form.name.data and not form.key.data:
            session = transaction.session()
            there = sa.select(DocumentType.key).where(DocumentType.name == form.name.data)
            found = session.execute(there.order_by(DocumentType.key)).scalars().first()
            taken = catalogue.keys_of(session, self.top)
            form.key.data = found or make_key("document", form.name.data, taken=taken)
        return form

    def empty(self) -> dict[str, Any]:
        """A paper without points has none."""
        return {"more": {}, "points": []}

    def problems(self, form: Any, row: Any) -> Problems:
        """A paper folds into something in the end."""
        round_ = _circle(self, row, "folds_into", form.folds_into.data)
        if round_:
            yield (
                "folds_into",
                _("Then the papers would fold in a circle: %(names)s.", names=round_),
            )
