"""The lists of accounts and roles taken out as a file: who is there and what they may, no secret of theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import sqlalchemy as sa
from flask import abort, request
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access
from flask_appbuilder.security.sqla.models import Role
from flask_babel import gettext as _

from app import clock, transaction
from app.access import BUILTIN
from app.admin import words
from app.admin.account_choices import WindowChoosing, department_names
from app.admin.cells import cell
from app.landing import role_name
from app.services import people, roles
from app.services.people import Asked, Person
from app.taking_out import Line, sent
from app.telling.grants import grouped

#: What the list may be asked for.
FILTERS = {field.name for field in fields(Asked)}
#: Longest text that is read from an address.
LONGEST = 200


def asked_for() -> Asked:
    """What the address of the list asks; what it cannot ask is a bad request."""
    given = {name: text[:LONGEST] for name, text in request.args.items()}
    if set(given) - FILTERS or any("\0" in text for text in given.values()):
        abort(400)
    return Asked(**given)


class AccountsOut(WindowChoosing):
    """The list of people as a file, filtered as its address says; windows found by typing."""

    @expose("/export", methods=["POST"])
    @has_access
    def export(self) -> Any:
        """Every page of the list; no password, no session."""
        asked = replace(asked_for(), after="")
        filtered = [field.name for field in fields(asked) if getattr(asked, field.name)]
        return sent("account", _accounts(asked), filtered=filtered)


def _accounts(asked: Asked) -> Iterator[Line]:
    yield [
        _("User name"), _("Name"), _("Roles"), _("Department"), _("Further departments"), _("Window"),
        _("State"), _("Last signed in"), _("Password changed on"),
    ]  # fmt: skip
    with transaction.reading() as session:
        departments, now = department_names(session), clock.now()
        more = True
        while more:
            found, after = people.page(session, asked, now=now)
            yield from (_account(person, departments) for person in found)
            asked, more = replace(asked, after=after), bool(after)


def _account(person: Person, departments: dict[str, str]) -> Line:
    return [
        person.username,
        person.name,
        words.listed(map(role_name, person.roles)),
        person.department_name or "",
        words.listed(departments.get(code, code) for code in person.further),
        person.window_name or "",
        _("in use") if person.active else _("disabled"),
        str(cell(person.last_login)),
        str(cell(person.password_changed_at)),
    ]


class RolesOut:
    """The list of roles as a file: one line for each, with its grants and who holds it."""

    @expose("/export", methods=["POST"])
    @has_access
    def export(self: Any) -> Any:
        """Every role that the list shows."""
        return sent("role", _roles(self._rules()))


def _roles(rules: list[Any]) -> Iterator[Line]:
    yield [_("Role"), _("Kept by"), _("Held by"), _("Grants")]
    with transaction.reading() as session:
        rows = session.scalars(sa.select(Role).where(*rules).order_by(Role.id)).all()
        holders = people.holders(session, [role.id for role in rows])
        for role in rows:
            kept = _("builtin, locked") if role.name in BUILTIN else _("this centre")
            held = words.listed(name for _id, name in holders[role.id])
            yield [role_name(role.name), kept, held, _granted(role)]


def _granted(role: Role) -> str:
    """What a role may do, noun by noun."""
    return _("; ").join(
        f"{group.noun} {words.listed(said for _grant, said in group.grants)}"
        for group in grouped(roles.grants_in(role))
    )
