"""Fields of more than one input: a person with particulars, files, rows that repeat.

Each keeps what was typed as the domain reads it, and puts what is wrong beside the input it is about.
Names of inputs: ``f_x-name`` a part of a person, ``f_x-files`` the files, ``f_x-rows`` the rows in
their order by a mark of their own, ``f_x-3-f_y`` a field of the row marked 3. So a row that moves
renames nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.utils import unset_value

from app.domain.field_parts import most_rows, read_rows
from app.domain.field_people import PAPERS, person_parts
from app.domain.fields import parse_in_row
from app.forms.base import DeskForm

#: Fields collide with WTForms' own attributes unless they are prefixed (libraries §1).
PREFIX = "f_"
#: Stands for the mark of a row that is not there yet, in the row a page copies.
BLANK = "new"
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


@dataclass(frozen=True)
class Row:
    """One row as it is drawn."""

    mark: str
    form: Any


class RowsField(Parted):
    """Rows that are added, taken away and moved; a row keeps its mark wherever it stands."""

    def __init__(
        self, kind: Any, row: type[DeskForm], filled: list[tuple[str, str]], **common: Any
    ) -> None:
        """``row`` asks for one row; ``filled`` is what stands in a new one beforehand."""
        super().__init__(kind, **common)
        self.row, self.filled = row, filled

    def take(self, formdata: Posted) -> list[dict[str, Any]]:
        """Row by row what was typed."""
        sent = dict.fromkeys(formdata.getlist(f"{self.name}-rows"))
        # One more than may be: the domain then says that there are too many.
        marks = [mark for mark in sent if is_mark(mark)][: self.most + 1]
        if not sent:
            marks = [str(n) for n in range(1, self.least + 1)]
        self.rows = [Row(mark, self._drawn(mark, formdata)) for mark in marks]
        return [_said(row) for row in self.rows]

    @property
    def least(self) -> int:
        """Rows that stand there from the beginning."""
        return max(self.kind.spec.get("min_rows") or 0, 1 if self.kind.spec.get("required") else 0)

    @property
    def most(self) -> int:
        """Rows there may be."""
        return most_rows(self.kind.spec)

    @property
    def blank(self) -> Row:
        """The row a page copies when one is added."""
        return Row(BLANK, self._drawn(BLANK, MultiDict()))

    @property
    def spare(self) -> Row:
        """An empty row more, where a page has no button to add one."""
        mark = str(1 + max((int(row.mark) for row in self.rows), default=0))
        return Row(mark, self._drawn(mark, MultiDict()))

    def _drawn(self, mark: str, formdata: Posted) -> Any:
        prefix = f"{self.name}-{mark}-"
        if not any(name.startswith(prefix) for name in formdata):
            formdata = MultiDict([(prefix + name, value) for name, value in self.filled])
        return self.row(formdata, prefix=prefix)

    def place(self) -> None:
        """What is wrong in a row stands at its field, and its place is named."""
        kind = self.kind
        found = read_rows(self.data, kind.spec, parse_in_row(kind.checks, kind.today))[1]
        for problem in found:
            field = self.rows[problem.row].form[PREFIX + problem.key]
            field.errors = [_(problem.say)]
            if isinstance(field, Parted) and field.data:
                field.place()
        if found:
            self.errors = [self._where(found[0])]

    def _where(self, first: Any) -> str:
        label = self.rows[first.row].form[PREFIX + first.key].label.text
        return str(
            _("Row %(row)s, %(field)s: %(say)s", row=first.row + 1, field=label, say=_(first.say))
        )


def is_mark(mark: str) -> bool:
    """Whether a text marks a row."""
    return mark.isascii() and mark.isdigit() and len(mark) <= 6  # noqa: PLR2004 - nobody adds a million rows


def _said(row: Row) -> dict[str, Any]:
    return {field.short_name.removeprefix(PREFIX): field.data for field in row.form}


def fields_in(form: Any) -> Iterator[Field]:
    """Every field of a form and of what stands inside its fields, in the order of the page."""
    for field in form:
        yield field
        for inner in forms_inside(field):
            yield from fields_in(inner)


def is_said_inside(field: Field) -> bool:
    """Whether what is wrong with a field stands at one of the inputs inside it."""
    return any(one.errors for form in forms_inside(field) for one in fields_in(form))


def forms_inside(field: Field) -> list[Any]:
    """The forms that a field is made of."""
    if isinstance(field, RowsField):
        return [row.form for row in field.rows]
    return [field.inside] if isinstance(field, PersonField) else []
