"""Forms of the keys of other systems."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, StringField, validators

from app.forms.accounts import NEEDED, PLAIN, NameForm
from app.forms.base import DeskForm

SIGN = validators.Regexp(
    r"^[a-z0-9][a-z0-9._-]{0,39}$", message=_l("Small letters, digits, dot, _ and -.")
)


class MachineForm(DeskForm):
    """An account of another system."""

    username = StringField(_l("User name"), [NEEDED, SIGN], render_kw=PLAIN)
    name = NameForm.name
    role = SelectField(_l("Role"), choices=[])
    department = SelectField(_l("Department"), choices=[])


class KeyForm(DeskForm):
    """What a key is for, what it may do and until when."""

    name = StringField(_l("What it is for"), [NEEDED, validators.Length(max=100)], render_kw=PLAIN)
    source = StringField(
        _l("Name of the system"),
        [NEEDED, SIGN],
        description=_l("Under it the numbers stand that the system sends with its cases."),
        render_kw=PLAIN,
    )
    expires = StringField(_l("In force until"), [NEEDED], render_kw=PLAIN)
    scopes = SelectMultipleField(_l("Grants"), [NEEDED], choices=[])
    day: date

    def validate_expires(self, field: Any) -> None:
        """A day as people write it. Raises ValidationError."""
        try:
            self.day = date.fromisoformat(field.data.strip())
        except ValueError as wrong:
            raise validators.ValidationError(
                _("A day is written as %(example)s.", example="2026-09-18")
            ) from wrong
