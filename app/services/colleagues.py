"""Who works where: the people a part may be given to, who may stand in, who is head."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Role as RoleRow
from flask_appbuilder.security.sqla.models import User, assoc_user_role
from sqlalchemy.orm import Session

from app.access.grants import BUILTIN
from app.domain.refusal import Refusal
from app.domain.roles import Role
from app.models import Department, Staff
from app.models.account import StaffDepartment

if TYPE_CHECKING:
    from app.services.opened import File

#: Builtin roles whose holders handle a part.
ABLE = tuple(sorted(role for role, grants in BUILTIN.items() if "task.work" in grants))
_NAME = User.last_name.concat(User.first_name)
_PEOPLE = sa.select(User.username, _NAME).where(User.active.is_(True)).order_by(User.username)


ELSEWHERE = Refusal("assign", "The person is not of the department that handles it.", {})


def assignable(
    session: Session,
    file: File,
    command: dict[str, Any],
    *,
    now: datetime,  # noqa: ARG001 - as every preparation is called
) -> dict[str, Any] | Refusal:
    """The command that gives a part to somebody; refused where they do not work where it is handled."""
    part = (file.state or {"tasks": {}})["tasks"].get(command.get("task"))
    known = part is None or command.get("owner") in (None, "", *of(session, part["department"]))
    return command if known else ELSEWHERE


def of(session: Session, department: str) -> dict[str, str]:
    """Active people of one department: username → name."""
    return of_all(session, [department])


def of_all(session: Session, departments: Collection[str]) -> dict[str, str]:
    """Active people of several departments: username → name."""
    query = _PEOPLE.join(Staff, Staff.user_id == User.id)
    rows = session.execute(query.where(Staff.department.in_(sorted(departments))))
    return dict(rows.tuples().all())


def department_of(session: Session, username: str) -> str | None:
    """Where a person works."""
    query = sa.select(Staff.department).join(User, User.id == Staff.user_id)
    return session.scalar(query.where(User.username == username))


def handling(session: Session, department: str) -> dict[str, str]:
    """Active people who handle parts of a department: its own, those it was added to, heads above it."""
    here = _with_roles(session, [department], ABLE)
    return here | _with_roles(session, _above(session, department), [Role.DEPARTMENT_HEAD])


def heads(session: Session, department: str) -> dict[str, str]:
    """The heads of a department; where it has none, those of the nearest above that has."""
    for code in (department, *_above(session, department)):
        found = _with_roles(session, [code], [Role.DEPARTMENT_HEAD])
        if found:
            return found
    return {}


def heads_of(session: Session, departments: Collection[str]) -> dict[str, set[str]]:
    """The heads of several departments as ``heads`` finds them, however many in the same statements."""
    places = sa.union(
        sa.select(Staff.user_id, Staff.department),
        sa.select(StaffDepartment.user_id, StaffDepartment.department),
    ).subquery()
    query = sa.select(places.c.department, User.username).join(User, User.id == places.c.user_id)
    query = query.where(User.active.is_(True), User.id.in_(_of_role([Role.DEPARTMENT_HEAD])))
    there: dict[str, set[str]] = {}
    for code, username in session.execute(query).tuples():
        there.setdefault(code, set()).add(username)
    tree = _tree(session)
    found = {}
    for code in departments:
        way = [code, *_up(tree, code)]
        found[code] = next((there[one] for one in way if one in there), set())
    return found


def holding(session: Session, role: str) -> dict[str, str]:
    """Active people of a role, wherever they work."""
    return dict(session.execute(_PEOPLE.where(User.id.in_(_of_role([role])))).tuples().all())


def _of_role(roles: Iterable[str]) -> sa.Select[tuple[int]]:
    pairs = sa.select(assoc_user_role.c.user_id)
    return pairs.join(RoleRow, RoleRow.id == assoc_user_role.c.role_id).where(
        RoleRow.name.in_(list(roles))
    )


def _with_roles(
    session: Session, departments: Collection[str], roles: Iterable[str]
) -> dict[str, str]:
    places = sa.union(
        sa.select(Staff.user_id).where(Staff.department.in_(departments)),
        sa.select(StaffDepartment.user_id).where(StaffDepartment.department.in_(departments)),
    )
    query = _PEOPLE.where(User.id.in_(places), User.id.in_(_of_role(roles)))
    return dict(session.execute(query).tuples().all())


def _above(session: Session, department: str) -> list[str]:
    """The departments above one, the nearest first; a tree that bites its tail ends all the same."""
    return _up(_tree(session), department)


def _tree(session: Session) -> dict[str, str | None]:
    query = sa.select(Department.code, Department.parent)
    return dict(session.execute(query).tuples().all())


def _up(tree: dict[str, str | None], department: str) -> list[str]:
    found: list[str] = []
    code = tree.get(department)
    while code and code not in found and code != department:
        found.append(code)
        code = tree.get(code)
    return found


def sitting(session: Session, departments: Collection[str]) -> dict[str, dict[str, str]]:
    """Department → who sits at its windows: clerks and officers of it or added to it; no machine does."""
    places = sa.union(
        sa.select(Staff.user_id, Staff.department),
        sa.select(StaffDepartment.user_id, StaffDepartment.department),
    ).subquery()
    machines = sa.select(Staff.user_id).where(Staff.machine.is_(True))
    query = (
        sa.select(places.c.department, User.username, _NAME)
        .join(User, User.id == places.c.user_id)
        .where(
            places.c.department.in_(sorted(departments)),
            User.active.is_(True),
            User.id.in_(_of_role([Role.WINDOW_CLERK, Role.OFFICER])),
            User.id.not_in(machines),
        )
        .order_by(User.username)
    )
    found: dict[str, dict[str, str]] = {code: {} for code in departments}
    for code, username, name in session.execute(query).tuples():
        found[code][username] = name
    return found
