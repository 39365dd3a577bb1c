"""Whatever changes a person's rights ends their sessions in the same transaction, whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Role as RoleRow
from flask_appbuilder.security.sqla.models import User, assoc_user_role
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.access import Role
from app.access.principal import grants_of
from app.models.account import Session as WebSession
from app.models.account import Staff, StaffDepartment
from app.models.centre import Department
from app.services import sign_in


def _changed(row: Any, *names: str) -> bool:
    attributes = sa.inspect(row).attrs
    return any(attributes[name].history.has_changes() for name in names)


def _why(user: User) -> str | None:
    """Why a changed user's sessions end, or None where they stay."""
    reasons = {"password": "password", "active": "disabled", "roles": "roles", "username": "staff"}
    return next((why for name, why in reasons.items() if _changed(user, name)), None)


def _of_user(session: Session, user: User) -> None:
    why = _why(user)
    if why and user.id is not None:
        sign_in.end(session, [user.id], why=why)


def _of_staff(session: Session, staff: Staff) -> None:
    if staff.user_id is not None and _changed(staff, "department", "window"):
        sign_in.end(session, [staff.user_id], why="staff")


def _of_scope(session: Session, scope: StaffDepartment) -> None:
    """A further department came or went."""
    if scope.user_id is not None:
        sign_in.end(session, [scope.user_id], why="staff")


def _of_role(session: Session, role: RoleRow) -> None:
    """A composed role's grants changed, or its holders did."""
    if role.id is None or not _changed(role, "permissions", "user", "name"):
        return
    sign_in.end(
        session,
        sa.select(assoc_user_role.c.user_id).where(assoc_user_role.c.role_id == role.id),
        why="roles",
    )
    added, _same, removed = sa.inspect(role).attrs.user.history
    touched = [user.id for user in (*(added or ()), *(removed or ())) if user.id is not None]
    sign_in.end(session, touched, why="roles")


def _of_department(session: Session, department: Department) -> None:
    """The tree changed: whoever sees departments below theirs signs in again."""
    if not _changed(department, "code", "parent"):
        return
    rows = session.execute(
        sa.select(WebSession.user_id, WebSession.roles, WebSession.composed).where(
            WebSession.ended_at.is_(None)
        )
    )
    heads = [
        user_id
        for user_id, roles, composed in rows
        if Role.DEPARTMENT_HEAD in roles or "scope.below" in grants_of(roles, composed)
    ]
    sign_in.end(session, heads, why="staff")


_BY_KIND: dict[type, Any] = {
    User: _of_user,
    Staff: _of_staff,
    StaffDepartment: _of_scope,
    RoleRow: _of_role,
    Department: _of_department,
}


def _touched(session: Session) -> Iterable[Any]:
    return [
        row for row in (*session.dirty, *session.new, *session.deleted) if type(row) in _BY_KIND
    ]


@event.listens_for(Session, "before_flush")
def end_sessions(session: Session, _context: Any, _instances: Any) -> None:
    """End the sessions of everybody whose rights this flush changes."""
    for row in _touched(session):
        _BY_KIND[type(row)](session, row)
