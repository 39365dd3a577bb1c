"""Who sits where, to read: the security administrator alone gives and takes places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Role, User, assoc_user_role
from flask_babel import lazy_gettext as _l

from app.admin import words
from app.admin.base import READING, SafeModelView, of
from app.admin.filters import Choice, Find, Given
from app.landing import role_name
from app.models import Staff, StaffDepartment
from app.services import naming

NAME = User.last_name.concat(User.first_name)
#: Between the names that one expression puts together.
COMMA = ","


def _of_staff(column: Any) -> Any:
    return sa.select(column).where(Staff.user_id == User.id).scalar_subquery()


def _joined(column: Any, *where: Any) -> Any:
    return sa.select(sa.func.aggregate_strings(column, COMMA)).where(*where).scalar_subquery()


def _works_in(code: str) -> Any:
    further = sa.select(StaffDepartment.user_id).where(StaffDepartment.department == code)
    staff = sa.select(Staff.user_id).where(Staff.department == code)
    return sa.or_(User.id.in_(staff), User.id.in_(further))


@dataclass(frozen=True)
class Place(Choice):
    """A department that is theirs, first or further."""

    def clauses(self, model: Any, given: Given, now: datetime) -> Iterator[Any]:  # noqa: ARG002 - one shape for all
        """Of either kind."""
        yield _works_in(given[self.name])


@dataclass(frozen=True)
class Counter(Choice):
    """The window where they sit."""

    def clauses(self, model: Any, given: Given, now: datetime) -> Iterator[Any]:  # noqa: ARG002 - one shape for all
        """Of this window."""
        yield User.id.in_(sa.select(Staff.user_id).where(Staff.window == given[self.name]))


class WorkplaceView(SafeModelView):
    """People with a place: name, department, window, role; no login name, nothing of the account."""

    datamodel = of(User)
    class_permission_name = "workplace"
    route_base = "/admin/workplaces"
    title = _l("Who sits where")
    about = _l("To read only: places and roles are given by the security administrator.")
    include_route_methods = {"list", "export"}
    method_permission_name = READING
    names = ("departments", "windows")
    list_columns = ["name", "department", "further", "window", "roles"]
    show_columns = list_columns
    beside = {
        "name": NAME,
        "department": _of_staff(Staff.department),
        "window": _of_staff(Staff.window),
        "further": _joined(StaffDepartment.department, StaffDepartment.user_id == User.id),
        "roles": _joined(
            Role.name, Role.id == assoc_user_role.c.role_id, assoc_user_role.c.user_id == User.id
        ),
    }
    filters = (
        # By name and its sound: a login name is not for those who do not keep accounts.
        Find(noun="people", label=_l("Designation"), columns=(NAME,), key="username", closed=True),
        Place("department", words="departments"),
        Counter("window", words="windows"),
    )
    says = {
        "department": lambda row, names: naming.called(names, "departments", key=row.department),
        "further": lambda row, names: words.listed(
            naming.called(names, "departments", key=code) for code in _several(row.further)
        ),
        "window": lambda row, names: naming.called(names, "windows", key=row.window),
        "roles": lambda row, _names: words.listed(map(role_name, _several(row.roles))),
    }
    label_columns = {
        "name": _l("Person"), "department": _l("Department"), "further": _l("Further departments"), "window": _l("Window"), "roles": _l("Roles"),
    }  # fmt: skip

    def _rules(self) -> list[Any]:
        """Accounts in use that have a place: administrators without one are nobody's business here."""
        placed = sa.select(Staff.user_id).where(
            sa.or_(Staff.department.is_not(None), Staff.window.is_not(None))
        )
        return [User.active.is_(True), User.id.in_(placed)]


def _several(said: str | None) -> list[str]:
    return sorted(said.split(COMMA)) if said else []
