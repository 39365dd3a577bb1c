"""Forms of the security administrator: an account, a further role."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, StringField, validators
from wtforms.fields.choices import SelectChoice

from app.domain import passwords
from app.forms.base import DeskForm
from app.refusals import sentence

Choices = Iterable[tuple[str, str]]
NEEDED = validators.DataRequired(_l("Please fill this in."))
PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class NameForm(DeskForm):
    """The person's name."""

    name = StringField(_l("Name"), [NEEDED, validators.Length(max=64)], render_kw=PLAIN)


class RolesForm(DeskForm):
    """Exactly these roles."""

    roles = SelectMultipleField(
        _l("Roles"),
        choices=[],
        description=_l(
            "The three administrators' roles are given on the server alone, and exclude every other."
        ),
    )


class PlaceForm(DeskForm):
    """Where a person works: the scope of their roles."""

    department = SelectField(
        _l("Department"),
        choices=[],
        description=_l(
            "An officer sees the parts of this department; a head also those of the ones below it."
        ),
    )
    window = SelectField(
        _l("Window"),
        choices=[],
        description=_l("Where they sit; it stands at the top of their pages. It gives no right."),
    )
    departments = SelectMultipleField(_l("Further departments"), choices=[])


class PasswordForm(DeskForm):
    """A password to hand over; it is shown, because it is read out once and then changed."""

    password = StringField(
        _l("First password"),
        [NEEDED, validators.Length(max=128)],
        description=_l(
            "Proposed anew each time. Hand it over in person; it must be changed at the next login."
        ),
        render_kw=PLAIN,
    )


class AccountForm(DeskForm):
    """A new account."""

    username = StringField(
        _l("User name"),
        [NEEDED, validators.Length(max=32)],
        description=_l("Small letters and digits. It stands in the trail and never changes."),
        render_kw=PLAIN,
    )
    name = NameForm.name
    password = PasswordForm.password
    department = PlaceForm.department
    window = PlaceForm.window
    roles = RolesForm.roles
    departments = PlaceForm.departments

    def validate_password(self, field: Any) -> None:
        """Said together with what else is wrong, not after it. Raises ValidationError."""
        weak = passwords.weakness(field.data, username=self.username.data or "")
        if weak:
            raise validators.ValidationError(sentence(weak))


class RoleForm(DeskForm):
    """A further role and its grants."""

    name = StringField(
        _l("Name of the role"),
        [NEEDED, validators.Length(max=64)],
        description=_l("It stands in the trail and never changes."),
        render_kw=PLAIN,
    )
    grants = SelectMultipleField(_l("Grants"), choices=[])


class GrantsForm(DeskForm):
    """The grants of a role that is there."""

    grants = RoleForm.grants


def offer(
    form: DeskForm, *, roles: Choices = (), departments: Choices = (), windows: Choices = ()
) -> DeskForm:
    """Put the choices of the centre into a form that asks for them."""
    offered = {
        "roles": roles,
        "departments": departments,
        "department": [("", "—"), *departments],
        "window": [("", "—"), *windows],
    }
    for name, choices in offered.items():
        if name in form:
            form[name].choices = [SelectChoice(value, label) for value, label in choices]
    return form
