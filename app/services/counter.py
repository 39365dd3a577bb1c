"""What a case is received under, read in the one statement that holds the calendar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from sqlalchemy.orm import Session

from app.domain.calendar import Calendar
from app.models import Department, PaperTemplate, ServiceCentre, ServiceVersion
from app.services import blueprints, calendars, plain
from app.services.paper_sources import Names


class Counter(NamedTuple):
    """The version's hash and blueprint, the calendar, the centre's prefix, names, and how papers are numbered today."""

    sha256: str
    blueprint: dict[str, Any]
    calendar: Calendar
    prefix: str
    names: Names
    numbered: Mapping[str, Mapping[str, Any]]


def standing(session: Session, version_id: int, *, by: str) -> Counter:
    """What stands at the counter now; ``by`` is the user name of who receives.

    The calendar stays as it is until this act has ended (``calendars.held``). Raises LookupError where
    there is no such version or no centre, EmptyCalendar.
    """
    session.flush()
    given = {"version": version_id, "by": by}
    rows = plain.rows(session.connection().execute(_STANDING, given))
    if not rows or rows[0].sha256 is None:
        raise LookupError(version_id)
    first = rows[0]
    calendar = first.revision and calendars.at(session, first.revision)
    departments, numbered = {}, {}
    for *_same, what, key, name, series, copies in rows:
        if what == "department":
            departments[key] = name
        else:
            numbered[key] = {"name": name, "series": series, "copies": copies}
    return Counter(
        first.sha256,
        blueprints.blueprint(session, first.sha256),
        calendar or calendars.current(session),
        first.prefix,
        Names(first.centre, departments, first.clerk or by),
        numbered,
    )


_C: Any = ServiceCentre.__table__
_D: Any = Department.__table__
_P: Any = PaperTemplate.__table__
_SAID = sa.union_all(
    sa.select(
        sa.literal("department").label("what"), _D.c.code.label("key"), _D.c.name,
        sa.literal(None, sa.String).label("series"), sa.literal(None, sa.Integer).label("copies"),
    ),
    sa.select(sa.literal("template"), _P.c.key, _P.c.name, _P.c.series, _P.c.copies),
).subquery()  # fmt: skip
_VERSION = sa.select(ServiceVersion.sha256).where(ServiceVersion.id == sa.bindparam("version"))
_CLERK = sa.select(User.last_name.concat(User.first_name)).where(
    User.username == sa.bindparam("by")
)
_STANDING = calendars.holding(
    sa.select(
        calendars.IN_FORCE.label("revision"), _C.c.prefix, _C.c.name.label("centre"),
        _VERSION.scalar_subquery().label("sha256"), _CLERK.scalar_subquery().label("clerk"), _SAID,
    ).select_from(_C.outerjoin(_SAID, sa.true()))
)  # fmt: skip
