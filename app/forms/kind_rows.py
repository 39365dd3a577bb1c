"""Rows that are added, taken away and moved; and every input of a form, those inside a field too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import Field

from app.domain.field_parts import most_rows, read_rows
from app.domain.fields import parse_in_row
from app.forms.base import DeskForm
from app.forms.kind_parts import PREFIX, Parted, PersonField, Posted

#: Stands for the mark of a row that is not there yet, in the row a page copies.
BLANK = "new"


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
