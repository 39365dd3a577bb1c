"""What the forms of accounts may choose from, and where a refusal stands."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import abort, jsonify, request, url_for
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access
from flask_appbuilder.security.sqla.models import Role
from sqlalchemy.orm import Session

from app import transaction
from app.access import ALONE
from app.domain.refusal import Refused
from app.domain.roles import TITLES
from app.forms import accounts as forms
from app.landing import role_name
from app.models import Department
from app.refusals import sentence
from app.services import account_roles, naming
from app.services.people import Person

#: Longest text that is looked for.
LONGEST = 60
#: Rule of a refusal → the field it stands beside; others stand above the form.
FIELD_OF = {rule: rule for rule in ("username", "name", "password", "roles", "window")} | {
    "place": "department"
}


def department_names(session: Session) -> dict[str, str]:
    """Every department's name, the retired ones too."""
    return dict(session.execute(sa.select(Department.code, Department.name)).tuples().all())


def choices(
    session: Session, held: set[str | None] | None = None, window: str | None = None
) -> dict[str, Any]:
    """Roles, departments and windows as pairs of value and words; what is retired only if it is held."""
    named = session.scalars(sa.select(Role.name).where(Role.name.not_in(account_roles.UNUSED)))
    order = {name: number for number, name in enumerate(TITLES)}
    roles = sorted(named, key=lambda name: (order.get(name, len(order)), name))
    offered = sa.or_(Department.retired_at.is_(None), Department.code.in_(held or set()))
    codes = sa.select(Department.code, Department.name).where(offered)
    return {
        "roles": [(name, role_name(name)) for name in roles],
        "departments": session.execute(codes.order_by(Department.code)).tuples().all(),
        "windows": _windows(session, window),
    }


def _windows(session: Session, held: str | None) -> list[tuple[str, str]]:
    """Windows in use and the one that is held; the words of former days stay where they stand."""
    named = naming.names(session, "windows")["windows"]
    found = [
        (code, f"{one.name}　{code}")
        for code, one in named.items()
        if not one.retired or code == held
    ]
    return found if not held or held in named else [*found, (held, held)]


def offered(form: Any, person: Person | None = None) -> Any:
    """The form with what may be chosen in it; never an administrator's role."""
    held = {person.department, *person.further} if person else set()
    found = choices(transaction.session(), held, person.window if person else None)
    given = [pair for pair in found["roles"] if pair[0] not in ALONE]
    address = {"data-choose": url_for("UserView.choose"), "data-but": ""}
    if "window" in form:
        form.window.render_kw = address
    places = {name: found[name] for name in ("departments", "windows")}
    return forms.offer(form, roles=given, **places)


class WindowChoosing:
    """The window of an account, found by typing."""

    @expose("/choose")
    @has_access
    def choose(self) -> Any:
        """[[code, words], …]: windows in use by name, sign or where they stand."""
        asked = request.args.get("q", "")[:LONGEST]
        if "\0" in asked:
            abort(400)
        found = naming.find(transaction.session(), ("windows",), asked)
        return jsonify([(code, f"{named.name}　{code}") for code, named in found])


def beside(form: Any, refused: Refused) -> str:
    """Put a refusal beside the field it is about; what is about none is given back."""
    said, field = sentence(refused.refusal), FIELD_OF.get(refused.refusal.rule, "")
    if field not in form:
        return said
    form[field].errors = [said]
    return ""
