"""Further roles, composed of the named grants; the builtin ones are locked."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Permission, PermissionView, ViewMenu
from flask_appbuilder.security.sqla.models import Role as RoleRow
from sqlalchemy.orm import Session

from app import journal
from app.access import BUILTIN, COMPOSABLE, SYSTEM, Principal, may
from app.domain.refusal import refuse
from app.services.accounts import UNUSED

LONGEST = 64


def compose(session: Session, name: str, grants: Collection[str], *, by: Principal) -> RoleRow:
    """Make a role of named grants, or give an existing composed one exactly these. Raises Refused.

    Holders' sessions end, so the change counts at once. A role that the actor holds is refused.
    """
    _within_power(by, name)
    beyond = sorted(set(grants) - COMPOSABLE)
    if beyond:
        raise refuse("role", "These grants cannot be given: %(grants)s.", grants=beyond)
    role = session.scalar(sa.select(RoleRow).where(RoleRow.name == name)) or RoleRow(name=name)
    before = sorted(grants_in(role))
    session.add(role)
    role.permissions = [_row(session, grant) for grant in sorted(set(grants))]
    journal.record(session, "role", name, "role_composed", before=before, after=sorted(set(grants)))
    return role


def remove(session: Session, role: RoleRow, *, by: Principal) -> None:
    """Remove a composed role that nobody holds. Raises Refused."""
    _within_power(by, role.name)
    if role.user:
        raise refuse("role", "The role %(name)s is held by somebody.", name=role.name)
    role.permissions = []
    session.delete(role)
    journal.record(session, "role", role.name, "role_removed")


def grants_in(role: RoleRow) -> frozenset[str]:
    """The grants in a composed role's rows; what may not be composed does not count."""
    if role.name in BUILTIN:
        return BUILTIN[role.name]
    return (
        frozenset(f"{row.view_menu.name}.{row.permission.name}" for row in role.permissions)
        & COMPOSABLE
    )


def _within_power(by: Principal, name: str) -> None:
    if by is not SYSTEM and not may(by, "role.write"):
        raise refuse("role", "Only the security administrator changes roles.")
    if not name.strip() or len(name) > LONGEST or name in BUILTIN or name in UNUSED:
        raise refuse("role", "The builtin roles are locked: %(name)s.", name=name)
    if name in by.roles:
        raise refuse("role", "Nobody changes their own rights.")


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
