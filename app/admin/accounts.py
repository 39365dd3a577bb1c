"""Users and their accounts: the security administrator's pages; every act is a service's."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from flask import abort, flash, g, redirect, request, url_for
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access
from flask_appbuilder.security.sqla.models import User
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from app import clock, idempotency, transaction
from app.admin.account_acts import ACTS, TOLD, Act, Doing, place
from app.admin.account_choices import beside, choices, department_names, offered
from app.admin.account_lists import AccountsOut, asked_for
from app.admin.base import SafeModelView, of
from app.admin.roles import RoleView
from app.domain.refusal import Refused
from app.forms import accounts as forms
from app.refusals import sentence
from app.services import account_passwords, account_power, accounts, people, sign_in
from app.services.accounts import NewAccount
from app.services.people import Person

CONFLICT, UNPROCESSABLE = 409, 422


class UserView(AccountsOut, SafeModelView):
    """The people of the centre: a list, a page for each, and what may be done to an account."""

    datamodel = of(User)
    class_permission_name = "account"
    route_base = "/admin/users"
    title = _l("Users")
    base_permissions = ["can_list", "can_show", "can_add", "can_edit"]
    include_route_methods = {
        "list",
        "show",
        "add",
        "change",
        "press",
        "end_session",
        "choose",
        "export",
    }
    method_permission_name = {
        "list": "list",
        "show": "show",
        "add": "add",
        "export": "list",
    } | dict.fromkeys(("change", "press", "end_session", "choose"), "edit")
    list_columns = show_columns = add_columns = edit_columns = ["username"]

    @expose("/list/")
    @has_access
    def list(self) -> Any:
        """A page of people by user name."""
        asked, session = asked_for(), transaction.session()
        found, after = people.page(session, asked, now=clock.now())
        return self.render_template(
            "account/users.html",
            view=self,
            people=found,
            asked=asked,
            kept={
                name: value for name, value in asdict(asked).items() if value and name != "after"
            },
            after=after,
            **choices(session),
        )

    @expose("/show/<int(max=2147483647):pk>")
    @has_access
    def show(self, pk: int) -> Any:
        """One person: the account, what may be done to it and what not and why, open sessions."""
        return self._person(self._row(pk), 200)

    def _person(self, user: User, status: int, why: str = "") -> Any:
        session, now = transaction.session(), clock.now()
        person = people.one(session, user.id, now=now)
        sessions = sign_in.live(session, user.id, now=now)
        refused = account_power.why_not(user, by=g.principal)
        page = self.render_template(
            "account/user.html",
            view=self,
            person=person,
            sessions=sessions,
            acts=[] if refused else [(k, a) for k, a in ACTS.items() if a.fits(person, sessions)],
            told=TOLD,
            closed=sentence(refused) if refused else "",
            why=why,
            names=department_names(session),
        )
        return page, status

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> Any:
        """A new account; the key of the form makes a second press show the first one's."""
        if request.method != "POST":
            first = {"password": account_passwords.suggested()}
            return self._ask_new(forms.AccountForm(data=first), 200)
        # Before the form is read: a retry must not hear that its own name is taken.
        done = idempotency.seen(request.form.get("key"))
        if done:
            return redirect(done)
        form = offered(forms.AccountForm(request.form))
        if not form.validate():
            return self._ask_new(form, UNPROCESSABLE)
        try:
            user = self._create(form)
        except Refused as refused:
            return self._ask_new(form, UNPROCESSABLE, beside(form, refused))
        flash(
            _(
                "%(name)s has an account: %(username)s.",
                name=form.name.data,
                username=user.username,
            ),
            "good",
        )
        address = url_for("UserView.show", pk=user.id)
        idempotency.answered(request.form.get("key"), "account", address)
        return redirect(address)

    def _create(self, form: Any) -> User:
        account = NewAccount(
            username=form.username.data.strip().lower(),
            name=form.name.data,
            password=form.password.data,
            roles=tuple(form.roles.data),
            place=place(form),
        )
        try:
            return accounts.create(transaction.session(), account, by=g.principal, now=clock.now())
        except IntegrityError as raced:  # somebody took the name between our look and our write
            transaction.rollback()
            raise accounts.taken(account.username) from raced

    def _ask_new(self, form: Any, status: int, why: str = "") -> Any:
        page = self.render_template(
            "account/new.html",
            view=self,
            form=offered(form),
            why=why,
            key=request.form.get("key"),
        )
        return page, status

    @expose(
        "/<any(roles, place, password, rename):name>/<int(max=2147483647):pk>",
        methods=["GET", "POST"],
    )
    @has_access
    def change(self, name: str, pk: int) -> Any:
        """An act with a form; one that somebody overtook is told so and loses nothing."""
        act, user = ACTS[name], self._locked(pk)
        person = people.one(transaction.session(), user.id, now=clock.now())
        if request.method != "POST":
            refused = account_power.why_not(user, by=g.principal)
            if refused:
                return self._person(user, UNPROCESSABLE, sentence(refused))
            return self._ask(act, act.form(data=act.filled(person)), person, 200)
        form = offered(act.form(request.form), person)
        # Compared before anything is given: another administrator may just have taken it.
        if request.form.get("stamp") != person.stamp:
            return self._ask(act, form, person, CONFLICT)
        if not form.validate():
            return self._ask(act, form, person, UNPROCESSABLE)
        try:
            return self._do(act, user, form)
        except Refused as refused:
            return self._ask(act, form, person, UNPROCESSABLE, beside(form, refused))

    @expose(
        '/<any(unlock, "end-sessions", disable, enable):name>/<int(max=2147483647):pk>',
        methods=["POST"],
    )
    @has_access
    def press(self, name: str, pk: int) -> Any:
        """An act without a form."""
        user = self._locked(pk)
        try:
            return self._do(ACTS[name], user, None)
        except Refused as refused:
            return self._person(user, UNPROCESSABLE, sentence(refused.refusal))

    @expose("/end-session/<int(max=2147483647):pk>/<int(max=2147483647):number>", methods=["POST"])
    @has_access
    def end_session(self, pk: int, number: int) -> Any:
        """End one session of this person."""
        user = self._locked(pk)
        try:
            accounts.end_session(transaction.session(), user, number, by=g.principal)
        except Refused as refused:
            return self._person(user, UNPROCESSABLE, sentence(refused.refusal))
        flash(_("This session is ended."), "good")
        return redirect(url_for("UserView.show", pk=user.id))

    def _do(self, act: Act, user: User, form: Any) -> Any:
        act.do(Doing(transaction.session(), user, form, g.principal, clock.now()))
        transaction.session().flush()  # who holds a changed role is signed out in the same breath
        flash(str(act.done) % {"name": user.last_name + user.first_name}, "good")
        return redirect(url_for("UserView.show", pk=user.id))

    def _ask(self, act: Act, form: Any, person: Person, status: int, why: str = "") -> Any:
        if status == CONFLICT:
            flash(
                _(
                    "Somebody changed this account after you opened it. What you filled in is still here: compare, then save again."
                ),
                "warning",
            )
        page = self.render_template(
            "account/act.html",
            view=self,
            act=act,
            form=offered(form, person),
            person=person,
            why=why,
            names=department_names(transaction.session()),
        )
        return page, status

    def _row(self, pk: int) -> User:
        user = transaction.session().scalar(sa.select(User).where(User.id == pk))
        return user if user is not None else abort(404)

    def _locked(self, pk: int) -> User:
        """The account's row; an act holds it, so two of them follow each other."""
        user = self._row(pk)
        if request.method == "POST":
            # Read anew under the lock: what was read before it may be over.
            transaction.session().refresh(user, with_for_update=True)
        return user


def register(appbuilder: Any) -> None:
    """Register the views; our own menu shows them."""
    for view in (UserView, RoleView):
        appbuilder.add_view_no_menu(view)
