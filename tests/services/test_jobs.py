"""Work apart from requests: claimed by one, taken up again when its worker dies, done once."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.models import Job
from app.services import jobs
from tests.conftest import keep

NOW = datetime(2026, 9, 18, 9, 40)


def test_two_workers_do_not_take_the_same(session):
    first, second = waiting(session), waiting(session)
    taken = [jobs.claim(session, now=NOW) for _worker in range(3)]
    assert [job and job.id for job in taken] == [first.id, second.id, None]


def test_a_worker_that_died_leaves_its_work_to_the_next(session):
    job = waiting(session)
    assert jobs.claim(session, now=NOW)
    assert jobs.claim(session, now=NOW + timedelta(minutes=1)) is None
    again = jobs.claim(session, now=NOW + timedelta(minutes=3))
    assert (again.id, again.attempts) == (job.id, 2)


def test_progress_is_seen_and_keeps_the_lease(session):
    job = waiting(session)
    jobs.claim(session, now=NOW)
    jobs.progress(session, job.id, 30, total=60, now=NOW + timedelta(minutes=1))
    session.expire_all()
    assert (job.done, job.total) == (30, 60)
    assert jobs.claim(session, now=NOW + timedelta(minutes=2, seconds=30)) is None


def test_what_is_done_is_done(session):
    job = waiting(session)
    jobs.claim(session, now=NOW)
    jobs.finish(session, job.id, {"added": 3}, now=NOW)
    session.expire_all()
    assert (job.state, job.result) == ("done", {"added": 3})
    assert jobs.claim(session, now=NOW + timedelta(days=1)) is None
    assert jobs.last_done(session, "import").id == job.id


def test_what_fails_says_why_and_is_not_begun_again(session):
    job = waiting(session)
    jobs.claim(session, now=NOW)
    jobs.fail(session, job.id, "the file is gone", now=NOW)
    session.expire_all()
    assert job.result == {"why": "the file is gone"}
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


def test_old_ones_go_and_what_waits_stays(session):
    done, still = waiting(session), waiting(session)
    jobs.claim(session, now=NOW)
    jobs.finish(session, done.id, {}, now=NOW)
    assert jobs.sweep(session, now=NOW + timedelta(days=31)) == 1
    session.expire_all()
    assert session.get(Job, still.id) is not None


def waiting(session):
    job = jobs.add(session, "import", title="目录包", payload={}, by="mulu", now=NOW)
    keep(session)
    return job
