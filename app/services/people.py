"""The people of the centre as the security administrator reads them: a page of them, one of them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Role, User, assoc_user_role
from sqlalchemy.orm import Session

from app.models.account import Staff, StaffDepartment
from app.models.centre import Department, Window
from app.services import sign_in

PAGE = 25
STATES = ("active", "disabled")
_NAME = User.last_name.concat(User.first_name)
_ROWS = (
    sa.select(
        User.id, User.username, _NAME.label("name"), User.active, User.last_login,
        Staff.department, Department.name.label("department_name"), Staff.window,
        sa.func.coalesce(Window.name, Staff.window).label("window_name"),
        sa.func.coalesce(Staff.must_change, sa.false()).label("must_change"),
        Staff.password_changed_at,
    )
    .outerjoin(Staff, Staff.user_id == User.id)
    .outerjoin(Department, Department.code == Staff.department)
    .outerjoin(Window, Window.code == Staff.window)
    .order_by(User.username)
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What the list was asked for; ``after`` is the user name where the page begins."""

    name: str = ""
    role: str = ""
    department: str = ""
    state: str = ""
    after: str = ""


@dataclass(frozen=True)
class Person:
    """One account with what hangs on it."""

    row: Any
    roles: tuple[str, ...]
    further: tuple[str, ...]
    locked_until: datetime | None

    def __getattr__(self, name: str) -> Any:
        """The columns of the account's row."""
        return getattr(object.__getattribute__(self, "row"), name)

    @property
    def stamp(self) -> str:
        """A mark of what forms may change: a form carries it back."""
        row = self.row
        facts = (row.name, row.active, row.department, row.window, self.roles, self.further)
        changed = row.password_changed_at
        return hashlib.sha256(repr((facts, changed)).encode()).hexdigest()[:16]


def page(session: Session, asked: Asked, *, now: datetime) -> tuple[list[Person], str]:
    """The people asked for, by user name, and where the next page begins (empty: nowhere)."""
    # One more than is shown says whether there is a next page, without counting them all.
    query = _ROWS.where(*_conditions(asked)).limit(PAGE + 1)
    rows = session.execute(query).all()
    more = rows[PAGE - 1].username if len(rows) > PAGE else ""
    return _people(session, rows[:PAGE], now=now), more


def one(session: Session, user_id: int, *, now: datetime) -> Person:
    """One person. Raises sqlalchemy.exc.NoResultFound."""
    return _people(session, [session.execute(_ROWS.where(User.id == user_id)).one()], now=now)[0]


def holders(session: Session, role_ids: Collection[int]) -> dict[int, list[tuple[int, str]]]:
    """Who holds these roles: role id → (id, name) of each person, by user name."""
    query = (
        sa.select(assoc_user_role.c.role_id, User.id, _NAME)
        .join(User, User.id == assoc_user_role.c.user_id)
        .where(assoc_user_role.c.role_id.in_(role_ids))
        .order_by(User.username)
    )
    found: dict[int, list[tuple[int, str]]] = {role: [] for role in role_ids}
    for role, user_id, name in session.execute(query):
        found[role].append((user_id, name))
    return found


def _conditions(asked: Asked) -> list[Any]:
    # A name is looked for anywhere in it, a user name from its beginning, by its index.
    named = sa.or_(
        User.username.startswith(asked.name.lower(), autoescape=True),
        _NAME.contains(asked.name, autoescape=True),
    )
    further = sa.exists().where(
        StaffDepartment.user_id == User.id, StaffDepartment.department == asked.department
    )
    offered = (
        (asked.name, named),
        (asked.role, User.roles.any(Role.name == asked.role)),
        (asked.department, sa.or_(Staff.department == asked.department, further)),
        (asked.state, User.active.is_(asked.state == "active")),
        (asked.after, User.username > asked.after),
    )
    return [condition for wanted, condition in offered if wanted]


def _people(session: Session, rows: Collection[Any], *, now: datetime) -> list[Person]:
    ids = [row.id for row in rows]
    # Two questions for the page, however many people stand on it.
    roles = _by_user(
        session,
        sa.select(assoc_user_role.c.user_id, Role.name)
        .join(Role, Role.id == assoc_user_role.c.role_id)
        .where(assoc_user_role.c.user_id.in_(ids)),
    )
    further = _by_user(
        session,
        sa.select(StaffDepartment.user_id, StaffDepartment.department).where(
            StaffDepartment.user_id.in_(ids)
        ),
    )
    locked = sign_in.locks(session, [row.username for row in rows], now=now)
    return [
        Person(row, roles.get(row.id, ()), further.get(row.id, ()), locked.get(row.username))
        for row in rows
    ]


def _by_user(session: Session, query: Any) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    for user_id, value in session.execute(query):
        found.setdefault(user_id, []).append(value)
    return {user_id: tuple(sorted(values)) for user_id, values in found.items()}
