"""Kind of field → the WTForms field that asks for it. What a value must be is the domain's word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
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

#: Fields collide with WTForms' own attributes unless they are prefixed (libraries §1).
PREFIX = "f_"


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


def parse(spec: dict[str, Any], raw: Any, checks: Checks, today: date) -> tuple[Any, str | None]:
    """The normalised value of what was typed, or the msgid of what is wrong with it."""
    return FIELD_KINDS[spec["kind"]].parse(raw, spec, checks=checks, today=today)


def _options(spec: dict[str, Any]) -> list[SelectChoice]:
    return [
        SelectChoice(str(option["value"]), option["label"]) for option in spec.get("options") or []
    ]


def _text(spec: dict[str, Any], **common: Any) -> Field:
    return StringField(spec["label"], render_kw=_typing(spec), **common)


def _long(spec: dict[str, Any], **common: Any) -> Field:
    return TextAreaField(spec["label"], **common)


def _yes_no(spec: dict[str, Any], **common: Any) -> Field:
    return RadioField(
        spec["label"],
        choices=[SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("No"))],
        validate_choice=False,
        **common,
    )


def _choice(spec: dict[str, Any], **common: Any) -> Field:
    # The domain says what a choice may be, in one sentence for form, import and job.
    return RadioField(spec["label"], choices=_options(spec), validate_choice=False, **common)


def _multiple(spec: dict[str, Any], **common: Any) -> Field:
    boxes = {
        "option_widget": widgets.CheckboxInput(),
        "widget": widgets.ListWidget(prefix_label=False),
    }
    return SelectMultipleField(
        spec["label"], choices=_options(spec), validate_choice=False, **boxes, **common
    )


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
}


#: What is said where nothing was chosen; elsewhere something is to be filled in.
PLEASE = dict.fromkeys(("yes_no", "choice", "multiple"), _l("Please choose."))


def field_of(spec: dict[str, Any], checks: Checks, today: date) -> Field:
    """An unbound field for one entry of the blueprint's form."""
    needed = (
        validators.DataRequired(PLEASE.get(spec["kind"], _l("Please fill this in.")))
        # Optional and empty is right whatever the kind: nothing typed is not parsed at all.
        if spec.get("required")
        else validators.Optional()
    )
    common = {
        "validators": [needed, Kind(spec, checks, today)],
        "description": spec.get("help", ""),
    }
    return MADE_BY[spec["kind"]](spec, **common)
