"""Who acts: everything a request needs to know of a person, in one frozen value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.access.grants import BUILTIN, COMPOSABLE, GRANTS

#: What packages call the persons who approve (``by: head``) → the grant that makes one.
CAPACITIES = {"head": "task.extend", "government_head": "case.extend", "supervisor": "case.confirm"}


@dataclass(frozen=True)
class Principal:
    """A signed-in person, nobody, or the system; also the user object of Flask-Login."""

    user_id: int | None
    username: str
    name: str
    roles: frozenset[str] = frozenset()
    department: str | None = None
    departments: frozenset[str] = frozenset()
    window: str | None = None
    grants: frozenset[str] = frozenset()
    must_change: bool = False

    @property
    def id(self) -> int | None:
        """As FAB asks for it."""
        return self.user_id

    @property
    def is_authenticated(self) -> bool:
        """Whether this is a signed-in person."""
        return self.user_id is not None

    @property
    def is_active(self) -> bool:
        """Disabled accounts have no session, so no principal."""
        return self.is_authenticated

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody is signed in."""
        return not self.is_authenticated

    @property
    def capacities(self) -> list[str]:
        """The roles as a case command names them: builtin names and those that packages use."""
        return sorted(
            self.roles | {name for name, grant in CAPACITIES.items() if grant in self.grants}
        )

    @property
    def own(self) -> list[str]:
        """One's own departments, in an order that is always the same."""
        return sorted(self.departments)

    def get_id(self) -> str:
        """As Flask-Login asks for it."""
        # Text, for Flask-Login compares it with what stands in the session.
        return str(self.user_id or "")

    def get_full_name(self) -> str:
        """As FAB asks for it."""
        return self.name


ANONYMOUS = Principal(user_id=None, username="", name="")
#: Jobs: every grant and every row; it never signs in.
SYSTEM = Principal(user_id=None, username="system", name="system", grants=GRANTS | {"scope.system"})


def may(principal: Principal, grant: str) -> bool:
    """Whether the principal holds the grant at all; rows are the policies' matter."""
    return grant in principal.grants


def grants_of(roles: Iterable[str], composed: Iterable[str] = ()) -> frozenset[str]:
    """What roles give: builtin names by code, ``composed`` grants only as far as they may be composed."""
    builtin = [BUILTIN[role] for role in roles if role in BUILTIN]
    # Cut to what may be composed: rows written past the form give nobody an administrator's grant.
    return frozenset().union(*builtin) | (frozenset(composed) & COMPOSABLE)


def principal_of(
    *,
    user_id: int,
    username: str,
    name: str,
    roles: Iterable[str],
    composed: Iterable[str] = (),
    department: str | None = None,
    departments: Iterable[str] = (),
    window: str | None = None,
    must_change: bool = False,
) -> Principal:
    """The principal for a row of session, user and staff."""
    held = frozenset(roles)
    return Principal(
        user_id=user_id,
        username=username,
        name=name,
        roles=held,
        department=department,
        departments=frozenset(departments),
        window=window,
        grants=grants_of(held, composed),
        must_change=must_change,
    )
