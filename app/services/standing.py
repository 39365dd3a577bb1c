"""What somebody could do at a moment: as it stands today, with every later change of it taken back.

Each change of an account and of a composed role is in the journal with what was before, so what was
given then is known and not guessed; what a builtin role gives is the program's own, as it is today.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Role as RoleRow
from flask_appbuilder.security.sqla.models import User
from sqlalchemy.orm import Session

from app.access import BUILTIN, Principal, principal_of
from app.access.principal import grants_of
from app.models import JournalEntry
from app.services import account_places, sign_in
from app.services.roles import grants_in

#: What changes a person's rights.
CHANGES = ("roles_set", "scope_set", "role_composed")


@dataclass(frozen=True)
class Standing:
    """A person's rights at a moment; ``taken_back`` are the later changes that were undone for it."""

    principal: Principal
    taken_back: tuple[int, ...] = ()


def then(session: Session, username: str, at: datetime) -> Standing | None:
    """How somebody stood at a moment; None where there is no such account."""
    user = session.scalars(sa.select(User).where(User.username == username)).one_or_none()
    if user is None:
        return None
    changes = _changes(session, at)
    mine = [one for one in changes if one.ref == username]
    roles = _first(mine, "roles_set", [role.name for role in user.roles])
    composed = _composed(session, roles, changes)
    own = _first(mine, "scope_set", None)
    place = _place(session, user, own)
    codes = {code for code in (place["department"], *place["departments"]) if code}
    reached = sign_in.reach(session, codes, grants_of(roles, composed))
    name = f"{user.last_name}{user.first_name}"
    principal = principal_of(
        user_id=user.id, username=username, name=name, roles=roles, composed=composed,
        department=place["department"], departments=reached, window=place["window"],
    )  # fmt: skip
    used = [one.id for one in changes if one.ref in (username, *roles)]
    return Standing(principal, tuple(used))


def roles_then(session: Session, usernames: Collection[str], since: datetime) -> RolesThen:
    """The roles of several people at any moment since one: two statements."""
    query = sa.select(User).where(User.username.in_(usernames))
    held = {user.username: [role.name for role in user.roles] for user in session.scalars(query)}
    changes = [one for one in _changes(session, since) if one.ref in held]
    return RolesThen(held, changes)


@dataclass(frozen=True)
class RolesThen:
    """Who held which roles when."""

    held: dict[str, list[str]]
    changes: list[Any]

    def of(self, username: str, at: datetime) -> list[str]:
        """The roles of a person at a moment; none for the system."""
        later = [one for one in self.changes if one.ref == username and one.at > at]
        return list(_first(later, "roles_set", self.held.get(username, [])))


def _changes(session: Session, at: datetime) -> list[Any]:
    """The changes of rights since a moment, the first of them first."""
    query = sa.select(
        JournalEntry.id,
        JournalEntry.at,
        JournalEntry.noun,
        JournalEntry.ref,
        JournalEntry.type,
        JournalEntry.data,
    )
    where = (JournalEntry.noun.in_(("account", "role")), JournalEntry.at > at)
    found = session.execute(query.where(*where, JournalEntry.type.in_(CHANGES)))
    return sorted(found, key=lambda row: row.id)


def _first(changes: list[Any], kind: str, today: Any) -> Any:
    """What was before the first later change; what is today where nothing changed since."""
    found = next((one for one in changes if one.type == kind), None)
    return json.loads(found.data)["before"] if found else today


def _composed(session: Session, roles: Collection[str], changes: list[Any]) -> list[str]:
    """What composed roles gave: the grants of their rows, later changes taken back."""
    given: set[str] = set()
    query = sa.select(RoleRow).where(RoleRow.name.in_(set(roles) - set(BUILTIN)))
    for role in session.scalars(query):
        mine = [one for one in changes if one.noun == "role" and one.ref == role.name]
        given |= set(_first(mine, "role_composed", grants_in(role)))
    return sorted(given)


def _place(session: Session, user: User, said: dict[str, Any] | None) -> dict[str, Any]:
    """Where they worked: what the first later change says was before, else what the rows say."""
    if said is not None:
        return said
    place = account_places.place_of(session, user)
    return {
        "department": place.department,
        "departments": place.departments,
        "window": place.window,
    }
