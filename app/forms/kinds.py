"""Kind of field → the WTForms field that asks for it. What a value must be is the domain's word."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from wtforms import (
    Field,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
    widgets,
)
from wtforms.fields.choices import SelectChoice

from app.domain.fields import FIELD_KINDS, Checks
from app.forms.base import DeskForm
from app.forms.kind_parts import PREFIX, FilesField, PersonField, name_of
from app.forms.kind_rows import RowsField
from app.forms.sending import filled_beforehand, sent
from app.translations import lazy_gettext as _l

__all__ = [
    "PREFIX",
    "Kind",
    "field_of",
    "filled_beforehand",
    "form_of",
    "is_line",
    "name_of",
    "parse",
    "sent",
]


class Kind:
    """Asks the domain whether what was typed is a value of the field's kind; keeps it as typed."""

    def __init__(self, spec: dict[str, Any], checks: Checks, today: date) -> None:
        """``checks`` are the identity checks, ``today`` the day ages count to."""
        self.spec, self.checks, self.today = spec, checks, today

    def __call__(self, _form: Any, field: Field) -> None:
        """WTForms' way of validating; raises StopValidation with the domain's sentence."""
        # Beside the data and not in its place: a page shown again must show what was typed.
        value, problem = parse(self.spec, field.data, self.checks, self.today)
        if problem:
            raise validators.StopValidation(_(problem))
        field.value = value


class NotAsked:
    """Lets anything stand in a field that a condition hides; shown by script, it says what it demands."""

    def __init__(self, needed: Any) -> None:
        """``needed`` is what would be asked of it."""
        self.field_flags = needed.field_flags

    def __call__(self, _form: Any, _field: Field) -> None:
        """Nothing is wrong with it."""


def parse(spec: dict[str, Any], raw: Any, checks: Checks, today: date) -> tuple[Any, str | None]:
    """The normalised value of what was typed, or the msgid of what is wrong with it."""
    return FIELD_KINDS[spec["kind"]].parse(raw, spec, checks=checks, today=today)


class BoxesField(SelectMultipleField):
    """Boxes to tick; the form sends one empty value along, so that nothing ticked is also said."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """The values that are any."""
        self.raw_data = [value for value in valuelist if value]
        super().process_formdata(self.raw_data)


def _options(spec: dict[str, Any]) -> list[SelectChoice]:
    return [
        SelectChoice(str(option["value"]), option["label"]) for option in spec.get("options") or []
    ]


def _text(kind: Kind, **common: Any) -> Field:
    return StringField(kind.spec["label"], render_kw=_typing(kind.spec), **common)


def _long(kind: Kind, **common: Any) -> Field:
    return TextAreaField(kind.spec["label"], **common)


def _yes_no(kind: Kind, **common: Any) -> Field:
    return RadioField(
        kind.spec["label"],
        choices=[SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("No"))],
        validate_choice=False,
        **common,
    )


def _choice(kind: Kind, **common: Any) -> Field:
    # The domain says what a choice may be, in one sentence for form, import and job.
    spec = kind.spec
    return RadioField(spec["label"], choices=_options(spec), validate_choice=False, **common)


def _multiple(kind: Kind, **common: Any) -> Field:
    spec = kind.spec
    return BoxesField(spec["label"], choices=_options(spec), validate_choice=False, **common)


def _person(kind: Kind, **common: Any) -> Field:
    # Of most people a form asks the name alone: that is one line.
    return PersonField(kind, **common) if kind.spec.get("particulars") else _text(kind, **common)


def _rows(kind: Kind, **common: Any) -> Field:
    specs = kind.spec["fields"]
    row = form_of(specs, kind.checks, kind.today)
    return RowsField(kind, row, filled=filled_beforehand(specs), **common)


#: What the keyboard of a phone and the browser's memory should know, by kind.
TYPING = {
    "number": {"inputmode": "decimal"},
    "money": {"inputmode": "decimal"},
    "date": {"placeholder": "2026-09-18", "inputmode": "numeric"},
    "phone": {"inputmode": "tel"},
    "id_number": {"maxlength": "18"},
    "credit_code": {"maxlength": "18"},
}


def _typing(spec: dict[str, Any]) -> dict[str, str]:
    return {"autocomplete": "off", **TYPING.get(spec["kind"], {})}


MADE_BY: dict[str, Callable[..., Field]] = {
    **dict.fromkeys(FIELD_KINDS, _text),
    "long_text": _long,
    "yes_no": _yes_no,
    "choice": _choice,
    "multiple": _multiple,
    "person": _person,
    "attachment": FilesField,
    "group": _rows,
}


def is_line(spec: dict[str, Any]) -> bool:
    """Whether its field is one line to type into."""
    made = MADE_BY[spec["kind"]]
    return made is _text or (made is _person and not spec.get("particulars"))


#: What is said where nothing was chosen; elsewhere something is to be filled in.
PLEASE = dict.fromkeys(("yes_no", "choice", "multiple"), _l("Please choose."))


def field_of(spec: dict[str, Any], checks: Checks, today: date, *, asked: bool = True) -> Field:
    """An unbound field for one entry of the blueprint's form; what is not asked may hold anything."""
    kind = Kind(spec, checks, today)
    needed = (
        validators.DataRequired(PLEASE.get(spec["kind"], _l("Please fill this in.")))
        # Optional and empty is right whatever the kind: nothing typed is not parsed at all.
        if spec.get("required")
        else validators.Optional()
    )
    common = {
        "validators": [needed, kind] if asked else [NotAsked(needed)],
        "description": spec.get("help", ""),
    }
    return MADE_BY[spec["kind"]](kind, **common)


def form_of(
    specs: Iterable[dict[str, Any]], checks: Checks, today: date, unasked: Collection[str] = ()
) -> type[DeskForm]:
    """A form class with one prefixed field per entry; those of ``unasked`` keys are never wrong."""
    made = {
        name_of(spec["key"]): field_of(spec, checks, today, asked=spec["key"] not in unasked)
        for spec in specs
    }
    return type("OneForm", (DeskForm,), made)
