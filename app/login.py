"""The way in, the way out and one's own password. The same words for every failed attempt."""

from __future__ import annotations

import re
from typing import Any

from flask import flash, g, make_response, redirect, request, session, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.forms import DynamicForm
from flask_appbuilder.security.decorators import no_cache
from flask_appbuilder.security.sqla.models import User
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, Length

from app import clock, journal, sessions, transaction
from app.domain.refusal import Refused
from app.guard import open_to_all, signed_in
from app.services import account_passwords, sign_in

LONGEST = 128
UNAUTHORIZED = 401
UNPROCESSABLE = 422


#: An address of ours: one slash, then nothing that a browser reads as another host or leaves out.
OURS = re.compile(r"/(?![/\\])[^\\\x00-\x1f\x7f]*")


def within(address: str) -> str:
    """The address, if it is a path of ours and no other place, whatever host the browser names."""
    return address if OURS.fullmatch(address) else ""


class LoginForm(DynamicForm):
    """工号 and password; the names are FAB's, so that its login template fits."""

    username = StringField(_l("User name"), validators=[DataRequired(), Length(max=LONGEST)])
    password = PasswordField(_l("Password"), validators=[DataRequired(), Length(max=LONGEST)])


class PasswordForm(DynamicForm):
    """The old password once, the new one twice."""

    old = PasswordField(_l("Old password"), validators=[DataRequired(), Length(max=LONGEST)])
    new = PasswordField(_l("New password"), validators=[DataRequired(), Length(max=LONGEST)])
    again = PasswordField(
        _l("New password again"),
        validators=[DataRequired(), EqualTo("new", _l("The two passwords differ."))],
    )


class LoginView(BaseView):
    """Sign in, sign out, change one's own password."""

    route_base = ""
    login_template = "appbuilder/general/security/login_db.html"
    password_template = "account/password.html"  # noqa: S105 - a template's path

    @expose("/login/", methods=["GET", "POST"])
    @open_to_all
    @no_cache
    def login(self) -> Any:
        """The login page; an attempt answers 401 with the page, or goes on to where one wanted."""
        wanted = within(request.args.get("next", "")) or url_for("IndexView.index")
        if g.principal.is_authenticated:
            return redirect(wanted)
        form = LoginForm()
        if not form.validate_on_submit():
            return self._page(form)
        if not self._attempt(form.username.data.strip(), form.password.data):
            form.password.data = ""
            return make_response(self._page(form, failed=True), UNAUTHORIZED)
        return redirect(wanted)

    def _page(self, form: LoginForm, *, failed: bool = False) -> str:
        if failed:
            flash(
                _(
                    "The user name or the password is not right. After five failures the account is locked for 15 minutes."
                ),
                "warning",
            )
        return str(
            self.render_template(
                self.login_template, title=_("Sign in"), form=form, appbuilder=self.appbuilder
            )
        )

    def _attempt(self, username: str, password: str) -> bool:
        unit, now = transaction.session(), clock.now()
        user = sign_in.attempt(unit, username=username, password=password, now=now)
        if user is None:
            journal.access(unit, "login", sign_in.guard_key(username)[:16], "login_failed")
            transaction.commit()  # failures count although the answer is 401
            return False
        sessions.start(user.id, session, now=now)
        unit.info["actor"] = user.username
        journal.access(unit, "login", user.username, "login")
        return True

    @expose("/logout/", methods=["POST"])
    @open_to_all
    @no_cache
    def logout(self) -> Any:
        """End the session; the browser forgets what it kept."""
        if g.principal.is_authenticated:
            journal.access(transaction.session(), "login", g.principal.username, "logout")
        sessions.stop(session)
        answer = redirect(url_for("LoginView.login"))
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
        return answer

    @expose("/password", methods=["GET", "POST"])
    @signed_in
    @no_cache
    def password(self) -> Any:
        """Change one's own password; every session ends but the new one."""
        form = PasswordForm()
        if form.validate_on_submit():
            try:
                self._change(form.old.data, form.new.data)
            except Refused as refused:
                form.new.errors = [_(refused.refusal.say, **refused.refusal.values)]
            else:
                flash(_("Your password is changed."), "success")
                return redirect(url_for("IndexView.index"))
        page = self.render_template(
            self.password_template,
            title=_("Change password"),
            form=form,
            asked=g.principal.must_change,
        )
        return make_response(page, UNPROCESSABLE if form.errors else 200)

    def _change(self, old: str, new: str) -> None:
        unit, now = transaction.session(), clock.now()
        user = unit.get_one(User, g.principal.user_id)
        if not sign_in.confirmed(unit, user, old, now=now):
            transaction.commit()  # a guess at the old password counts like one at the door
            raise Refused(sign_in.WRONG_OLD)
        account_passwords.change(unit, user, new, now=now)
        unit.flush()  # the listener ends every session before the new one begins
        sessions.start(user.id, session, now=now)
