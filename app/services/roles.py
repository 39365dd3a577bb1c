"""Further roles, composed of the named grants; the builtin ones are locked."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Permission, PermissionView, ViewMenu
from flask_appbuilder.security.sqla.models import Role as RoleRow
from sqlalchemy.orm import Session

from app import journal
from app.access import BUILTIN, COMPOSABLE, SYSTEM, Principal, may
from app.domain.refusal import Refusal, Refused, refuse
from app.domain.roles import title
from app.services.account_roles import UNUSED

LONGEST = 64


def compose(session: Session, name: str, grants: Collection[str], *, by: Principal) -> RoleRow:
    """Make a further role of named grants. Raises Refused."""
    # Two roles that differ by a space look the same in every list.
    name = name.strip()
    _within_power(by, name)
    if not 0 < len(name) <= LONGEST:
        raise refuse("name", "A name has 1 to %(longest)s characters.", longest=LONGEST)
    if session.scalar(sa.select(RoleRow.id).where(RoleRow.name == name)):
        raise taken(name)
    _givable(grants)
    role = RoleRow(name=name)
    session.add(role)
    _give(session, role, grants, by=by)
    return role


def taken(name: str) -> Refused:
    """What is said where the name is a role's already."""
    return refuse("name", "There is a role %(name)s already.", name=name)


def change(session: Session, role: RoleRow, grants: Collection[str], *, by: Principal) -> None:
    """Give a composed role exactly these grants. Raises Refused.

    Holders' sessions end, so the change counts at once. A role that the actor holds is refused.
    """
    _within_power(by, role.name)
    _givable(grants)
    # Saved unchanged, it would sign out everybody who holds it.
    if grants_in(role) != frozenset(grants):
        _give(session, role, grants, by=by)


def remove(session: Session, role: RoleRow, *, by: Principal) -> None:
    """Remove a composed role that nobody holds. Raises Refused."""
    _within_power(by, role.name)
    if role.user:
        raise refuse(
            "role",
            "The role %(name)s is held by %(count)s people: take it from them first.",
            name=role.name,
            count=len(role.user),
        )
    # FAB's association has no cascade: the rows would keep the role from going.
    role.permissions = []
    session.delete(role)
    journal.record(session, "role", role.name, "role_removed", by=by.username)


def why_not(role: RoleRow, *, by: Principal) -> Refusal | None:
    """Why this person may not touch the role at all, or None."""
    try:
        _within_power(by, role.name)
    except Refused as refused:
        return refused.refusal
    return None


def grants_in(role: RoleRow) -> frozenset[str]:
    """The grants in a composed role's rows; what may not be composed does not count."""
    if role.name in BUILTIN:
        return BUILTIN[role.name]
    return (
        frozenset(f"{row.view_menu.name}.{row.permission.name}" for row in role.permissions)
        & COMPOSABLE
    )


def _givable(grants: Collection[str]) -> None:
    beyond = sorted(set(grants) - COMPOSABLE)
    if beyond:
        raise refuse("grants", "These grants cannot be given: %(grants)s.", grants=beyond)
    if not grants:
        raise refuse("grants", "A role of no grants says nothing: choose at least one.")


def _give(session: Session, role: RoleRow, grants: Collection[str], *, by: Principal) -> None:
    before, after = sorted(grants_in(role)), sorted(set(grants))
    role.permissions = [_row(session, grant) for grant in after]
    journal.record(
        session, "role", role.name, "role_composed", by=by.username, before=before, after=after
    )


def _within_power(by: Principal, name: str) -> None:
    if by is not SYSTEM and not may(by, "role.write"):
        raise refuse("role", "Only the security administrator changes roles; please ask them.")
    if name in BUILTIN or name in UNUSED:
        raise refuse(
            "role",
            "The builtin role %(name)s is locked: compose a further one of what is needed.",
            name=title(name),
        )
    if name in by.roles:
        raise refuse(
            "role", "Nobody changes a role they hold: another security administrator does it."
        )


def _row(session: Session, grant: str) -> PermissionView:
    """FAB's row for a grant: its permission is the verb, its view the noun."""
    noun, _dot, verb = grant.partition(".")
    found = session.scalar(
        sa.select(PermissionView)
        .join(PermissionView.permission)
        .join(PermissionView.view_menu)
        .where(Permission.name == verb, ViewMenu.name == noun)
    )
    if found:
        return found
    permission = session.scalar(sa.select(Permission).where(Permission.name == verb)) or Permission(
        name=verb
    )
    view = session.scalar(sa.select(ViewMenu).where(ViewMenu.name == noun)) or ViewMenu(name=noun)
    row = PermissionView(permission=permission, view_menu=view)
    session.add(row)
    session.flush()  # the next grant may share the verb or the noun
    return row
