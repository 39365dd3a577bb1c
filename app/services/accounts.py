"""Accounts and their rights: made and changed by the security administrator, or at the console.

Nobody changes their own rights. Accounts that hold one of the three administrators' roles are
touched at the console only: on the web nobody can make an administrator or take one over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Role as RoleRow
from flask_appbuilder.security.sqla.models import User
from sqlalchemy.orm import Session

from app import hashing, journal
from app.access import ALONE, BUILTIN, SYSTEM, Principal, excluded, may
from app.domain import passwords
from app.domain.refusal import Refusal, Refused, refuse
from app.models.account import LoginGuard, PasswordHistory, Staff, StaffDepartment
from app.services import sign_in


@dataclass(frozen=True)
class Place:
    """Where a person works: the scope of their roles."""

    department: str | None = None
    window: str | None = None
    departments: tuple[str, ...] = ()


@dataclass(frozen=True)
class NewAccount:
    """What an account is made of."""

    username: str
    name: str
    password: str
    roles: tuple[str, ...]
    place: Place = Place()
    email: str = ""
    must_change: bool = True


def ensure_roles(session: Session) -> None:
    """Make the rows of the builtin roles that are missing. Safe to repeat."""
    known = set(session.scalars(sa.select(RoleRow.name)))
    session.add_all(RoleRow(name=str(role)) for role in BUILTIN if role not in known)


def create(session: Session, account: NewAccount, *, by: Principal, now: datetime) -> User:
    """A new account with its staff row. Raises Refused."""
    _within_power(by, account.username, account.roles)
    if session.scalar(
        sa.select(User.id).where(sa.func.lower(User.username) == account.username.lower())
    ):
        raise refuse("account", "The user name %(name)s is taken.", name=account.username)
    _acceptable(account.password, account.username)
    user = User(
        username=account.username,
        last_name=account.name[:1],  # FAB keeps two parts; together they are the whole name
        first_name=account.name[1:],
        email=account.email or f"{account.username}@localhost",
        password=hashing.hashed(account.password),
        active=True,
        roles=_rows(session, account.roles),
    )
    session.add(user)
    session.flush()  # the staff row needs the user's id
    session.add(
        Staff(
            user_id=user.id,
            department=account.place.department,
            window=account.place.window,
            must_change=account.must_change,
            password_changed_at=now,
        )
    )
    session.add_all(
        StaffDepartment(user_id=user.id, department=code) for code in account.place.departments
    )
    journal.record(
        session,
        "account",
        user.username,
        "account_created",
        roles=sorted(account.roles),
        **_said(account.place),
    )
    return user


def set_roles(session: Session, user: User, roles: Collection[str], *, by: Principal) -> None:
    """Give exactly these roles; the person's sessions end. Raises Refused."""
    before = sorted(role.name for role in user.roles)
    _within_power(by, user.username, [*before, *roles])
    _compatible(roles)
    user.roles = _rows(session, roles)
    journal.record(
        session, "account", user.username, "roles_set", before=before, after=sorted(roles)
    )


def set_place(session: Session, user: User, place: Place, *, by: Principal) -> None:
    """Give exactly this scope; the person's sessions end. Raises Refused."""
    _touchable(user, by)
    staff = session.get(Staff, user.id) or Staff(user_id=user.id)
    before = _said(place_of(session, user))
    staff.department, staff.window = place.department, place.window
    session.add(staff)
    session.execute(sa.delete(StaffDepartment).where(StaffDepartment.user_id == user.id))
    session.add_all(StaffDepartment(user_id=user.id, department=code) for code in place.departments)
    sign_in.end(session, [user.id], why="staff")
    journal.record(
        session, "account", user.username, "scope_set", before=before, after=_said(place)
    )


def place_of(session: Session, user: User) -> Place:
    """Where the person works now."""
    staff = session.get(Staff, user.id)
    further = session.scalars(
        sa.select(StaffDepartment.department)
        .where(StaffDepartment.user_id == user.id)
        .order_by(StaffDepartment.department)
    )
    return Place(
        staff.department if staff else None, staff.window if staff else None, tuple(further)
    )


def set_active(session: Session, user: User, active: bool, *, by: Principal) -> None:
    """Disable or enable an account; a disabled person's sessions end at once. Raises Refused."""
    _touchable(user, by)
    user.active = active
    journal.record(
        session, "account", user.username, "account_enabled" if active else "account_disabled"
    )


def rename(session: Session, user: User, name: str, *, by: Principal) -> None:
    """Change the person's name. Raises Refused."""
    _touchable(user, by)
    user.last_name, user.first_name = name[:1], name[1:]
    journal.record(session, "account", user.username, "account_renamed")


def reset_password(
    session: Session, user: User, password: str, *, by: Principal, now: datetime
) -> None:
    """Set a password the person must change at the next login; sessions end, the lock is lifted. Raises Refused."""
    _touchable(user, by)
    _set_password(session, user, password, now=now, must_change=True)
    unlock(session, user, by=by)
    journal.record(session, "account", user.username, "password_reset")


def change_password(session: Session, user: User, new: str, *, now: datetime) -> None:
    """Change one's own password, the old one having been confirmed. All sessions end. Raises Refused."""
    _set_password(session, user, new, now=now, must_change=False)
    journal.record(session, "account", user.username, "password_changed")


def unlock(session: Session, user: User, *, by: Principal) -> None:
    """Lift the lock that failed logins set. Raises Refused."""
    _touchable(user, by)
    session.execute(
        sa.delete(LoginGuard).where(LoginGuard.name == sign_in.guard_key(user.username))
    )


def end_sessions(session: Session, user: User, *, by: Principal) -> None:
    """Sign a person out everywhere. Raises Refused."""
    _touchable(user, by)
    sign_in.end(session, [user.id], why="ended")
    journal.record(session, "account", user.username, "sessions_ended")


def _touchable(user: User, by: Principal) -> None:
    _within_power(by, user.username, [role.name for role in user.roles])


def _within_power(by: Principal, username: str, roles: Iterable[str]) -> None:
    """Only the security administrator, never on their own account, never on an administrator's."""
    if by is SYSTEM:
        return
    if not may(by, "account.write"):
        raise refuse("account", "Only the security administrator changes accounts.")
    if by.username.lower() == username.lower():
        raise refuse("account", "Nobody changes their own rights.")
    if ALONE & set(roles):
        raise refuse("account", "Administrators' accounts are kept at the console.")


def _compatible(roles: Collection[str]) -> None:
    alone = excluded(roles)
    if alone:
        raise refuse(
            "account", "These roles exclude every other role: %(roles)s.", roles=sorted(alone)
        )


def _rows(session: Session, roles: Collection[str]) -> list[RoleRow]:
    _compatible(roles)
    found = list(session.scalars(sa.select(RoleRow).where(RoleRow.name.in_(roles))))
    unknown = set(roles) - {role.name for role in found}
    if unknown or set(roles) & UNUSED:
        raise refuse(
            "account",
            "There is no such role: %(roles)s.",
            roles=sorted(unknown or set(roles) & UNUSED),
        )
    return found


#: FAB's own roles; given to nobody.
UNUSED = frozenset({"Admin", "Public"})


def _acceptable(password: str, username: str) -> None:
    weak: Refusal | None = passwords.weakness(password, username=username)
    if weak:
        raise Refused(weak)


def _set_password(
    session: Session, user: User, password: str, *, now: datetime, must_change: bool
) -> None:
    _acceptable(password, user.username)
    former = session.scalars(
        sa.select(PasswordHistory.hash)
        .where(PasswordHistory.user_id == user.id)
        .order_by(PasswordHistory.id.desc())
        .limit(passwords.HISTORY - 1)
    )
    if any(hashing.matches(old, password) for old in [user.password, *former] if old):
        raise refuse(
            "password", "The last %(count)s passwords may not come back.", count=passwords.HISTORY
        )
    session.add(PasswordHistory(user_id=user.id, hash=user.password or "", at=now))
    user.password = hashing.hashed(password)
    staff = session.get(Staff, user.id) or Staff(user_id=user.id)
    staff.must_change, staff.password_changed_at = must_change, now
    session.add(staff)


def _said(place: Place) -> dict[str, Any]:
    return {
        "department": place.department,
        "window": place.window,
        "departments": list(place.departments),
    }
