"""How long the cases of themes took, counted over the rows: one walk over the index that bulletins count by."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.bulletin import VOID, Period, before
from app.domain.bulletin_themes import JOINT, Days
from app.models import Case, ServiceVersion


def days(session: Session, period: Period) -> Days:
    """What ``domain.bulletin_themes.days_of`` says, in two statements."""
    joint = sa.select(ServiceVersion.id, ServiceVersion.code).filter_by(kind="joint")
    codes = dict(session.execute(joint).tuples().all())
    now = Case.closed_at >= period.start
    first, last = sa.func.date(Case.received_at), sa.func.date(Case.closed_at)
    # An expression and no column: by the index of the versions SQLite would read every row of every case.
    version = Case.version_id + 0
    query = sa.select(now, version, first, last, sa.func.count())
    query = query.where(version.in_(list(codes)), Case.received_at < period.end)
    query = query.where(Case.closed_at >= before(period).start, Case.closed_at < period.end)
    query = query.where(sa.or_(Case.outcome.is_(None), Case.outcome != VOID))
    found: Days = Counter()
    for here, of, begun, ended, count in session.execute(query.group_by(now, version, first, last)):
        found[bool(here), f"{JOINT}{codes[of]}", (_day(ended) - _day(begun)).days] += count
    return found


def _day(said: Any) -> date:
    return date.fromisoformat(str(said))
