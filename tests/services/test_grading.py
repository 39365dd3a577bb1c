"""Grades of a quarter: counted over the rows, frozen once when it is over, and then as they are."""

from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa

from app.domain.grades import period_of
from app.models import Finding, Grading, JournalEntry
from app.services import grading, ratings
from tests.conftest import keep
from tests.factories import desk, rated
from tests.factories.rated import GIVEN

OVER = datetime(2026, 10, 1, 9, 0)
QUARTER = "2026Q3"


def test_what_was_closed_rated_and_found_is_counted_and_an_excluded_rating_is_not(session):
    given = rated.rated(session, 1)
    assert line(session)["bad"] == 1
    ratings.exclude(session, given.id, "不实", by=desk.SUPERVISOR, now=GIVEN)
    found = line(session)
    assert (found["closed"], found["late"], found["rated"], found["points"]) == (1, 0, 0, None)


def test_a_finding_counts_in_its_own_quarter_alone(session):
    case = rated.case(session)
    made = {"nth": 1, "task": "inquiry", "department": "SWJ", "by": "dckp1", "until": OVER}
    session.add(Finding(case_id=case.id, at=datetime(2026, 7, 1), **made))
    session.flush()
    found = {}
    for quarter in ("2026Q2", "2026Q3", "2026Q4"):
        lines = grading.figures(session, period_of(quarter))
        found[quarter] = sum(one["found"] for one in lines)
    assert found == {"2026Q2": 0, "2026Q3": 1, "2026Q4": 0}


def test_a_quarter_that_runs_is_not_frozen(session):
    assert freeze(session, now=datetime(2026, 9, 30, 18, 0)) == grading.NOT_OVER


def test_it_is_frozen_once_and_what_comes_after_changes_nothing(session):
    given = rated.rated(session, 1)
    row = freeze(session)
    keep(session)
    ratings.exclude(session, given.id, "不实", by=desk.SUPERVISOR, now=OVER)
    assert [one["bad"] for one in row.figures] == [1]
    assert freeze(session) == grading.FROZEN
    assert session.scalar(sa.select(JournalEntry.ref).filter_by(type="graded")) == QUARTER
    with pytest.raises(sa.exc.DatabaseError, match="does not change"):
        session.execute(sa.text("UPDATE grading SET frozen_by = 'x'"))


def test_two_who_freeze_at_once_leave_one(session):
    freeze(session)
    keep(session)
    twice = {column.name: getattr(session.scalar(sa.select(Grading)), column.name) for column in Grading.__table__.columns}  # fmt: skip
    with pytest.raises(sa.exc.IntegrityError):
        session.execute(sa.insert(Grading).values(twice | {"id": 99}))


def line(session):
    (found,) = grading.figures(session, period_of(QUARTER))
    return found


def freeze(session, now=OVER):
    return grading.freeze(session, QUARTER, by=desk.SUPERVISOR, now=now)
