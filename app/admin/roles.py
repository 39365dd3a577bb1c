"""Roles: the builtin ones to read, further ones composed of named grants."""

from __future__ import annotations

import hashlib
from typing import Any

import sqlalchemy as sa
from flask import abort, flash, g, redirect, request, url_for
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access
from flask_appbuilder.security.sqla.models import Role as RoleRow
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError
from wtforms.fields.choices import SelectChoice

from app import idempotency, transaction
from app.access import BUILTIN, COMPOSABLE
from app.admin.account_lists import RolesOut
from app.admin.base import SafeModelView, of
from app.domain.refusal import Refused
from app.domain.roles import TITLES
from app.forms.accounts import GrantsForm, RoleForm
from app.refusals import sentence
from app.services import account_roles, people, roles
from app.telling.grants import grouped

CONFLICT, UNPROCESSABLE = 409, 422


class RoleView(RolesOut, SafeModelView):
    """The roles of the centre, each with its grants and who holds it."""

    datamodel = of(RoleRow)
    class_permission_name = "role"
    route_base = "/admin/roles"
    title = _l("Roles")
    base_permissions = ["can_list", "can_show", "can_add", "can_edit"]
    include_route_methods = {"list", "show", "add", "edit", "remove", "export"}
    method_permission_name = {
        "list": "list",
        "show": "show",
        "add": "add",
        "edit": "edit",
        "remove": "edit",
        "export": "list",
    }
    list_columns = show_columns = add_columns = edit_columns = ["name"]

    def _rules(self) -> list[Any]:
        """FAB's own two roles are given to nobody and shown to nobody."""
        return [RoleRow.name.not_in(account_roles.UNUSED)]

    @expose("/list/")
    @has_access
    def list(self) -> Any:
        """Every role: builtin ones first, as the centre's plan has them, then the composed ones."""
        session = transaction.session()
        rows = session.scalars(sa.select(RoleRow).where(*self._rules())).all()
        order = {name: number for number, name in enumerate(TITLES)}
        rows = sorted(rows, key=lambda role: (order.get(role.name, len(order)), role.name))
        return self.render_template(
            "account/roles.html",
            view=self,
            roles=rows,
            holders=people.holders(session, [role.id for role in rows]),
            grants={role.id: len(roles.grants_in(role)) for role in rows},
            builtin=BUILTIN,
        )

    @expose("/show/<int(max=2147483647):pk>")
    @has_access
    def show(self, pk: int) -> Any:
        """One role: what it may do, who holds it, and whether it may be changed."""
        return self._role(self._row(pk), 200)

    def _role(self, role: RoleRow, status: int, why: str = "") -> Any:
        refused = roles.why_not(role, by=g.principal)
        page = self.render_template(
            "account/role.html",
            view=self,
            role=role,
            groups=grouped(roles.grants_in(role)),
            holders=people.holders(transaction.session(), [role.id])[role.id],
            closed=sentence(refused) if refused else "",
            why=why,
        )
        return page, status

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> Any:
        """Compose a further role; ``like`` begins with the grants of another."""
        if request.method != "POST":
            like = BUILTIN.get(request.args.get("like", ""), frozenset()) & COMPOSABLE
            return self._ask(RoleForm(data={"grants": sorted(like)}), None, 200)
        done = idempotency.seen(request.form.get("key"))
        if done:
            return redirect(done)
        form = _offered(RoleForm(request.form))
        if not form.validate():
            return self._ask(form, None, UNPROCESSABLE)
        try:
            role = self._compose(form)
        except Refused as refused:
            return self._ask(form, None, UNPROCESSABLE, refused)
        address = url_for("RoleView.show", pk=role.id)
        idempotency.answered(request.form.get("key"), "role", address)
        return redirect(address)

    @staticmethod
    def _compose(form: Any) -> RoleRow:
        session = transaction.session()
        try:
            role = roles.compose(session, form.name.data, form.grants.data, by=g.principal)
            session.flush()  # a name taken in the same second is a refusal, not a fault
        except IntegrityError as raced:
            transaction.rollback()
            raise roles.taken(form.name.data) from raced
        flash(_("The role %(name)s may be given now.", name=role.name), "good")
        return role

    @expose("/edit/<int(max=2147483647):pk>", methods=["GET", "POST"])
    @has_access
    def edit(self, pk: int) -> Any:
        """Give a composed role other grants; a form that somebody overtook loses nothing."""
        role = self._held(pk)
        refused = roles.why_not(role, by=g.principal)
        if refused:
            return self._role(role, UNPROCESSABLE, sentence(refused))
        if request.method != "POST":
            return self._ask(GrantsForm(data={"grants": sorted(roles.grants_in(role))}), role, 200)
        form = _offered(GrantsForm(request.form))
        if request.form.get("stamp") != stamp(role):
            return self._ask(form, role, CONFLICT)
        if not form.validate():
            return self._ask(form, role, UNPROCESSABLE)
        try:
            roles.change(transaction.session(), role, form.grants.data, by=g.principal)
        except Refused as why:
            return self._ask(form, role, UNPROCESSABLE, why)
        flash(
            _("The role %(name)s is changed; who holds it signs in anew.", name=role.name), "good"
        )
        return redirect(url_for("RoleView.show", pk=role.id))

    @expose("/remove/<int(max=2147483647):pk>", methods=["POST"])
    @has_access
    def remove(self, pk: int) -> Any:
        """Remove a composed role that nobody holds."""
        role = self._held(pk)
        try:
            roles.remove(transaction.session(), role, by=g.principal)
        except Refused as refused:
            return self._role(role, UNPROCESSABLE, sentence(refused.refusal))
        flash(_("The role %(name)s is removed.", name=role.name), "good")
        return redirect(url_for("RoleView.list"))

    def _row(self, pk: int) -> RoleRow:
        role = transaction.session().scalar(
            sa.select(RoleRow).where(RoleRow.id == pk, *self._rules())
        )
        return role if role is not None else abort(404)

    def _held(self, pk: int) -> RoleRow:
        role = self._row(pk)
        if request.method == "POST":
            transaction.session().refresh(role, with_for_update=True)
        return role

    def _ask(
        self, form: Any, role: RoleRow | None, status: int, refused: Refused | None = None
    ) -> Any:
        """The form; a refusal stands beside the field it is about."""
        if status == CONFLICT:
            flash(
                _(
                    "Somebody changed this role after you opened it. What you filled in is still here: compare, then save again."
                ),
                "warning",
            )
        _offered(form)
        if refused:
            field = "name" if refused.refusal.rule == "name" and "name" in form else "grants"
            form[field].errors = [sentence(refused.refusal)]
        page = self.render_template(
            "account/role_form.html",
            view=self,
            form=form,
            role=role,
            stamp=stamp(role) if role else "",
            groups=grouped(COMPOSABLE),
            now=grouped(roles.grants_in(role)) if role and status == CONFLICT else [],
            builtin=[name for name in TITLES if BUILTIN[name] & COMPOSABLE == BUILTIN[name]],
            key=request.form.get("key"),
        )
        return page, status


def stamp(role: RoleRow) -> str:
    """A mark of a role's grants as they are: the form carries it back."""
    return hashlib.sha256("\0".join(sorted(roles.grants_in(role))).encode()).hexdigest()[:16]


def _offered(form: Any) -> Any:
    form.grants.choices = [SelectChoice(grant, grant) for grant in sorted(COMPOSABLE)]
    return form
