"""The public form of an appeal: what somebody could not get done, and how they are reached."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField, validators

from app.domain import numbers
from app.forms.base import DeskForm
from app.forms.one_form import Checked
from app.services import identity_checks
from app.services.online_appeals import Sent

#: Longest words that come in online: more is said at the window.
LONGEST = 2000
#: How long a case number is that is typed, whatever its gaps.
NUMBER = 40


class OnlineForm(DeskForm):
    """One appeal of somebody who is not signed in."""

    said = TextAreaField(_l("What could not be done"))
    department = SelectField(_l("Which department it is about"), default="", validate_choice=False)
    about = StringField(_l("Case number, if you have one"), render_kw={"autocomplete": "off"})
    person = StringField(_l("Your name"), render_kw={"autocomplete": "name"})
    phone = StringField(_l("Your telephone"), render_kw={"autocomplete": "tel", "inputmode": "tel"})
    # Nobody sees it; what fills in every line of every page does.
    website = StringField(_l("Leave this line empty"), render_kw={"autocomplete": "off"})


def online_form(departments: Mapping[str, str], posted: Any = None) -> OnlineForm:
    """The form, ready to be drawn or validated."""
    form = OnlineForm(posted)
    form.department.choices = [("", _("I do not know")), *departments.items()]
    return form


def validate(form: OnlineForm, departments: Mapping[str, str]) -> bool:
    """Whether it may be taken in; what is wrong stands at its field."""
    if form.department.data not in departments:
        form.department.data = ""
    needed = validators.DataRequired(_("Please fill this in."))
    rules = {
        "said": [needed, validators.Length(max=LONGEST)],
        "person": [needed, validators.Length(max=100)],
        "phone": [needed, Checked(identity_checks.phone)],
        "about": [validators.Length(max=NUMBER), _number],
        "website": [_empty],
    }
    return bool(form.validate(extra_validators=rules))


def _number(_form: Any, field: Any) -> None:
    """A slip of the finger is told by the number itself; whether there is such a case is told to nobody."""
    try:
        numbers.parse(field.data or "")
    except numbers.Mistyped:
        say = _("The last character of the number does not fit: check it again.")
        raise validators.StopValidation(say) from None
    except numbers.NotANumber:
        return


def _empty(_form: Any, field: Any) -> None:
    if (field.data or "").strip():
        raise validators.StopValidation(_("Leave this line empty"))


def sent_of(form: OnlineForm) -> Sent:
    """What was typed; only after ``validate``."""
    texts = {name: (form[name].data or "").strip() for name in ("phone", "said", "about")}
    name = (form.person.data or "").strip()
    return Sent(name=name, department=form.department.data, **texts)
