"""How long the cases of themes took, counted over the rows: one walk over the index that bulletins count by."""

from __future__ import annotations

from collections import Counter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import FunctionElement

from app.domain.bulletin import Period, before
from app.domain.bulletin_themes import JOINT, Days
from app.models import Case, ServiceVersion
from app.services.bulletin_courses import not_void, within

#: More versions than a centre ever has. Written out: grouped by a parameter PostgreSQL knows nothing again.
APART = 1 << 20
_APART: Any = sa.literal_column(f"CAST({APART} AS BIGINT)")


class _Taken(FunctionElement[int]):
    """Days of the calendar from one moment to another."""

    type = sa.Integer()
    inherit_cache = True


@compiles(_Taken)
def _taken(element: Any, compiler: Any, **more: Any) -> str:
    begun, ended = (compiler.process(one, **more) for one in element.clauses)
    return f"(date({ended}) - date({begun}))"


@compiles(_Taken, "sqlite")
def _taken_in_sqlite(element: Any, compiler: Any, **more: Any) -> str:
    # Days cut by SQLite itself: each cut out of its text costs as much again.
    begun, ended = (
        f"unixepoch({compiler.process(one, **more)}, 'start of day')" for one in element.clauses
    )
    return f"(({ended} - {begun}) / 86400)"


def days(session: Session, period: Period) -> Days:
    """What ``domain.bulletin_themes.days_of`` says, in three statements."""
    joint = sa.select(ServiceVersion.id, ServiceVersion.code).filter_by(kind="joint")
    codes = dict(session.execute(joint).tuples().all())
    # Days and version as one number: what is sorted for the counting is half as large.
    both = _Taken(Case.received_at, Case.closed_at) * _APART + Case.version_id
    query = sa.select(both, sa.func.count()).group_by(both)
    query = query.where(Case.version_id.in_(list(codes)), not_void(Case.outcome))
    found: Days = Counter()
    for now, one in ((True, period), (False, before(period))):
        for number, count in session.execute(query.where(*within(Case.closed_at, one))):
            taken, version = divmod(number, APART)
            found[now, f"{JOINT}{codes[version]}", taken] += count
    return found
