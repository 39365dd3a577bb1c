"""What receiving and accepting costs: few statements, however many parts a case has, and nothing else than before."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from app.models import Case, JournalEntry, NumberSeries, Paper, ServiceCentre, ServiceVersion, Task
from app.services import calendars, cases, numbers, verification
from tests.conftest import keep
from tests.factories import desk
from tests.services.test_large_catalogue import counted

PARTS = 7


def test_a_case_of_seven_parts_is_received_and_accepted_in_twelve_statements(session, seven):
    received(session, seven)
    taken = desk.intake_of(session, seven)
    session.rollback()
    with counted(session) as sent:
        accept(session, taken)
        keep(session)
    assert len([one for one in sent if not one.startswith("BEGIN")]) <= 12, sent
    tasks = sa.select(sa.func.count()).where(Task.kind == "work").group_by(Task.case_id)
    assert session.scalars(tasks).all() == [PARTS, PARTS]


def test_what_is_written_at_once_is_what_the_events_fold_to(session, seven):
    for _ in range(2):
        received(session, seven)
    assert list(verification.replay(session)) == []
    assert verification.verify(session, "records").holds


def test_a_number_is_on_the_case_its_papers_and_its_counters(session, seven):
    done = received(session, seven)
    row = session.get(Case, done.case_id)
    given = session.execute(sa.select(Paper.number).order_by(Paper.id)).scalars().all()
    counters = session.execute(sa.select(NumberSeries.key, NumberSeries.last)).all()
    assert (row.number, row.phase) == (done.number, "in_progress")
    assert list(done.papers) == given
    assert [last for _key, last in counters] == [1] * (1 + len(given))


def test_two_of_one_series_in_one_act_follow_each_other(session):
    assert numbers.take(session, ["b", "a", "b"]) == [1, 1, 2]
    assert numbers.take(session, ["b"]) == [3]


def test_the_calendar_in_force_stands_on_the_row_that_acts_hold(session, at):
    said = calendars.in_force(session) | {"hours": [["09:00", "11:00"]]}
    fresh = calendars.save_revision(session, said, reason="改点", now=at.now)
    calendar = calendars.held(session)
    assert calendar.revision == fresh.id == session.scalar(sa.select(ServiceCentre.calendar))
    named = desk.accepted_case(session)
    keep(session)
    query = sa.select(JournalEntry.data).where(JournalEntry.type == "due_set")
    told = session.scalars(query.where(JournalEntry.case_id == named.case_id)).all()
    assert {json.loads(data)["calendar"] for data in told} == {fresh.id}


def received(session, code):
    """An intake received and accepted, to its commit."""
    done = accept(session, desk.intake_of(session, code))
    keep(session)
    return done


def accept(session, taken):
    done = cases.receive(session, taken, by=desk.CLERK, now=desk.NOW, then=[desk.ACCEPT])
    assert isinstance(done, cases.Performed), done
    return done


@pytest.fixture
def seven(session):
    """A theme of seven parts, by its plan."""
    joint = sa.select(ServiceVersion).where(
        ServiceVersion.kind == "joint", ServiceVersion.valid_until.is_(None)
    )
    for version in session.scalars(joint.order_by(ServiceVersion.id)):
        plan = json.loads(version.blueprint)
        if sum(task["kind"] == "work" for task in plan["tasks"]) == PARTS:
            return version.code
    raise LookupError(PARTS)
