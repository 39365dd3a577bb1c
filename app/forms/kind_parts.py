"""Fields of more than one input: a person with particulars, files, rows that repeat.

Each keeps what was typed as the domain reads it, and puts what is wrong beside the input it is about.
Names of inputs: ``f_x-name`` a part of a person, ``f_x-files`` the files, ``f_x-rows`` the rows in
their order by a mark of their own, ``f_x-3-f_y`` a field of the row marked 3. So a row that moves
renames nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.utils import unset_value

from app.domain.field_people import PAPERS, person_parts
from app.forms.base import DeskForm

#: Fields collide with WTForms' own attributes unless they are prefixed (libraries §1).
PREFIX = "f_"
Posted = MultiDict[str, str]


class Parted(Field):
    """A field that reads its inputs itself; ``kind`` is the domain's reading of it."""

    def __init__(self, kind: Any, **common: Any) -> None:
        """``kind`` knows the configuration, the checks and the day."""
        super().__init__(kind.spec["label"], **common)
        self.kind = kind

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:  # noqa: ARG002 - WTForms' signature
        """Take up what was typed; nothing said is no data, as everywhere."""
        self.process_errors: list[str] = []
        posted = self.take(formdata if formdata is not None else MultiDict())
        self.raw_data = list(_texts(posted))
        self.data = posted if self.raw_data else None

    def take(self, formdata: Posted) -> Any:
        """What was typed, as the domain reads it."""
        raise NotImplementedError

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: ARG002 - WTForms' signature
        """What is wrong inside stands inside too."""
        if self.data:
            self.place()

    def place(self) -> None:
        """Put each problem beside its input."""


def _texts(posted: Any) -> Iterator[str]:
    """Everything that was said in it."""
    if isinstance(posted, Mapping):
        # A kind of paper is always chosen: alone it says nothing.
        posted = [value for name, value in posted.items() if name != "id_type"]
    if isinstance(posted, list):
        for value in posted:
            yield from _texts(value)
    elif posted is not None and str(posted).strip():
        yield str(posted)


PLAIN = {"autocomplete": "off"}
# Made before the particulars: WTForms asks in the order of making.
NAME = StringField(_l("Name"), render_kw=PLAIN)
#: What is asked of a person → its inputs.
PARTICULARS: dict[str, dict[str, Any]] = {
    "id_number": {
        "id_type": SelectField(
            _l("Kind of ID"),
            choices=[SelectChoice(value, _l(label)) for value, label in PAPERS.items()],
            default="id_card",
            validate_choice=False,
        ),
        "id_number": StringField(_l("ID number"), render_kw=PLAIN),
    },
    "phone": {"phone": StringField(_l("Phone"), render_kw={**PLAIN, "inputmode": "tel"})},
}


class PersonField(Parted):
    """A person with the particulars the field asks for."""

    def take(self, formdata: Posted) -> dict[str, Any]:
        """Name, kind of paper, number, phone."""
        inputs = {"name": NAME}
        for particular, more in PARTICULARS.items():
            if particular in self.kind.spec["particulars"]:
                inputs |= more
        self.inside = type("PersonForm", (DeskForm,), inputs)(formdata, prefix=f"{self.name}-")
        return dict(self.inside.data)

    def place(self) -> None:
        """A wrong number stands at the number."""
        kind = self.kind
        said = person_parts(self.data, kind.spec, checks=kind.checks, today=kind.today)
        for part, problem in said[1].items():
            self.inside[part].errors = [_(problem)]


class FilesField(Parted):
    """Files that are stored already: the form carries their numbers."""

    def take(self, formdata: Posted) -> list[str]:
        """The numbers."""
        return formdata.getlist(f"{self.name}-files")

    @property
    def numbers(self) -> list[int]:
        """The numbers that are any."""
        return [int(text) for text in self.data or () if text.isascii() and text.isdigit()]


def name_of(key: str) -> str:
    """The name of a field's input; dots stand in keys of one item's fields, and none may in Python."""
    return PREFIX + key.replace(".", "__")
