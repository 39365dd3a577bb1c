"""季度考核: departments graded by their figures; of a quarter that is over it is frozen once and stays so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.access import Principal
from app.domain import grades
from app.domain.bulletin import Period
from app.domain.refusal import Refusal
from app.models import Finding, Grading, Rating
from app.services import bulletin_counts

NOT_OVER = Refusal("grading", "A quarter is frozen when it is over.", {})
FROZEN = Refusal("grading", "It is frozen already.", {})
SHOWN = 12


def figures(session: Session, period: Period) -> list[dict[str, Any]]:
    """The grades of a period as they stand now, in a fixed number of statements."""
    parts = bulletin_counts.departments(session, period)
    levels, found = _levels(session, period), _found(session, period)
    codes = sorted({*parts, *levels, *found})
    counts = {
        code: grades.counts_of(parts.get(code, {}), levels.get(code, {}), found=found.get(code, 0))
        for code in codes
    }
    # Where nothing was closed, said or found there is nothing to be graded.
    return grades.plain(grades.graded({code: of for code, of in counts.items() if any(of)}))


def _levels(session: Session, period: Period) -> dict[str, dict[int, int]]:
    """Ratings given in the period by department; what a review excluded counts nowhere (R90)."""
    query = (
        sa.select(Rating.department, Rating.level, sa.func.count())
        .where(Rating.given_at >= period.start, Rating.given_at < period.end)
        .where(Rating.excluded_at.is_(None), Rating.department.is_not(None))
        .group_by(Rating.department, Rating.level)
    )
    found: dict[str, dict[int, int]] = {}
    for department, level, count in session.execute(query):
        found.setdefault(department, {})[level] = count
    return found


def _found(session: Session, period: Period) -> dict[str, int]:
    query = sa.select(Finding.department, sa.func.count())
    query = query.where(Finding.at >= period.start, Finding.at < period.end)
    return dict(session.execute(query.group_by(Finding.department)).tuples().all())


def frozen(session: Session, quarter: str) -> Grading | None:
    """The quarter as it was frozen; None where it was not."""
    return session.scalars(sa.select(Grading).where(Grading.quarter == quarter)).one_or_none()


def listed(session: Session) -> list[str]:
    """The quarters that are frozen, the latest first."""
    query = sa.select(Grading.quarter).order_by(Grading.quarter.desc()).limit(SHOWN)
    return list(session.scalars(query))


def freeze(session: Session, quarter: str, *, by: Principal, now: datetime) -> Grading | Refusal:
    """Let the grades of a quarter stand as they are; the heads are sealed with it. Raises ValueError."""
    period = grades.period_of(quarter)
    if period.until >= now.date():
        return NOT_OVER
    if frozen(session, quarter):
        return FROZEN
    head = journal.head(session, journal.RECORDS)
    row = Grading(
        quarter=quarter, figures=figures(session, period), frozen_at=now, frozen_by=by.username,
        head_seq=head[0], head_hash=head[1],
    )  # fmt: skip
    session.add(row)
    session.flush()
    journal.record(session, "grading", quarter, "graded", by=by.username, head=head[0])
    journal.seal(session)
    return row
