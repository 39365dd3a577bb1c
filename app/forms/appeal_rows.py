"""One row of a sheet of appeals as the window's form reads it: an entry, or what is wrong by column."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.forms import appeals as forms
from app.services.appeals import Entry
from app.services.sheet_reading import Row


@dataclass(frozen=True)
class Read:
    """A row that is right, or what is wrong with it by column's name."""

    entry: Entry | None
    wrong: dict[str, str]


def read(choices: forms.Choices, row: Row) -> Read:
    """The row through the same form as at the window; its own number is the hotline's."""
    wrong = {name: str(_(said)) for name, said in row.wrong.items()}
    said = {**row.of("appeal"), "external_ref": row.of("ref").get("number", "")}
    form = forms.appeal_form(choices, MultiDict(said))
    forms.validate(form, choices)
    for field in form:
        if field.errors:
            wrong.setdefault(COLUMN.get(field.name, f"appeal.{field.name}"), str(field.errors[0]))
    if wrong:
        return Read(None, wrong)
    return Read(forms.entry_of(form, helpers=choices.helpers), {})


#: Field of the form → its column, where that is not named after it.
COLUMN = {"external_ref": "ref.number", "agent": "appeal.guidance"}
