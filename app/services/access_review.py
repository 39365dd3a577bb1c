"""Who may do what, and why: every account with its roles, since when and by whom, and what they give."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Role as RoleRow
from flask_appbuilder.security.sqla.models import User
from sqlalchemy.orm import Session, selectinload

from app.access import BUILTIN
from app.access.principal import grants_of
from app.domain.roles import excluded
from app.models import Department, JournalEntry, Staff
from app.services.roles import grants_in

#: An account nobody signed in to for so long is asked about.
UNUSED_AFTER = timedelta(days=90)
#: What one person had better not hold together (内控): each alone is right.
APART = (
    ("version.publish", "task.work"),
    ("case.confirm", "task.work"),
    ("journal.read", "task.work"),
    ("journal.read", "version.publish"),
)


@dataclass(frozen=True)
class Given:
    """A role a person holds: since when and by whom; both None where it is older than the journal."""

    role: str
    at: datetime | None
    by: str | None


@dataclass(frozen=True)
class Holder:
    """One account: what it holds, and what is to be asked about it."""

    username: str
    name: str
    active: bool
    department: str
    last_login: datetime | None
    given: tuple[Given, ...]
    #: Grant → the roles that give it.
    grants: dict[str, list[str]]
    #: Roles that exclude each other, and grants that had better be apart.
    alone: frozenset[str]
    apart: tuple[tuple[str, str], ...]
    unused: bool

    @property
    def asked_about(self) -> bool:
        """Whether something is to be looked into."""
        return bool(self.alone or self.apart or (self.unused and self.active))


def holders(session: Session, *, now: datetime) -> list[Holder]:
    """Every account, by user name: four statements, however many there are."""
    roles = selectinload(User.roles).selectinload(RoleRow.permissions)
    query = (
        sa.select(User, Department.name, Staff.password_changed_at)
        .outerjoin(Staff, Staff.user_id == User.id)
        .outerjoin(Department, Department.code == Staff.department)
        .options(roles)
        .order_by(User.username)
    )
    history = _history(session)
    return [
        _holder(user, department or "", history.get(user.username, []), now=now)
        for user, department, _changed in session.execute(query).unique()
    ]


def _holder(user: Any, department: str, history: list[Any], *, now: datetime) -> Holder:
    held = sorted(role.name for role in user.roles)
    gives = {role.name: _gives(role) for role in user.roles}
    grants: dict[str, list[str]] = {}
    for role in held:
        for grant in sorted(gives[role]):
            grants.setdefault(grant, []).append(role)
    born = next((one.at for one in history if one.type == "account_created"), user.created_on)
    seen = user.last_login or born
    return Holder(
        user.username,
        f"{user.last_name}{user.first_name}",
        bool(user.active),
        department,
        user.last_login,
        tuple(_given(role, history) for role in held),
        grants,
        excluded(held),
        tuple(pair for pair in APART if grants.keys() >= set(pair)),
        seen is None or now - seen > UNUSED_AFTER,
    )


def _gives(role: Any) -> frozenset[str]:
    return grants_of([role.name]) if role.name in BUILTIN else grants_in(role)


def _given(role: str, history: Iterable[Any]) -> Given:
    """The entry since which the person holds it without a break."""
    found = None
    for one in history:
        data = json.loads(one.data)
        after = data["after"] if one.type == "roles_set" else data.get("roles", [])
        found = (found or one) if role in after else None
    return Given(role, found.at if found else None, found.by if found else None)


def _history(session: Session) -> dict[str, list[Any]]:
    """User name → the entries that gave or took roles, the oldest first."""
    query = sa.select(
        JournalEntry.at, JournalEntry.by, JournalEntry.ref, JournalEntry.type, JournalEntry.data
    ).where(JournalEntry.noun == "account", JournalEntry.type.in_(("account_created", "roles_set")))
    found: dict[str, list[Any]] = {}
    for row in session.execute(query.order_by(JournalEntry.id)):
        found.setdefault(row.ref, []).append(row)
    return found


def by_grant(people: Iterable[Holder]) -> dict[str, list[str]]:
    """Grant → the roles that give it to somebody who may sign in."""
    found: dict[str, list[str]] = {}
    for person in people:
        for grant, roles in person.grants.items() if person.active else ():
            there = found.setdefault(grant, [])
            there += [role for role in roles if role not in there]
    return found


@dataclass
class RoleHeld:
    """One role: who may sign in and holds it, and what it gives."""

    people: list[Holder]
    grants: list[str]


def by_role(people: Iterable[Holder]) -> dict[str, RoleHeld]:
    """Role → who holds it and what it gives, said once however many hold it."""
    found: dict[str, RoleHeld] = {}
    for person in people:
        for given in person.given if person.active else ():
            gives = [grant for grant, roles in person.grants.items() if given.role in roles]
            found.setdefault(given.role, RoleHeld([], gives)).people.append(person)
    return dict(sorted(found.items(), key=lambda one: -len(one[1].people)))
