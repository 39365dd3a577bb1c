"""Signing in and out: one attempt, one session row, and what ends it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import (
    Permission,
    PermissionView,
    User,
    ViewMenu,
    assoc_permissionview_role,
    assoc_user_role,
)
from flask_appbuilder.security.sqla.models import Role as RoleRow
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session as OrmSession

from app import cipher, clock, hashing
from app.access.principal import grants_of
from app.domain.refusal import Refusal
from app.models.account import LoginGuard, Session, Staff, StaffDepartment
from app.models.centre import Department
from app.services import looks

FAILURES = 5
LOCKED = timedelta(minutes=15)
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
FORGOTTEN = timedelta(days=1)

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def guard_key(username: str) -> str:
    """What failed logins are counted under; not the typed name, which may be a password by mistake."""
    return cipher.blind_index(username, context="login")


WRONG_OLD = Refusal("password", "The old password is not right.", {})


def attempt(session: OrmSession, *, username: str, password: str, now: datetime) -> User | None:
    """The user, or None: unknown, disabled, locked and wrong take the same steps and look the same.

    The caller commits in both cases, else failures would not be counted.
    """
    # No early return: an unknown name must take as long as a wrong password.
    user, machine = _named(session, username.lower())
    stored = user.password if user and user.active and not machine else None
    if not _checked(session, username, stored, password, now) or user is None:
        return None
    user.last_login, user.login_count = now, (user.login_count or 0) + 1
    return user


def _named(session: OrmSession, username: str) -> tuple[User | None, bool]:
    """The user of that name and whether it is another system's, which comes in by its key alone.

    In one statement: a second one for names that exist would tell which do.
    """
    query = (
        sa.select(User, Staff.machine)
        .outerjoin(Staff, Staff.user_id == User.id)
        .where(User.username == username)
    )
    found = session.execute(query).first()
    return (found[0], bool(found[1])) if found else (None, False)


def confirmed(session: OrmSession, user: User, password: str, *, now: datetime) -> bool:
    """Whether this is the signed-in person's password; guesses are counted as at the door."""
    return _checked(session, user.username, user.password, password, now)


def _checked(
    session: OrmSession, username: str, stored: str | None, password: str, now: datetime
) -> bool:
    guard = _guard(session, guard_key(username), now)
    # Worked out although the name is locked, so that the time it takes tells nothing.
    right = hashing.matches(stored, password)
    if right and not _locked(guard, now):
        session.execute(sa.delete(LoginGuard).where(LoginGuard.name == guard.name))
        return True
    _count(session, guard, now)
    return False


def count_failure(session: OrmSession, name: str, *, most: int, now: datetime) -> None:
    """One more failure under a name of one's own; after ``most`` of them it is locked."""
    _count(session, _guard(session, name, now), now, most=most)


def _guard(session: OrmSession, name: str, now: datetime) -> sa.Row[Any]:
    """The name's row, locked: parallel guesses are counted one after another."""
    # Names that were only tried would fill the table for ever.
    session.execute(sa.delete(LoginGuard).where(LoginGuard.last_at < now - FORGOTTEN))
    insert = _INSERT[session.get_bind().dialect.name](LoginGuard).values(
        name=name, failures=0, last_at=now
    )
    # Insert first, then lock: there is no row to lock at a first failure, and two could count one.
    session.execute(insert.on_conflict_do_nothing())
    table = LoginGuard.__table__
    return session.execute(sa.select(*table.c).where(table.c.name == name).with_for_update()).one()


def _locked(guard: sa.Row[Any], now: datetime) -> bool:
    return guard.locked_until is not None and guard.locked_until > now


def _count(session: OrmSession, guard: sa.Row[Any], now: datetime, *, most: int = FAILURES) -> None:
    """One more failure; where the name is locked already it costs the same and counts nothing."""
    # Failures far apart are an old person's fingers, not a guesser's.
    failures = guard.failures if now - guard.last_at <= LOCKED else 0
    failures, locked = failures + (not _locked(guard, now)), guard.locked_until
    if failures >= most:
        failures, locked = 0, now + LOCKED
    mine = sa.update(LoginGuard).where(LoginGuard.name == guard.name)
    session.execute(mine.values(failures=failures, last_at=now, locked_until=locked))


def begin(session: OrmSession, user_id: int, *, now: datetime) -> str:
    """A new session; gives the token for the cookie, of which only the hash is kept."""
    looks.arrive(session, user_id=user_id, now=now)
    # Never the one the browser brought: a planted cookie would be signed in with it.
    token = secrets.token_urlsafe(32)
    roles, composed, departments = rights(session, user_id)
    session.add(
        Session(
            token=token_hash(token),
            user_id=user_id,
            created_at=now,
            last_seen=now,
            roles=roles,
            composed=composed,
            departments=departments,
            data={"csrf_token": secrets.token_hex(20)},
        )
    )
    return token


def token_hash(token: str) -> str:
    """What the table keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def end(session: OrmSession, user_ids: Collection[int] | sa.Select[Any], *, why: str) -> None:
    """End every open session of these users."""
    session.execute(
        sa.update(Session)
        .where(Session.user_id.in_(user_ids), Session.ended_at.is_(None))
        .values(ended_at=clock.now(), ended_why=why)
        .execution_options(synchronize_session=False)
    )


def end_one(session: OrmSession, session_id: int, *, why: str, user_id: int | None = None) -> bool:
    """End one session (of this user, where one is named); whether it was open."""
    mine = [Session.user_id == user_id] if user_id is not None else []
    ended = session.execute(
        sa.update(Session)
        .where(Session.id == session_id, Session.ended_at.is_(None), *mine)
        .values(ended_at=clock.now(), ended_why=why)
        .execution_options(synchronize_session=False)
        .returning(Session.id)
    )
    return ended.first() is not None


def live(session: OrmSession, user_id: int, *, now: datetime) -> list[Session]:
    """The person's sessions that a browser could still use, newest first."""
    query = sa.select(Session).where(
        Session.user_id == user_id,
        Session.ended_at.is_(None),
        # What ran out is no session, though the tick has not ended its row yet.
        Session.last_seen > now - IDLE,
        Session.created_at > now - LONGEST,
    )
    return list(session.scalars(query.order_by(Session.last_seen.desc())))


def locks(session: OrmSession, usernames: Iterable[str], *, now: datetime) -> dict[str, datetime]:
    """User names that failed logins have locked, each with the end of its lock."""
    keys = {guard_key(name): name for name in usernames}
    query = sa.select(LoginGuard.name, LoginGuard.locked_until).where(
        LoginGuard.name.in_(keys), LoginGuard.locked_until > now
    )
    return {keys[key]: until for key, until in session.execute(query) if until}


def rights(session: OrmSession, user_id: int) -> tuple[list[str], list[str], list[str]]:
    """What a person may do as their rows stand now: roles, composed grants, departments in reach."""
    roles, composed = _rights(session, user_id)
    return roles, composed, _reach(session, user_id, grants_of(roles, composed))


def _rights(session: OrmSession, user_id: int) -> tuple[list[str], list[str]]:
    """Role names, and the grants of composed roles."""
    pairs = session.execute(
        sa.select(RoleRow.name, ViewMenu.name, Permission.name)
        .select_from(assoc_user_role)
        .join(RoleRow, RoleRow.id == assoc_user_role.c.role_id)
        # Outer joins: the builtin roles have no rows of permissions, their rights are in code.
        .outerjoin(assoc_permissionview_role, assoc_permissionview_role.c.role_id == RoleRow.id)
        .outerjoin(
            PermissionView, PermissionView.id == assoc_permissionview_role.c.permission_view_id
        )
        .outerjoin(ViewMenu, ViewMenu.id == PermissionView.view_menu_id)
        .outerjoin(Permission, Permission.id == PermissionView.permission_id)
        .where(assoc_user_role.c.user_id == user_id)
    ).all()
    roles = sorted({role for role, _noun, _verb in pairs})
    return roles, sorted({f"{noun}.{verb}" for _role, noun, verb in pairs if noun})


def _reach(session: OrmSession, user_id: int, grants: Collection[str]) -> list[str]:
    """Department codes in scope: one's own, further ones, and those below for a head."""
    staff = session.get(Staff, user_id)
    further = session.scalars(
        sa.select(StaffDepartment.department).where(StaffDepartment.user_id == user_id)
    )
    own = {code for code in (staff.department, *further) if code} if staff else set(further)
    return reach(session, own, grants)


def reach(session: OrmSession, own: set[str], grants: Collection[str]) -> list[str]:
    """Departments that these grants reach from one's own: a head's those below too."""
    if "scope.below" not in grants:
        return sorted(own)
    return sorted(
        _with_below(own, session.execute(sa.select(Department.code, Department.parent)).tuples())
    )


def _with_below(codes: set[str], tree: Iterable[tuple[str, str | None]]) -> set[str]:
    """The codes and everything under them; a tree that bites its tail ends all the same."""
    children: dict[str | None, set[str]] = {}
    for code, parent in tree:
        children.setdefault(parent, set()).add(code)
    reached, new = set(codes), set(codes)
    while new:
        new = set().union(*(children.get(code, set()) for code in new)) - reached
        reached |= new
    return reached
