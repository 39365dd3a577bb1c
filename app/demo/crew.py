"""Who acts in a demo centre: the people of its accounts, by what they may do and where."""

from __future__ import annotations

from collections import defaultdict
from random import Random

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Role as RoleRow
from flask_appbuilder.security.sqla.models import User, assoc_user_role
from sqlalchemy.orm import Session

from app.access import Principal, Role, principal_of
from app.domain.case.verb import role_of
from app.models import Staff

#: The whole centre: whoever has one of these roles acts for every department.
CENTRE = ""


class NobodyThere(LookupError):
    """No account could do what has to be done; says which."""


class Crew:
    """People by role and department."""

    def __init__(self, people: list[Principal]) -> None:
        """``people`` are all that may act."""
        self._places: dict[tuple[str, str], list[Principal]] = defaultdict(list)
        self._named = {person.username: person for person in people}
        for person in people:
            for role in person.roles:
                self._places[role, person.department or CENTRE].append(person)

    def one(self, role: str, department: str = CENTRE, *, rng: Random) -> Principal:
        """Somebody of this role there. Raises NobodyThere."""
        there = self._places.get((role_of(role), department))
        there = there or self._places.get((role_of(role), CENTRE))
        if not there:
            raise NobodyThere(f"{role} {department}")
        return rng.choice(there)

    def named(self, username: str) -> Principal:
        """Somebody by their user name. Raises KeyError."""
        return self._named[username]

    @property
    def handling(self) -> list[str]:
        """The departments whose officers handle parts."""
        return sorted({place for role, place in self._places if role == Role.OFFICER and place})

    @property
    def windows(self) -> list[str]:
        """The departments that receive."""
        return sorted(
            {place for role, place in self._places if role == Role.WINDOW_CLERK and place}
        )


def crew(session: Session) -> Crew:
    """Everybody with an account that is in use."""
    query = (
        sa.select(User.id, User.username, User.last_name.concat(User.first_name), RoleRow.name,
                  Staff.department)
        .join(assoc_user_role, assoc_user_role.c.user_id == User.id)
        .join(RoleRow, RoleRow.id == assoc_user_role.c.role_id)
        .outerjoin(Staff, Staff.user_id == User.id)
        .where(User.active.is_(True))
        .order_by(User.username, RoleRow.name)
    )  # fmt: skip
    return Crew(
        [
            principal_of(
                user_id=number, username=username, name=name, roles=[role],
                department=department, departments=[department] if department else [],
            )
            for number, username, name, role, department in session.execute(query)
        ]
    )  # fmt: skip
