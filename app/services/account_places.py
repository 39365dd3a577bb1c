"""Where a person works: the scope of what their roles allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from sqlalchemy.orm import Session

from app.access import Principal
from app.domain.refusal import refuse
from app.models.account import Staff, StaffDepartment
from app.models.centre import Department, Window
from app.services import sign_in
from app.services.account_power import record, touchable


@dataclass(frozen=True)
class Place:
    """Where a person works: the scope of their roles."""

    department: str | None = None
    window: str | None = None
    departments: tuple[str, ...] = ()


#: Of whoever works in no department and at no window.
NOWHERE = Place()


def set_place(session: Session, user: User, place: Place, *, by: Principal) -> None:
    """Give exactly this scope; the person's sessions end. Raises Refused."""
    touchable(user, by=by)
    before = place_of(session, user)
    check(session, place, before.window)
    # Saved unchanged, it would sign the person out in the middle of a case for nothing.
    if said(place) == said(before):
        return
    staff = session.get(Staff, user.id) or Staff(user_id=user.id)
    staff.department, staff.window = place.department, place.window
    session.add(staff)
    session.execute(sa.delete(StaffDepartment).where(StaffDepartment.user_id == user.id))
    add_further(session, user, place)
    # The session keeps the scope it was given, so it would go on seeing the old department.
    sign_in.end(session, [user.id], why="staff")
    record(session, user, "scope_set", by=by, before=said(before), after=said(place))


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


def check(session: Session, place: Place, held: str | None = None) -> None:
    """Let pass what is there, and the window that was held before. Raises Refused."""
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


def add_further(session: Session, user: User, place: Place) -> None:
    """Add the departments beside a person's own."""
    # Their own department is in scope anyway; kept twice, moving them would leave it behind.
    codes = set(place.departments) - {place.department}
    session.add_all(StaffDepartment(user_id=user.id, department=code) for code in sorted(codes))


def said(place: Place) -> dict[str, Any]:
    """A place as the journal keeps it."""
    return {
        "department": place.department,
        "window": place.window,
        "departments": sorted(set(place.departments) - {place.department}),
    }
