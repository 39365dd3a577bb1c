"""Accounts and their rights: made and changed by the security administrator, or at the console.

Nobody changes their own rights. Accounts that hold one of the three administrators' roles are
touched at the console only: on the web nobody can make an administrator or take one over.
"""

from __future__ import annotations

import re
import secrets
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
from app.domain.roles import title
from app.models.account import LoginGuard, PasswordHistory, Staff, StaffDepartment
from app.models.centre import Department, Window
from app.services import sign_in

#: What is typed at the door and stands in the journal for ever.
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
#: Names under which the journal keeps what no person did.
RESERVED = frozenset({SYSTEM.username, "nobody"})
#: FAB keeps two parts of a name, each this long.
LONGEST = 64


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
    # Power first: whoever may not make accounts must not learn which names are taken.
    _within_power(by, account.username, account.roles)
    _free(session, account.username)
    _acceptable(account.password, account.username)
    _known(session, account.place)
    user = User(
        username=account.username,
        **_parts(account.name),
        # FAB wants an address and wants it unique; nobody is written to.
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
    _further(session, user, account.place)
    said = {"roles": sorted(account.roles), **_said(account.place)}
    _record(session, user, "account_created", by, **said)
    return user


def taken(username: str) -> Refused:
    """What is said where the user name is somebody's already."""
    return refuse("username", "The user name %(name)s is taken.", name=username)


def set_roles(session: Session, user: User, roles: Collection[str], *, by: Principal) -> None:
    """Give exactly these roles; the person's sessions end. Raises Refused."""
    # Both sides are asked: taking an administrator's role away is as much as giving it.
    before, after = sorted(role.name for role in user.roles), sorted(set(roles))
    _within_power(by, user.username, [*before, *after])
    if after == before:
        return
    user.roles = _rows(session, after)
    _record(session, user, "roles_set", by, before=before, after=after)


def set_place(session: Session, user: User, place: Place, *, by: Principal) -> None:
    """Give exactly this scope; the person's sessions end. Raises Refused."""
    _touchable(user, by)
    before = place_of(session, user)
    _known(session, place, before.window)
    # Saved unchanged, it would sign the person out in the middle of a case for nothing.
    if _said(place) == _said(before):
        return
    staff = session.get(Staff, user.id) or Staff(user_id=user.id)
    staff.department, staff.window = place.department, place.window
    session.add(staff)
    session.execute(sa.delete(StaffDepartment).where(StaffDepartment.user_id == user.id))
    _further(session, user, place)
    # The session keeps the scope it was given, so it would go on seeing the old department.
    sign_in.end(session, [user.id], why="staff")
    _record(session, user, "scope_set", by, before=_said(before), after=_said(place))


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
    if user.active == active:
        return
    user.active = active
    _record(session, user, "account_enabled" if active else "account_disabled", by)


def rename(session: Session, user: User, name: str, *, by: Principal) -> None:
    """Change the person's name. Raises Refused."""
    _touchable(user, by)
    # The user name stays: the journal knows the person by it.
    for part, value in _parts(name).items():
        setattr(user, part, value)
    _record(session, user, "account_renamed", by)


def reset_password(
    session: Session, user: User, password: str, *, by: Principal, now: datetime
) -> None:
    """Set a password the person must change at the next login; sessions end, the lock is lifted. Raises Refused."""
    _touchable(user, by)
    # Two people know it from now on; until it is changed it opens no page.
    _set_password(session, user, password, now=now, must_change=True)
    _lift(session, user)
    _record(session, user, "password_reset", by)


def suggested_password() -> str:
    """A password to hand over once: it must be changed at the next login."""
    return passwords.suggestion(secrets.choice)


def change_password(session: Session, user: User, new: str, *, now: datetime) -> None:
    """Change one's own password, the old one having been confirmed. All sessions end. Raises Refused."""
    _set_password(session, user, new, now=now, must_change=False)
    journal.record(session, "account", user.username, "password_changed", by=user.username)


def unlock(session: Session, user: User, *, by: Principal) -> None:
    """Lift the lock that failed logins set. Raises Refused."""
    _touchable(user, by)
    _lift(session, user)
    _record(session, user, "account_unlocked", by)


def end_sessions(session: Session, user: User, *, by: Principal) -> None:
    """Sign a person out everywhere. Raises Refused."""
    _touchable(user, by)
    sign_in.end(session, [user.id], why="ended")
    _record(session, user, "sessions_ended", by)


def end_session(session: Session, user: User, number: int, *, by: Principal) -> None:
    """End one session of a person; another's session is not touched. Raises Refused."""
    _touchable(user, by)
    if sign_in.end_one(session, number, why="ended", user_id=user.id):
        _record(session, user, "session_ended", by)


def why_not(user: User, *, by: Principal) -> Refusal | None:
    """Why this person may not touch the account at all, or None."""
    try:
        _touchable(user, by)
    except Refused as refused:
        return refused.refusal
    return None


def _touchable(user: User, by: Principal) -> None:
    _within_power(by, user.username, [role.name for role in user.roles])


def _within_power(by: Principal, username: str, roles: Iterable[str]) -> None:
    """Only the security administrator, never on their own account, never on an administrator's."""
    if by is SYSTEM:
        return
    if not may(by, "account.write"):
        raise refuse(
            "account", "Only the security administrator changes accounts; please ask them."
        )
    # Compared in small letters: FAB keeps names as typed, and ANQUAN is the same person.
    if by.username.lower() == username.lower():
        raise refuse(
            "account",
            "Nobody changes their own account: another security administrator does it, or the console.",
        )
    if ALONE & set(roles):
        raise refuse(
            "account",
            "Accounts of the three administrators are made and changed on the server alone: flask account.",
        )


def _compatible(roles: Collection[str]) -> None:
    alone = excluded(roles)
    if alone:
        raise refuse(
            "roles",
            "These roles exclude every other role: %(roles)s.",
            roles=[title(role) for role in sorted(alone)],
        )


def _rows(session: Session, roles: Collection[str]) -> list[RoleRow]:
    _compatible(roles)
    found = list(session.scalars(sa.select(RoleRow).where(RoleRow.name.in_(roles))))
    unknown = set(roles) - {role.name for role in found if role.name not in UNUSED}
    if unknown:
        raise refuse("roles", "There is no such role: %(roles)s.", roles=sorted(unknown))
    return found


#: FAB's own roles; given to nobody.
UNUSED = frozenset({"Admin", "Public"})


def _free(session: Session, username: str) -> None:
    # A name is never given to a second person: the journal would speak of both as one.
    if not USERNAME.fullmatch(username) or username in RESERVED:
        raise refuse(
            "username",
            "A user name has 2 to 32 small letters, digits, dots, dashes; it begins with a letter or a digit.",
        )
    if session.scalar(sa.select(User.id).where(User.username == username)):
        raise taken(username)


def _parts(name: str) -> dict[str, str]:
    """FAB keeps two parts; together they are the whole name."""
    name = name.strip()
    if not 0 < len(name) <= LONGEST:
        raise refuse("name", "A name has 1 to %(longest)s characters.", longest=LONGEST)
    return {"last_name": name[:1], "first_name": name[1:]}


def _known(session: Session, place: Place, held: str | None = None) -> None:
    named = {code for code in (place.department, *place.departments) if code}
    query = sa.select(Department.code).where(Department.code.in_(named))
    unknown = named - set(session.scalars(query))
    if unknown:
        raise refuse("place", "There is no such department: %(codes)s.", codes=sorted(unknown))
    # What was typed before there were windows stays, until another is chosen.
    if place.window != held:
        _window(session, place.window)


def _window(session: Session, code: str | None) -> None:
    """A window that is there, retired or not: whoever sits at one stays when it is retired."""
    query = sa.select(Window.id).where(Window.code == code)
    if code and session.scalar(query) is None:
        raise refuse("window", "There is no such window: %(code)s.", code=code)


def _further(session: Session, user: User, place: Place) -> None:
    # Their own department is in scope anyway; kept twice, moving them would leave it behind.
    codes = set(place.departments) - {place.department}
    session.add_all(StaffDepartment(user_id=user.id, department=code) for code in sorted(codes))


def _lift(session: Session, user: User) -> None:
    key = sign_in.guard_key(user.username)
    session.execute(sa.delete(LoginGuard).where(LoginGuard.name == key))


def _record(session: Session, user: User, kind: str, by: Principal, **data: Any) -> None:
    journal.record(session, "account", user.username, kind, by=by.username, **data)


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
    # The one in force counts too, else five changes in a row would bring it back.
    if any(hashing.matches(old, password) for old in [user.password, *former] if old):
        raise refuse(
            "password", "The last %(count)s passwords may not come back.", count=passwords.HISTORY
        )
    # Kept before it is replaced: the row of the user has only one.
    session.add(PasswordHistory(user_id=user.id, hash=user.password or "", at=now))
    user.password = hashing.hashed(password)
    staff = session.get(Staff, user.id) or Staff(user_id=user.id)
    staff.must_change, staff.password_changed_at = must_change, now
    session.add(staff)


def _said(place: Place) -> dict[str, Any]:
    return {
        "department": place.department,
        "window": place.window,
        "departments": sorted(set(place.departments) - {place.department}),
    }
