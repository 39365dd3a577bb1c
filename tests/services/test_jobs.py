"""Work apart from requests: claimed by one, taken up again when its worker dies, done once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from app.models import Job
from app.services import jobs, occasions
from tests.conftest import keep
from tests.services.test_race import at_once

NOW = datetime(2026, 9, 18, 9, 40)


def test_two_workers_do_not_take_the_same(session):
    first, second = waiting(session), waiting(session)
    taken = [jobs.claim(session, now=NOW) for _worker in range(3)]
    assert [job and job.id for job in taken] == [first.id, second.id, None]


def test_what_somebody_waits_for_goes_before_what_comes_of_itself(session):
    occasions.ensure(session, "papers", token="papers", title="", now=NOW)
    assert not jobs.somebody_waits(session)
    asked = waiting(session)
    assert jobs.somebody_waits(session)
    taken = [jobs.claim(session, now=NOW) for _worker in range(2)]
    assert [job.id for job in taken][0] == asked.id
    assert (jobs.somebody_waits(session), jobs.at_work(session, now=NOW)) == (False, True)
    assert not jobs.at_work(session, now=NOW + timedelta(minutes=3))


def test_a_worker_that_died_leaves_its_work_to_the_next(session):
    job = waiting(session)
    assert jobs.claim(session, now=NOW)
    assert jobs.claim(session, now=NOW + timedelta(minutes=1)) is None
    again = jobs.claim(session, now=NOW + timedelta(minutes=3))
    assert (again.id, again.attempts) == (job.id, 2)


def test_progress_is_seen_and_keeps_the_lease(session):
    job = waiting(session)
    mine = jobs.claim(session, now=NOW)
    jobs.progress(session, mine, done=30, total=60, now=NOW + timedelta(minutes=1))
    session.expire_all()
    assert (job.done, job.total) == (30, 60)
    assert jobs.claim(session, now=NOW + timedelta(minutes=2, seconds=30)) is None


def test_what_is_done_is_done(session):
    job = waiting(session)
    jobs.finish(session, jobs.claim(session, now=NOW), {"added": 3}, now=NOW)
    session.expire_all()
    assert (job.state, job.result) == ("done", {"added": 3})
    assert jobs.claim(session, now=NOW + timedelta(days=1)) is None
    assert jobs.last_done(session, "import").id == job.id


def test_what_fails_says_why_and_is_not_begun_again(session):
    job = waiting(session)
    jobs.fail(session, jobs.claim(session, now=NOW), "the file is gone", now=NOW)
    session.expire_all()
    assert job.result == {"why": "the file is gone", "detail": ""}
    assert jobs.claim(session, now=NOW + timedelta(days=1)) is None


def test_what_kills_every_worker_is_given_up(session):
    job = waiting(session)
    for hour in range(jobs.MOST_ATTEMPTS):
        assert jobs.claim(session, now=NOW + timedelta(hours=hour))
    later = NOW + timedelta(hours=9)
    assert jobs.claim(session, now=later) is None
    assert jobs.give_up(session, now=later) == 1
    session.expire_all()
    assert job.state == "failed"


def test_a_worker_that_lost_its_lease_writes_nothing_more(session):
    waiting(session)
    slow = jobs.claim(session, now=NOW)
    next_one = jobs.claim(session, now=NOW + timedelta(minutes=3))
    for act in (
        lambda: jobs.hold(session, slow, now=NOW),
        lambda: jobs.progress(session, slow, done=1, total=2, now=NOW),
        lambda: jobs.finish(session, slow, {}, now=NOW),
        lambda: jobs.fail(session, slow, "", now=NOW),
        lambda: jobs.put_back(session, slow),
    ):
        with pytest.raises(jobs.LostLease):
            act()
    jobs.finish(session, next_one, {}, now=NOW)


def test_a_worker_that_goes_in_good_order_leaves_its_work_at_once(session):
    job = waiting(session)
    jobs.put_back(session, jobs.claim(session, now=NOW))
    assert (jobs.claim(session, now=NOW).id, jobs.anything(session, now=NOW)) == (job.id, False)
    session.expire_all()
    assert job.attempts == 1


def test_what_comes_of_itself_comes_once(session):
    asked = [occasions.ensure(session, "digest", token="day", title="", now=NOW) for _ in range(2)]
    another = occasions.ensure(session, "digest", token="another", title="", now=NOW)
    assert (asked, another) == ([True, False], False)
    jobs.finish(session, jobs.claim(session, now=NOW), {}, now=NOW)
    assert not occasions.ensure(session, "digest", token="day", title="", now=NOW)
    assert occasions.ensure(session, "digest", token="another", title="", now=NOW)


def test_two_who_have_the_same_thing_come_make_one_of_it(session):
    session.rollback()
    made = at_once(
        session,
        [lambda unit: occasions.ensure(unit, "digest", token="day", title="", now=NOW)] * 6,
    )
    assert sorted(made) == [*[False] * 5, True]


def test_six_workers_at_once_take_six_jobs_and_none_twice(session):
    there = [waiting(session).id for _ in range(6)]
    session.rollback()
    taken = at_once(session, [lambda unit: jobs.claim(unit, now=NOW)] * 6)
    while len(mine := [job.id for job in taken if job]) < 6:  # who came second looks again
        taken += at_once(session, [lambda unit: jobs.claim(unit, now=NOW)])
    assert sorted(mine) == there


def test_the_rounds_of_a_day_are_one_row(session):
    for minute, left in ((1, ["A"]), (2, []), (60 * 24, [])):
        occasions.beat(session, acted=2, left=left, now=NOW + timedelta(minutes=minute))
    today, tomorrow = session.execute(sa.select(Job).order_by(Job.id)).scalars()
    assert (today.attempts, today.done, today.total, today.result) == (2, 4, 5, {"left": []})
    assert (tomorrow.attempts, jobs.anything(session, now=NOW)) == (1, False)


def test_old_ones_go_and_what_waits_stays(session):
    waiting(session)
    still = waiting(session)
    jobs.finish(session, jobs.claim(session, now=NOW), {}, now=NOW)
    assert jobs.sweep(session, now=NOW + timedelta(days=31)) == 1
    session.expire_all()
    assert session.get(Job, still.id) is not None


def waiting(session):
    job = jobs.add(session, "import", title="目录包", payload={}, by="mulu", now=NOW)
    keep(session)
    return job
