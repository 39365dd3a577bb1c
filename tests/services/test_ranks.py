"""The order of the queue by risk: due, less the working time that such parts usually take."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.models import Hold, Task, UsualTime
from app.services import calendars, cases, queue, replay, usual_times
from tests.conftest import keep
from tests.factories import desk

HOUR = 3600


def test_a_part_is_to_be_begun_so_much_earlier_as_such_parts_usually_take(session, usual):
    usual("review", 10 * HOUR)
    accepted(session)
    part = task(session, "reg")
    calendar = calendars.current(session)
    assert calendar.elapsed(part.rank_at, part.due_at) == 10 * HOUR
    assert task(session, "fire").rank_at == task(session, "fire").due_at


def test_what_waits_for_the_applicant_stands_last_and_comes_back_by_its_risk(session, usual):
    usual("review", 2 * HOUR)
    accepted(session)
    before = task(session, "reg").rank_at
    act(session, "suspend", kind="force_majeure", notice=True, expected="2026-10-20")
    assert task(session, "reg").rank_at.year == 9999
    hold = session.scalar(sa.select(Hold.hold_id).where(Hold.until.is_(None)))
    act(session, "resume", hold=hold, at=desk.NOW + timedelta(days=4))
    assert task(session, "reg").rank_at > before


def test_a_further_step_leaves_less_to_do(session, usual):
    usual("review", 10 * HOUR)
    usual("decide", HOUR)
    accepted(session)
    early = task(session, "reg").rank_at
    while task(session, "reg").step_name != "decide":
        act(session, "finish_step")
    assert task(session, "reg").rank_at > early


def test_the_riskiest_comes_first_though_another_is_due_before_it(session, usual):
    first = accepted(session).number
    usual("review", 16 * HOUR)
    later = accepted(session, now=desk.NOW + timedelta(hours=1)).number
    by = {"risk": later, "due": first}
    for order, number in by.items():
        asked = queue.Filter("department", order=order)
        rows = queue.page(session, asked, by=desk.officer("SCJG"), now=desk.NOW).rows
        assert rows[0].number.startswith(number), order


def test_rows_still_are_the_fold_of_the_events(session, usual):
    usual("review", 10 * HOUR)
    accepted(session)
    keep(session)
    assert list(replay.replay(session)) == []


def test_what_is_usual_is_the_median_of_five_closed_parts_and_nothing_of_four(session, at):
    for hours in (2, 3, 4, 5):
        closed_after(session, hours)
    assert usual_times.refresh(session, now=at.now + timedelta(days=1)) == 0
    closed_after(session, 9)
    usual_times.refresh(session, now=at.now + timedelta(days=1))
    assert usual_times.known(session, now=at.now)["work", "reg", "review"] == 4 * HOUR


@pytest.fixture
def usual(session):
    """``usual(step, seconds)``: what registrations usually take from a step on."""

    def say(step, seconds):
        row = UsualTime(kind="work", item="reg", step=step, seconds=seconds, n=9, at=desk.NOW)
        session.add(row)
        session.flush()
        usual_times._kept.clear()

    yield say
    usual_times._kept.clear()


def accepted(session, now=desk.NOW):
    return desk.accepted_case(session, now=now)


def task(session, key):
    """The newest part of this key, as its row stands now."""
    query = sa.select(Task).where(Task.key == key).order_by(Task.id.desc()).limit(1)
    return session.scalars(query.execution_options(populate_existing=True)).one()


def act(session, verb, at=desk.NOW, **fields):
    """An officer acts on the newest registration."""
    number = task(session, "reg").number.partition("-")[0]
    command = {"verb": verb, "task": "reg", **fields}
    done = cases.perform(session, number, command, by=desk.officer("SCJG"), now=at)
    assert isinstance(done, cases.Performed), done
    return done


def closed_after(session, hours):
    """A registration granted so many working hours after it was opened, at its first step till then."""
    accepted(session)
    calendar = calendars.current(session)
    end = calendar.at_seconds(calendar.seconds_to(desk.NOW) + hours * HOUR)
    while task(session, "reg").step < len(task(session, "reg").steps) - 1:
        act(session, "finish_step", at=end)
    act(session, "grant", at=end, result_number="证001")
    keep(session)
