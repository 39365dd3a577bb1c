"""Roles of an account: given and taken, and which of them no person holds together."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Role as RoleRow
from flask_appbuilder.security.sqla.models import User
from sqlalchemy.orm import Session

from app.access import BUILTIN, Principal, excluded
from app.domain.refusal import refuse
from app.domain.roles import title
from app.services.account_power import record, within_power

#: FAB's own roles; given to nobody.
UNUSED = frozenset({"Admin", "Public"})


def ensure_roles(session: Session) -> None:
    """Make the rows of the builtin roles that are missing. Safe to repeat."""
    known = set(session.scalars(sa.select(RoleRow.name)))
    session.add_all(RoleRow(name=str(role)) for role in BUILTIN if role not in known)


def set_roles(session: Session, user: User, roles: Collection[str], *, by: Principal) -> None:
    """Give exactly these roles; the person's sessions end. Raises Refused."""
    # Both sides are asked: taking an administrator's role away is as much as giving it.
    before, after = sorted(role.name for role in user.roles), sorted(set(roles))
    within_power([*before, *after], username=user.username, by=by)
    if after == before:
        return
    user.roles = rows(session, after)
    record(session, user, "roles_set", by=by, before=before, after=after)


def rows(session: Session, roles: Collection[str]) -> list[RoleRow]:
    """The rows of these roles, which one person may hold together. Raises Refused."""
    _compatible(roles)
    found = list(session.scalars(sa.select(RoleRow).where(RoleRow.name.in_(roles))))
    unknown = set(roles) - {role.name for role in found if role.name not in UNUSED}
    if unknown:
        raise refuse("roles", "There is no such role: %(roles)s.", roles=sorted(unknown))
    return found


def _compatible(roles: Collection[str]) -> None:
    alone = excluded(roles)
    if alone:
        raise refuse(
            "roles",
            "These roles exclude every other role: %(roles)s.",
            roles=[title(role) for role in sorted(alone)],
        )
