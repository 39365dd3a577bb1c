"""The one form (一表): a form class from the fields of a blueprint, and the applicant beside it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from wtforms import BooleanField, SelectField, StringField, validators
from wtforms.fields.choices import SelectChoice

from app.domain.field_people import PAPERS
from app.domain.fields import Checks
from app.forms.base import DeskForm
from app.forms.kinds import form_of, name_of
from app.services import identity_checks
from app.translations import lazy_gettext as _l


class Identity:
    """Checks a number against the kind of paper it is on."""

    def __init__(self, today: date) -> None:
        """``today``: nobody is born after it."""
        self.today = today

    def __call__(self, form: Any, field: Any) -> None:
        """Raises StopValidation with the sentence of what is wrong."""
        # The kind may be changed after the number: checked here, with both, and never one alone.
        problem = identity_checks.identity(form.id_type.data, field.data, today=self.today)
        if problem:
            raise validators.StopValidation(_(problem))


class Checked:
    """Checks a number that has only one kind: a phone, a credit code."""

    def __init__(self, check: Any) -> None:
        """``check(value)`` gives the msgid of what is wrong, or None."""
        self.check = check

    def __call__(self, _form: Any, field: Any) -> None:
        """Raises StopValidation with the sentence of what is wrong."""
        problem = self.check(field.data)
        if problem:
            raise validators.StopValidation(_(problem))


def _identity_fields(today: date) -> dict[str, Any]:
    needed = validators.DataRequired(_l("Please fill this in."))
    plain = {"autocomplete": "off"}
    return {
        "name": StringField(_l("Name"), [needed, validators.Length(max=100)], render_kw=plain),
        "id_type": SelectField(
            _l("Kind of ID"),
            choices=[SelectChoice(value, _l(label)) for value, label in PAPERS.items()],
            default="id_card",
        ),
        "id_number": StringField(_l("ID number"), [needed, Identity(today)], render_kw=plain),
        "phone": StringField(
            _l("Phone"), [needed, Checked(identity_checks.phone)], render_kw=plain
        ),
    }


@lru_cache(maxsize=8)
def applicant_form(*, organisation: bool, today: date) -> type[DeskForm]:
    """Who applies; an organisation may not have its credit code yet."""
    fields = _identity_fields(today)
    if organisation:
        plain = {"autocomplete": "off"}
        fields["organisation"] = StringField(
            _l("Name of the business"),
            [validators.Optional(), validators.Length(max=200)],
            render_kw=plain,
        )
        fields["credit_code"] = StringField(
            _l("Unified social credit code"),
            # A business that is about to open has none yet; its number comes with the licence.
            [validators.Optional(), Checked(identity_checks.credit_code)],
            description=_l("Leave empty if there is none yet."),
            render_kw=plain,
        )
    # Asked at the counter: no registry is connected, and deferral hangs on it (R28, R31).
    fields["bad_credit"] = BooleanField(
        _l("Credit record shows an earlier false promise, not repaired")
    )
    return type("ApplicantForm", (DeskForm,), fields)


class Unasked(DeskForm):
    """A form that stands on the page though nobody has to fill it."""

    # Kept on the page, so that ticking "somebody came" shows fields and loses none.
    def validate(self, *_more: Any, **_validators: Any) -> bool:
        """Whatever is in it is right."""
        return True


@lru_cache(maxsize=8)
def agent_form(*, wanted: bool, today: date) -> type[DeskForm]:
    """Who came for the applicant; where nobody did, nothing is asked."""
    fields = {**_identity_fields(today), "wanted": wanted}
    return type("AgentForm", (DeskForm if wanted else Unasked,), fields)


def one_form(
    specs: list[dict[str, Any]],
    *,
    checks: Checks,
    today: date,
    unasked: Collection[str] = (),
) -> type[DeskForm]:
    """A form class with one prefixed field per entry of the blueprint's form.

    ``unasked``: keys that stand on the page and are not asked in this situation.
    """
    if _looks_for_files(specs):
        # Which files there are is another question for every intake.
        return form_of(specs, checks, today, unasked=unasked)
    return _made_once(json.dumps(specs), checks._replace(stored=None), today, frozenset(unasked))


def _looks_for_files(specs: Iterable[dict[str, Any]]) -> bool:
    return any(
        spec["kind"] == "attachment" or _looks_for_files(spec.get("fields") or ()) for spec in specs
    )


@lru_cache(maxsize=32)
def _made_once(specs: str, checks: Checks, today: date, unasked: frozenset[str]) -> type[DeskForm]:
    """An intake asks the same fields many times over, and so does the next one of its kind."""
    return form_of(json.loads(specs), checks, today, unasked=unasked)


def values_of(form: DeskForm, specs: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The normalised values by field key; only after ``validate``."""
    return {spec["key"]: getattr(form[name_of(spec["key"])], "value", None) for spec in specs}
