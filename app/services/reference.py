"""The names that lists show for codes, and which calendar is in force: one statement for a page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

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


#: What parts the codes from their names, and the names from each other.
VALUE, ROW = "\x1f", "\x1e"


def _written(code: Any, name: Any) -> Any:
    text = sa.func.aggregate_strings(code.concat(VALUE).concat(name), ROW)
    return sa.select(text).scalar_subquery()


#: Three scalars of any statement, and what they may be called: what ``read`` is given.
NAMED = ("departments", "people", "revision")
COLUMNS = (
    _written(Department.code, sa.func.coalesce(Department.short_name, Department.name)),
    _written(User.username, User.last_name.concat(User.first_name)),
    sa.select(sa.func.max(CalendarRevision.id)).scalar_subquery(),
)
_SELECT = sa.select(*(column.label(name) for name, column in zip(NAMED, COLUMNS, strict=True)))


def reference(session: Session) -> Reference:
    """Read the names as they are now."""
    return read(session, session.connection().execute(_SELECT).one())


def read(session: Session, row: Any) -> Reference:
    """The names out of a row that has the COLUMNS among others, called as NAMED."""
    departments, people, revision = row.departments, row.people, row.revision
    calendar = calendars.at(session, revision) if revision else calendars.current(session)
    return Reference(_named(departments), _named(people), calendar)


@lru_cache(maxsize=16)
def _named(text: str | None) -> dict[str, str]:
    # Taken apart once as long as nobody is named otherwise: the text itself is asked for by every page.
    rows = [row.partition(VALUE) for row in text.split(ROW)] if text else []
    return {code: name for code, _sep, name in rows}
