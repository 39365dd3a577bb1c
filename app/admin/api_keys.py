"""Keys of other systems: the security administrator gives them, sees when they were used, takes them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from flask import abort, flash, g, redirect, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.sqla.models import User
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app import clock, transaction
from app.access import BUILTIN, COMPOSABLE
from app.domain.refusal import Refused
from app.domain.roles import title
from app.forms.api_keys import KeyForm, MachineForm
from app.guard import needs
from app.models import ApiKey
from app.refusals import sentence
from app.services import api_keys, naming
from app.services.account_places import Place
from app.services.accounts import NewAccount
from app.telling.grants import grouped

UNPROCESSABLE = 422
#: Proposed: long enough to be renewed once a year.
USUAL = timedelta(days=365)


class ApiKeyView(BaseView):
    """Every key there is, and the two steps to a new one: whose, and what it may do."""

    route_base = "/admin/api-keys"

    @expose("/")
    @needs("api_key.read")
    def list(self) -> Any:
        """The keys, those in force first."""
        return self._list(self._machine())

    @expose("/account", methods=["POST"])
    @needs("api_key.write")
    def account(self) -> Any:
        """An account of another system: it comes in by key alone."""
        form = self._machine(request.form)
        if not form.validate():
            return self._list(form), UNPROCESSABLE
        place = Place(department=form.department.data or None)
        made = NewAccount(
            form.username.data.strip().lower(), form.name.data, "", (form.role.data,), place
        )
        try:
            user = api_keys.make_machine(
                transaction.session(), made, by=g.principal, now=clock.now()
            )
        except Refused as refused:
            form.username.errors = [sentence(refused.refusal)]
            return self._list(form), UNPROCESSABLE
        return redirect(url_for("ApiKeyView.new", account=user.username))

    @expose("/new", methods=["GET", "POST"])
    @needs("api_key.write")
    def new(self) -> Any:
        """What the key may do; its secret is shown once, on the page that follows."""
        user = self._user(request.values.get("account", ""))
        posted = request.method == "POST"
        first = {"source": user.username, "expires": (clock.today() + USUAL).isoformat()}
        form = KeyForm(request.form) if posted else KeyForm(data=first)
        scopes = api_keys.scopes_of(transaction.session(), user)
        form.scopes.choices = [SelectChoice(one, one) for one in sorted(scopes)]
        if not (posted and form.validate()):
            return self._ask(form, user, scopes), UNPROCESSABLE if posted else 200
        until = datetime.combine(form.day, time(23, 59, 59))
        wanted = api_keys.Wanted(form.name.data, form.source.data, form.scopes.data, until)
        try:
            row, secret = api_keys.create(
                transaction.session(), user, wanted, by=g.principal, now=clock.now()
            )
        except Refused as refused:
            return self._ask(form, user, scopes, sentence(refused.refusal)), UNPROCESSABLE
        return self.render_template("account/api_key.html", key=row, secret=secret, user=user)

    @expose("/<int(max=2147483647):pk>/revoke", methods=["POST"])
    @needs("api_key.write")
    def revoke(self, pk: int) -> Any:
        """From now on the key opens nothing."""
        row = transaction.session().get(ApiKey, pk, with_for_update=True) or abort(404)
        api_keys.revoke(transaction.session(), row, by=g.principal, now=clock.now())
        flash(_("The key %(name)s opens nothing any more.", name=row.name), "good")
        return redirect(url_for("ApiKeyView.list"))

    def _list(self, form: MachineForm) -> Any:
        session, now = transaction.session(), clock.now()
        found = [
            (key, user, api_keys.describe(key, now=now)) for key, user in api_keys.given(session)
        ]
        accounts = api_keys.holders(session)
        return self.render_template(
            "account/api_keys.html", keys=found, accounts=accounts, form=form
        )

    def _ask(self, form: KeyForm, user: User, scopes: Any, why: str = "") -> Any:
        groups = grouped(scopes)
        return self.render_template(
            "account/api_key_new.html", form=form, user=user, groups=groups, why=why
        )

    @staticmethod
    def _machine(posted: Any = None) -> MachineForm:
        form = MachineForm(posted)
        departments = naming.names(transaction.session(), "departments")["departments"]
        form.role.choices = [
            SelectChoice(str(role), _(title(str(role))))
            for role, grants in BUILTIN.items()
            if grants <= COMPOSABLE
        ]
        offered = [
            SelectChoice(code, one.name) for code, one in departments.items() if not one.retired
        ]
        form.department.choices = [SelectChoice("", "—"), *offered]
        return form

    @staticmethod
    def _user(username: str) -> User:
        query = sa.select(User).where(User.username == username.replace("\0", ""))
        user = transaction.session().scalars(query).one_or_none()
        return user if user is not None else abort(404)


def register(appbuilder: Any) -> None:
    """Register the pages; our own menu shows them."""
    appbuilder.add_view_no_menu(ApiKeyView)
