"""The names that lists show for codes, and which calendar is in force: one statement for a page."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from sqlalchemy.orm import Session

from app.domain.calendar import Calendar
from app.models import CalendarRevision, Department
from app.services import calendars


@dataclass(frozen=True)
class Reference:
    """Short department names by code, people's names by username, the working calendar."""

    departments: dict[str, str]
    people: dict[str, str]
    calendar: Calendar


_CODES = sa.union_all(
    sa.select(
        sa.literal("department").label("what"),
        Department.code,
        sa.func.coalesce(Department.short_name, Department.name),
    ),
    sa.select(sa.literal("person"), User.username, User.last_name.concat(User.first_name)),
    sa.select(
        sa.literal("revision"), sa.cast(sa.func.max(CalendarRevision.id), sa.String), sa.literal("")
    ),
)


def reference(session: Session) -> Reference:
    """Read the names as they are now."""
    named: dict[str, dict[str, str]] = {"department": {}, "person": {}, "revision": {}}
    for what, code, name in session.connection().execute(_CODES):
        named[what][code] = name
    revision = next(iter(named["revision"]), None)
    calendar = calendars.at(session, int(revision)) if revision else calendars.current(session)
    return Reference(named["department"], named["person"], calendar)
