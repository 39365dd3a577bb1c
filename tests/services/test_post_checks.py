"""事后核查: what falls due is told once, what is late once more and to supervisors; the job says how many."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import job_words
from app.models import Job, Message, Task
from app.services import calendars, post_checks
from tests.conftest import keep
from tests.factories import desk, lives
from tests.factories.working import at_work, scanned


def test_it_is_told_before_it_is_due_and_again_when_it_is_late_each_once(session, check):
    for moment in (
        check - timedelta(days=20),
        check - timedelta(days=1),
        check + timedelta(hours=8),
    ):
        for _again in range(2):
            look(session, moment)
    told = session.execute(
        sa.select(Message.kind, Message.person).where(Message.kind.like("check%"))
    )
    assert sorted(told.all()) == [("check_late", "ducha"), ("check_late", "xfjy0"), ("check_soon", "xfjy0")]  # fmt: skip


def test_it_is_told_from_three_working_days_ahead_and_not_every_morning(session, check):
    told = [look(session, check - timedelta(days=days))["told"] for days in (10, 2, 1)]
    assert told == [0, 1, 0]


def test_however_many_are_open_the_last_is_told_of_as_well(session, check, monkeypatch):
    monkeypatch.setattr(post_checks, "TOGETHER", 1)
    row = session.scalar(sa.select(Task).where(Task.kind == "check"))
    values = {column.key: getattr(row, column.key) for column in sa.inspect(Task).column_attrs}
    again = {"id": row.id + 1000, "key": "again", "number": f"{row.number}x"}
    session.execute(sa.insert(Task).values(values | again))
    assert look(session, check - timedelta(days=1))["soon"] == 2


def test_the_job_counts_how_they_stand_and_the_page_says_it(app, session, check):
    keep(session)
    late = (check + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    assert "post_check" in scanned(app, session, late)
    assert "post_check" not in scanned(app, session, late + timedelta(hours=1))
    at_work(app, now=late)
    job = session.scalar(sa.select(Job).filter_by(kind="post_check"))
    assert job.result == {"open": 1, "soon": 0, "late": 1, "told": 2}
    with app.test_request_context():
        assert job_words.result(job) == "在核 1 件，三个工作日内到期 0 件，超期 1 件；提醒 2 人次"


def test_what_was_looked_at_is_told_of_no_more(session, check):
    session.execute(sa.update(Task).where(Task.kind == "check").values(state="closed"))
    assert look(session, check)["open"] == 0
    assert session.scalars(sa.select(Message).where(Message.kind.like("check%"))).all() == []


def look(session, moment):
    return post_checks.look(session, calendars.current(session), now=moment)


@pytest.fixture
def check(session):
    """A granted part whose promise is to be looked at; gives by when."""
    number = desk.accepted_case(session).number
    lives.all_granted(session, number)
    return session.scalar(sa.select(Task.due_at).where(Task.kind == "check", Task.state == "open"))
