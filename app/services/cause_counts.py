"""Repeat causes counted over the rows: one statement, whatever the period."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.domain.bulletin import Period, before
from app.domain.causes import COUNTED, LEAST, Cause
from app.models import Appeal, AppealDepartment, Case, CauseDecision, ServiceVersion
from app.services.bulletin_courses import not_void

Lines = dict[str, dict[str, int]]

_About = aliased(Case)
_Class = aliased(ServiceVersion)
_Subject = aliased(ServiceVersion)
#: The three that make a cause, over ``appealed``.
CODE = _Class.code
# Written out: PostgreSQL takes two parameters of one value for two expressions, and groups by neither.
_NOTHING: Any = sa.literal_column("''")
_SLASH: Any = sa.literal_column("'/'")
DEPARTMENT = sa.func.coalesce(AppealDepartment.department, _NOTHING)
SUBJECT = sa.func.coalesce(_Subject.kind.concat(_SLASH).concat(_Subject.code), _NOTHING)
OF = (CODE, DEPARTMENT, SUBJECT)
#: The number of the case that an appeal is about, as it was given.
ABOUT = Appeal.about.label("about")
ABOUT_ID = _About.id


def appealed(*columns: Any, period: Period) -> sa.Select[Any]:
    """Appeals received in a period, once under each department that they are about; void ones are none."""
    classes = sa.select(ServiceVersion.id).where(ServiceVersion.kind == "appeal")
    when = (Case.received_at >= period.start, Case.received_at < period.end)
    return (
        sa.select(*columns)
        .select_from(Case)
        .join(Appeal, Appeal.case_id == Case.id)
        .join(_Class, _Class.id == Case.version_id)
        .outerjoin(AppealDepartment, AppealDepartment.case_id == Case.id)
        .outerjoin(_About, _About.number == Appeal.about)
        .outerjoin(_Subject, _Subject.id == _About.version_id)
        # The days and the versions stand in one index: of all cases only appeals are looked up.
        .where(*when, Case.version_id.in_(classes))
        .where(not_void(Case.outcome))
    )


def lines(session: Session, period: Period) -> Lines:
    """Key of each cause of the period → what ``domain.causes.tally`` counts of it."""
    earlier = before(period)
    last = _last_decisions()
    here = Case.received_at >= period.start
    there = sa.and_(Case.received_at < earlier.end, Case.received_at >= earlier.start)
    after = sa.and_(here, Case.received_at > last.c.at)
    counts = [_times(one) for one in (here, there, after)]
    of_it = (last.c.code == CODE, last.c.department == DEPARTMENT, last.c.subject == SUBJECT)
    query = appealed(
        *OF, *counts, sa.func.coalesce(sa.func.max(last.c.id), 0),
        period=Period(earlier.since, period.until),
    )  # fmt: skip
    query = query.outerjoin(last, sa.and_(*of_it)).group_by(*OF)
    rows = session.execute(query.having(counts[0] >= LEAST))
    return {
        cause.key: dict(zip(COUNTED, map(int, counted), strict=True))
        for code, department, subject, *counted in rows
        if (cause := Cause(code, department, subject)).is_one
    }


def _times(clause: Any) -> Any:
    return sa.func.sum(sa.case((clause, 1), else_=0))


def _last_decisions() -> Any:
    """The last decision about each cause, and since when it stands."""
    row = CauseDecision
    newest = sa.select(sa.func.max(row.id)).group_by(row.code, row.department, row.subject)
    return sa.select(row.id, row.at, row.code, row.department, row.subject).where(
        row.id.in_(newest)
    ).subquery()  # fmt: skip
