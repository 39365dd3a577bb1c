"""The form by which an appeal is registered: the window types it, a sheet and other systems send the same."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField, validators

from app.domain.case.events_of_appeals import GIVEN
from app.domain.refusal import msgid
from app.forms.base import DeskForm
from app.forms.one_form import Checked
from app.services import external, identity_checks
from app.services.appeals import LONGEST, Entry

#: How an appeal came in → its words.
CAME: dict[str, Any] = {
    "walk_in": _l("came to the window"),
    "phone": _l("by phone"),
    "online": _l("online"),
    "hotline": _l("sent by 12345"),
}
#: Why it is not the centre's.
OUTSIDE: dict[str, Any] = {
    "": _l("it is for the centre"),
    "out_of_scope": _l("other departments coordinate it"),
    "excluded": _l("the law has a procedure of its own for it"),
}
#: How several stand in one field.
BETWEEN = "、,，;；\n"
TEXT = {"autocomplete": "off"}
Finder = Callable[[str], list[str]]


@dataclass(frozen=True)
class Choices:
    """What may be chosen: classes by code, departments by code, who works in some of them."""

    classes: Mapping[str, str]
    departments: Mapping[str, str]
    helpers: Mapping[str, str]
    people_of: Callable[[Collection[str]], Mapping[str, str]]
    #: class → lists of texts of which one must be said at once
    demanded: Mapping[str, list[list[str]]]


class Named(StringField):
    """Several by their names, one after another; ``found`` are the keys behind them."""

    #: name or key → keys; several where a name is not enough
    find: Finder = staticmethod(lambda _name: [])
    found: tuple[str, ...] = ()

    def pre_validate(self, _form: Any) -> None:
        """Find each; raises StopValidation with the one that is not found, or is not the only one."""
        names = self.data or ""
        for sign in BETWEEN:
            names = names.replace(sign, "\n")
        keys: list[str] = []
        for name in filter(None, (part.strip() for part in names.split("\n"))):
            there = self.find(name)
            if len(there) != 1:
                say = SAY[bool(there)]
                raise validators.StopValidation(_(say, name=name))
            keys += [key for key in there if key not in keys]
        self.found = tuple(keys)


#: Whether more than one is called so → what is said.
SAY = {
    False: msgid("Nothing and nobody here is called “%(name)s”."),
    True: msgid("Several are called “%(name)s”: write the user name."),
}


class AppealForm(DeskForm):
    """One appeal."""

    code = RadioField(_l("What did the person meet?"), validate_choice=False)
    name = StringField(_l("Name"), render_kw=TEXT)
    phone = StringField(_l("Phone"), render_kw=TEXT)
    channel = SelectField(_l("How it came"), default="walk_in")
    external_ref = StringField(_l("12345 number"), render_kw=TEXT)
    about = StringField(_l("Case it is about"), render_kw=TEXT)
    said = TextAreaField(_l("What could not be done"))
    departments = Named(_l("Departments it is about"), render_kw={**TEXT, "list": "departments"})
    people = Named(_l("Persons complained of"), render_kw=TEXT)
    named = BooleanField(_l("The department may know who complains"))
    reason = TextAreaField(_l("Reason told at once"))
    progress = TextAreaField(_l("Progress told at once"))
    explanation = TextAreaField(_l("Explanation with its basis in policy"))
    guidance = TextAreaField(_l("Which way to go"))
    agent = SelectField(_l("Who helps or acts for them"), validate_choice=False, default="")
    handled_by = SelectField(_l("Handed on to"), validate_choice=False, default="")
    ground = SelectField(_l("Not for the centre?"), default="")
    why_outside = TextAreaField(_l("Why it is not"))
    competent_department = StringField(_l("Department that coordinates it"), render_kw=TEXT)
    remedy = TextAreaField(_l("Where and how the person goes on"))


def _rules() -> dict[str, list[Any]]:
    """What each field must hold, in the reader's language."""
    needed = validators.DataRequired(_("Please fill this in."))
    words = validators.Length(max=LONGEST)
    return {
        "code": [validators.DataRequired(_("Choose the class of the appeal."))],
        "name": [needed, validators.Length(max=100)],
        "phone": [needed, Checked(identity_checks.phone)],
        "said": [needed, words],
        "external_ref": [_ref, validators.Length(max=external.REF)],
        "competent_department": [_competent, validators.Length(max=200)],
        "remedy": [_remedy, words],
        "why_outside": [_why_outside, words],
        **{name: [words] for name in ("reason", "progress", "explanation", "guidance")},
    }


def _ref(form: Any, field: Any) -> None:
    if form.channel.data == "hotline" and not (field.data or "").strip():
        raise validators.StopValidation(_("Write the number under which 12345 sent it."))


def _competent(form: Any, field: Any) -> None:
    if form.ground.data == "out_of_scope" and not (field.data or "").strip():
        raise validators.StopValidation(_("Name the department that coordinates it."))


def _remedy(form: Any, field: Any) -> None:
    if form.ground.data == "excluded" and not (field.data or "").strip():
        say = _("Tell the way that is open instead: the law has a procedure of its own for this.")
        raise validators.StopValidation(say)


def _why_outside(form: Any, field: Any) -> None:
    if form.ground.data and not (field.data or "").strip():
        raise validators.StopValidation(_("Write why it is not for the centre."))


def appeal_form(choices: Choices, posted: Any = None) -> AppealForm:
    """The form, ready to be drawn or validated."""
    form = AppealForm(posted)
    form.channel.choices = [*CAME.items()]
    form.ground.choices = [*OUTSIDE.items()]
    form.code.choices = [*choices.classes.items()]
    form.handled_by.choices = [("", _("the class's own")), *choices.departments.items()]
    form.agent.choices = [("", _("nobody yet")), *choices.helpers.items()]
    form.departments.find = _finder(choices.departments)
    return form


def _finder(known: Mapping[str, str]) -> Finder:
    def find(name: str) -> list[str]:
        exact = [key for key, label in known.items() if name in (key, label)]
        return exact or [key for key, label in known.items() if name in label]

    return find


def validate(form: AppealForm, choices: Choices) -> bool:
    """Whether it may be registered as it is; what is wrong stands at its field."""
    _chosen(form, choices)
    form.people.find = _finder(choices.people_of(_departments_of(form)))
    right = bool(form.validate(extra_validators=_rules()))
    return _says_at_once(form, choices) and right


def _says_at_once(form: AppealForm, choices: Choices) -> bool:
    """The texts of the class, any one of its lists; what is missing stands at the first of them (R72)."""
    ways = choices.demanded.get(form.code.data or "", [])
    if not ways or any(all(form[name].data for name in way) for way in ways):
        return True
    first = form[next(name for name in ways[0] if not form[name].data)]
    words = _(" or ").join(_(", ").join(str(form[name].label.text) for name in way) for way in ways)
    first.errors = [
        *first.errors,
        _("This class wants to be told at once: %(words)s.", words=words),
    ]
    return False


def _departments_of(form: AppealForm) -> tuple[str, ...]:
    """The departments typed, as far as they are found: people are looked for there."""
    try:
        form.departments.pre_validate(form)
    except validators.StopValidation:
        return ()
    return form.departments.found


def _chosen(form: AppealForm, choices: Choices) -> None:
    """A value that no list offers is none: a page is not the only one who sends."""
    for field, known in (
        (form.code, choices.classes),
        (form.handled_by, choices.departments),
        (form.agent, choices.helpers),
    ):
        if field.data not in known:
            field.data = ""


def entry_of(form: AppealForm, *, helpers: Mapping[str, str], at_once: bool = False) -> Entry:
    """What was typed, as it is registered; only after ``validate``."""
    told = {name: (form[name].data or "").strip() for name in GIVEN if name != "agent"}
    told["agent"] = helpers.get(form.agent.data, "")
    outside = {
        "ground": form.ground.data,
        "reason": (form.why_outside.data or "").strip(),
        "competent_department": (form.competent_department.data or "").strip(),
        "remedy": (form.remedy.data or "").strip(),
    }
    return Entry(
        code=form.code.data,
        name=form.name.data.strip(),
        phone=form.phone.data.strip(),
        channel=form.channel.data,
        said=form.said.data.strip(),
        about=(form.about.data or "").strip().upper(),
        departments=[*form.departments.found],
        people=[*form.people.found],
        anonymous=not form.named.data,
        external_ref=(form.external_ref.data or "").strip(),
        told={name: text for name, text in told.items() if text},
        helper=form.agent.data or "",
        handled_by=form.handled_by.data or "",
        outside={name: text for name, text in outside.items() if text} if outside["ground"] else {},
        at_once=at_once,
    )


#: Rule of a refusal → the field at which it is said.
AT: dict[str, str] = {
    "R70": "code",
    "R77": "about",
    "R107": "about",
    "R80": "departments",
    "R74": "ground",
}
