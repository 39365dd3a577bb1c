"""Repeat causes counted over the rows: in three statements or four, whatever the period."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.domain.bulletin import Period, before
from app.domain.causes import COUNTED, LEAST, Cause, Decided
from app.models import Appeal, AppealDepartment, Case, CauseDecision, ServiceVersion
from app.services.bulletin_courses import not_void, within
from app.services.covering import same

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
    return (
        sa.select(*columns)
        .select_from(Case)
        .join(Appeal, Appeal.case_id == Case.id)
        .join(_Class, _Class.id == Case.version_id)
        .outerjoin(AppealDepartment, AppealDepartment.case_id == Case.id)
        .outerjoin(_About, _About.number == Appeal.about)
        .outerjoin(_Subject, _Subject.id == _About.version_id)
        .where(*_received(period))
    )


def _received(period: Period) -> tuple[Any, ...]:
    # The days and the versions stand in one index: of all cases only appeals are looked up.
    classes = sa.select(ServiceVersion.id).where(ServiceVersion.kind == "appeal")
    when = within(Case.received_at, period)
    return (*when, Case.version_id.in_(classes), not_void(Case.outcome))


def lines(session: Session, period: Period) -> Lines:
    """Key of each cause of the period → what ``domain.causes.tally`` counts of it."""
    both = _by_cause(session, Period(before(period).since, period.until), since=period.start)
    last = {
        Cause(*cause): Decided(number, at)
        for number, at, *cause in session.execute(_last_decisions())
    }
    after = _after(session, period, since=min((one.at for one in last.values()), default=None))
    found = {}
    for cause, (many, here) in both.items():
        if here >= LEAST and cause.is_one:
            decision = last[cause].number if cause in last else 0
            counts = (here, many - here, after.get(cause, 0), decision)
            found[cause.key] = dict(zip(COUNTED, counts, strict=True))
    return found


def _by_cause(session: Session, period: Period, *, since: datetime) -> dict[Cause, tuple[int, int]]:
    """Cause → how many appeals, and how many of them since a moment.

    Counted by numbers and named here: a database would sort the names once an appeal.
    """
    row = (Case.version_id, AppealDepartment.department, _About.version_id)
    newer = sa.func.sum(sa.case((Case.received_at >= since, 1), else_=0))
    versions = sa.select(ServiceVersion.id, ServiceVersion.kind, ServiceVersion.code)
    named = {number: (kind, code) for number, kind, code in session.execute(versions)}
    many: Counter[Cause] = Counter()
    new: Counter[Cause] = Counter()
    query = _narrow(*row, sa.func.count(), newer, period=period).group_by(*row)
    for of, department, about, count, here in session.execute(query):
        subject = "/".join(named[about]) if about else ""
        cause = Cause(named[of][1], department or "", subject)
        many[cause] += count
        new[cause] += int(here)
    return {cause: (count, new[cause]) for cause, count in many.items()}


def _narrow(*columns: Any, period: Period) -> sa.Select[Any]:
    """As ``appealed``, but from indexes alone: without the words of the appeal and the versions' names."""
    return (
        sa.select(*columns)
        .select_from(Case)
        .outerjoin(Appeal, same(Appeal.case_id, Case.id))
        .outerjoin(AppealDepartment, same(AppealDepartment.case_id, Case.id))
        .outerjoin(_About, same(_About.number, Appeal.about))
        .where(*_received(period))
    )


def _after(session: Session, period: Period, *, since: datetime | None) -> dict[Cause, int]:
    """Cause → how many appeals of the period came after the last decision about it."""
    if since is None:
        return {}
    last = _last_decisions().subquery()
    of_it = (last.c.code == CODE, last.c.department == DEPARTMENT, last.c.subject == SUBJECT)
    query = appealed(*OF, sa.func.count(), period=period).join(last, sa.and_(*of_it))
    query = query.where(Case.received_at > since, Case.received_at > last.c.at).group_by(*OF)
    return {Cause(*cause): count for *cause, count in session.execute(query)}


def _last_decisions() -> sa.Select[Any]:
    """The last decision about each cause, and since when it stands."""
    row = CauseDecision
    newest = sa.select(sa.func.max(row.id)).group_by(row.code, row.department, row.subject)
    query = sa.select(row.id, row.at, row.code, row.department, row.subject)
    return query.where(row.id.in_(newest))
