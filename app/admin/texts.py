"""Paper templates of the centre, and the warnings it accepts with a reason."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import transaction
from app.admin import fields, words
from app.admin.base import READING, DictionaryView, of
from app.admin.editing import Problems
from app.admin.filters import Choice, Find
from app.admin.in_studio import PastTheStudio
from app.admin.sections import Section
from app.domain.package_widths import SERIES
from app.models import AcknowledgedWarning, PaperTemplate
from app.services import naming


class PaperTemplateView(PastTheStudio, DictionaryView):
    """Templates of papers: name and copies are edited here, the blocks in the Studio."""

    datamodel = of(PaperTemplate)
    class_permission_name = "template"
    route_base = "/admin/templates"
    title = _l("Paper templates")
    about = _l(
        "What is printed. Their blocks are edited in the Studio; a paper given out stays as it was."
    )
    names = ("people",)
    base_permissions = ["can_list", "can_show", "can_edit"]
    include_route_methods = {*READING, "edit"}
    top = "templates"
    list_columns = show_columns = ["key", "name", "series", "copies"]
    needed = ("blocks",)
    filters = (Find(noun="templates"),)
    order_columns = ["key", "name"]
    base_order = "key"
    edit_columns = ["name", "series", "copies"]
    label_columns = {
        "key": _l("Code"), "name": _l("Designation"), "series": _l("Series"), "copies": _l("Copies"),
    }  # fmt: skip
    edit_form_extra_fields = {
        "name": fields.text(_l("Designation"), needed=True),
        "series": fields.text(_l("Series"), longest=SERIES, about=_l("What its numbers begin with; nothing is the designation. No two templates share one.")),
        "copies": fields.number(_l("Copies"), about=_l("How many are printed; nothing is one.")),
    }  # fmt: skip

    def problems(self, form: Any, row: Any) -> Problems:
        """Each template numbers its papers by itself, so what its numbers begin with is its own."""
        series = form.series.data or form.name.data
        rest = sa.select(PaperTemplate.name, PaperTemplate.series).where(PaperTemplate.id != row.id)
        for name, said in transaction.session().execute(rest):
            if (said or name) == series:
                yield (
                    "series",
                    _(
                        "%(name)s prints this series too: two papers would bear one number.",
                        name=name,
                    ),
                )
        if len(series) > SERIES and not form.series.data:
            yield (
                "series",
                _("The designation is too long to number papers by; give it a series of its own."),
            )

    def more(self, row: Any, names: naming.Names) -> dict[str, Any]:
        """The blocks in order."""
        blocks = [
            (words.word(words.BLOCKS, block["block"]), block.get("text") or _columns(block))
            for block in row.blocks
        ]
        section = Section(_("Blocks"), (_("Kind"), _("Text")), blocks, numbered=True)
        return {**super().more(row, names), "sections": [section]}


def _columns(block: dict[str, Any]) -> str:
    labels = words.listed(column["label"] for column in block.get("columns") or [])
    return _("%(name)s: %(value)s", name=words.word(words.TABLES, block.get("rows")), value=labels)


class AcknowledgedWarningView(DictionaryView):
    """Warnings of the publish check that somebody accepts, with the reason they typed."""

    datamodel = of(AcknowledgedWarning)
    class_permission_name = "acknowledged"
    route_base = "/admin/acknowledged"
    title = _l("Accepted warnings")
    about = _l("With a reason, publishing goes on in spite of a warning; an error always stops it.")
    natural_key = "of"
    names = ("themes", "items", "documents", "people")
    include_route_methods = {*READING, "add", "edit", "choose"}
    list_columns = show_columns = ["of", "code", "where", "reason"]
    filters = (Choice("of", words=("themes", "items")), Choice("code", words=words.WARNINGS))
    order_columns = ["of", "code"]
    base_order = "of"
    edit_columns = ["reason"]
    add_columns = ["of", "code", "where", "reason"]
    says = {
        "of": lambda row, names: _called(row.of, names),
        "code": lambda row, _names: words.word(words.WARNINGS, row.code),
        "where": lambda row, names: _place(row.where, names),
    }
    label_columns = {
        "of": _l("Theme or item"), "code": _l("Warning"), "where": _l("Where"), "reason": _l("Reason"),
    }  # fmt: skip
    edit_form_extra_fields = {"reason": fields.note(_l("Reason"), needed=True)}
    add_form_extra_fields = {
        "of": fields.reference(_l("Theme or item"), "themes", "items"),
        "code": fields.one_of(_l("Warning"), words.WARNINGS),
        "where": fields.text(_l("Where"), about=_l("As the check names it; nothing for all of this kind.")),
        **edit_form_extra_fields,
    }  # fmt: skip

    def empty(self) -> dict[str, Any]:
        """Everywhere, where no place is named."""
        return {"where": ""}

    def _twin(self, form: Any) -> Any:
        """The same warning of the same theme at the same place."""
        place = {"of": form.of.data, "code": form.code.data, "where": form.where.data or ""}
        query = sa.select(AcknowledgedWarning).filter_by(**place)
        return transaction.session().execute(query).scalar_one_or_none()


def _called(code: str, names: naming.Names) -> str:
    """A theme's or an item's name."""
    noun = "themes" if code in names["themes"] else "items"
    return naming.called(names, noun, key=code)


#: What the check calls a place that is no row of the catalogue.
PLACES = {
    "": _l("everywhere"), "main": _l("the theme as a whole"), "promise": _l("Promised limit"), "legal": _l("Legal limit"),
    "accept_conditions": _l("Conditions of acceptance"), "items": _l("Items"), "documents": _l("Documents"), "calendar": _l("Calendar"),
}  # fmt: skip


def _place(where: str, names: naming.Names) -> str:
    """Where the check found it, in words: the item, and the paper that it asks for."""
    return " · ".join(_part(part, names) for part in where.split("/"))


def _part(part: str, names: naming.Names) -> str:
    if part in PLACES:
        return str(PLACES[part])
    key = part.partition("#")[0]
    noun = next((noun for noun in ("items", "documents") if key in names[noun]), "items")
    return naming.called(names, noun, key=key)
