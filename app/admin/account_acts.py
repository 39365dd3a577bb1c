"""What the security administrator may do to an account: a table of acts with their forms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from flask_appbuilder.security.sqla.models import User
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.access import Principal
from app.forms import accounts as forms
from app.services import account_passwords, account_places, account_roles, accounts
from app.services.account_places import Place
from app.services.people import Person


class Doing(NamedTuple):
    """Everything an act needs: the account, what was filled in, who acts, when."""

    session: Session
    user: User
    form: Any
    by: Principal
    now: datetime


class Act(NamedTuple):
    """One act: its words, what is said when it is done, when it makes sense, its form if it has one."""

    label: Any
    icon: str
    done: Any
    do: Callable[[Doing], Any]
    fits: Callable[[Person, list[Any]], bool] = lambda _person, _sessions: True
    form: type[Any] | None = None
    filled: Callable[[Person], dict[str, Any]] = lambda _person: {}


def place(form: Any) -> Place:
    """The scope that a form says."""
    return Place(
        form.department.data or None,
        (form.window.data or "").strip() or None,
        tuple(form.departments.data or ()),
    )


def _enable(doing: Doing, *, active: bool) -> None:
    accounts.set_active(doing.session, doing.user, active, by=doing.by)


ACTS = {
    "roles": Act(_l("Change the roles"), "user-shield", _l("%(name)s has these roles now, and signs in anew."),
        lambda it: account_roles.set_roles(it.session, it.user, it.form.roles.data, by=it.by),
        form=forms.RolesForm, filled=lambda person: {"roles": person.roles}),
    "place": Act(_l("Change the department"), "building", _l("%(name)s works there now, and signs in anew."),
        lambda it: account_places.set_place(it.session, it.user, place(it.form), by=it.by),
        form=forms.PlaceForm, filled=lambda person: {"department": person.department or "", "window": person.window or "", "departments": person.further}),
    "password": Act(_l("Reset the password"), "key", _l("The password of %(name)s is reset; it must be changed at the next login."),
        lambda it: account_passwords.reset(it.session, it.user, it.form.password.data, by=it.by, now=it.now),
        form=forms.PasswordForm, filled=lambda _person: {"password": account_passwords.suggested()}),
    "rename": Act(_l("Change the name"), "user-edit", _l("The account is in the name of %(name)s now."),
        lambda it: accounts.rename(it.session, it.user, it.form.name.data, by=it.by),
        form=forms.NameForm, filled=lambda person: {"name": person.name}),
    "unlock": Act(_l("Unlock"), "lock-open", _l("%(name)s may try to sign in again."),
        lambda it: account_passwords.unlock(it.session, it.user, by=it.by), fits=lambda person, _sessions: person.locked_until is not None),
    "end-sessions": Act(_l("End every session"), "logout", _l("%(name)s is signed out everywhere."),
        lambda it: accounts.end_sessions(it.session, it.user, by=it.by), fits=lambda _person, sessions: bool(sessions)),
    "disable": Act(_l("Disable the account"), "user-off", _l("The account of %(name)s is disabled; nobody signs in with it."),
        lambda it: _enable(it, active=False), fits=lambda person, _sessions: person.active),
    "enable": Act(_l("Enable the account"), "user-check", _l("The account of %(name)s may be used again."),
        lambda it: _enable(it, active=True), fits=lambda person, _sessions: not person.active),
}  # fmt: skip
#: What each of them brings with it, said under its button.
TOLD = {
    "roles": _l("Exactly the ones you choose; open sessions end."),
    "place": _l("Department, counter, further departments; open sessions end."),
    "password": _l("You hand over a first password; a lock is lifted, open sessions end."),
    "rename": _l("After a marriage or a slip of the pen; the user name stays."),
    "unlock": _l("Failed logins locked it; it opens by itself after 15 minutes."),
    "end-sessions": _l("On every computer; the person may sign in again."),
    "disable": _l("For who left or is away for long: sessions end at once, everything done stays in the trail."),
    "enable": _l("With the password and the roles it had."),
}  # fmt: skip
