"""What the worker does: a file in steps, a version on its day, a year that was confirmed; never twice."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.models import Department, Job, JournalEntry, ServiceItem, ServiceVersion
from app.services import catalogue, exchange, jobs, publishing, verification
from tests.conftest import NOW, keep
from tests.factories.working import at_work, job, long_text, renamed


def test_a_long_file_is_tried_by_the_worker_and_waits_for_the_persons_word(worker, session):
    token = hand_over(session, long_text())
    assert job(session, token).state == "waiting"
    worker()
    read = job(session, token)
    assert (read.state, len(read.result["added"]), read.total) == ("proposed", 104, 104)
    assert session.scalar(count(ServiceItem)) == items_of_seeds(session)
    worker()
    assert job(session, token).state == "proposed"


def test_a_long_file_with_an_error_comes_back_with_every_place(worker, session):
    token = hand_over(session, long_text().replace("promise: day", "promise: never", 1))
    worker()
    refused = job(session, token)
    assert (refused.state, len(refused.result["wrong"])) == ("refused", 1)
    with pytest.raises(exchange.NoSuchProposal):
        exchange.confirm(session, token, by="mulu", now=NOW)


def test_the_worker_brings_in_what_was_confirmed_and_publishes_nothing(worker, session):
    before = session.scalar(count(ServiceVersion))
    token = confirmed(worker, session)
    worker()
    assert job(session, token).state == "done"
    assert session.scalar(sa.select(Department.name).filter_by(code="D")) == "局"
    assert session.scalar(count(ServiceVersion)) == before
    assert imported(session) == 104
    worker()
    assert imported(session) == 104


def test_asked_to_it_publishes_what_the_file_names_and_says_what_it_could_not(worker, session):
    theirs = session.scalar(sa.select(ServiceItem).filter_by(key="reg"))
    theirs.name = "别人还没改完的"
    token = confirmed(worker, session, text=long_text(2), publish=True)
    worker()
    done = job(session, token)
    assert (done.state, done.done, done.total) == ("done", 4, 4)
    assert done.result["published"] == []
    # nobody of the new department has an account, and nobody gave a reason: the Studio's own gate
    assert len(done.result["refused"]) == 4
    assert publishing.current(session, "single", "reg", at=NOW).name != "别人还没改完的"


def test_a_worker_that_dies_between_two_entries_leaves_the_rest_to_the_next(
    worker, session, monkeypatch
):
    token = confirmed(worker, session, text=renamed(session), publish=True)
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "publish", dying_at(3))
        with pytest.raises(KeyboardInterrupt):
            worker()
    half = job(session, token)
    assert (half.state, half.done) == ("running", 2)
    worker(minutes=1)
    assert job(session, token).state == "running"  # its lease has not ended
    worker(minutes=3)
    done = job(session, token)
    assert (done.state, done.attempts, done.done) == ("done", 2, done.total)
    told = [tuple(one[:2]) for one in done.result["published"]]
    assert len(told) == len(set(told)) == published_now(session)
    assert all(verification.verify(session, chain).holds for chain in ("records", "access"))


def test_a_worker_that_was_thought_dead_writes_nothing_more(worker, session, app, monkeypatch):
    token = confirmed(worker, session)
    real = catalogue.import_package

    def slowly(unit, *words, **more):
        # another took the job over while this one slept: what it has written is rolled back
        report = real(unit, *words, **more)
        unit.execute(sa.update(Job).values(attempts=Job.attempts + 1))
        return report

    with monkeypatch.context() as patch:
        patch.setattr(catalogue, "import_package", slowly)
        worker()
    assert (job(session, token).state, imported(session)) == ("running", 0)


def test_two_workers_at_once_do_everything_once(worker, session, app):
    token = confirmed(worker, session, text=renamed(session), publish=True)
    session.rollback()
    both = [threading.Thread(target=at_work, args=(app,)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    worker(minutes=3)
    done = job(session, token)
    assert (done.state, len(done.result["published"])) == ("done", published_now(session))
    assert imported(session) == len(done.result["changed"])
    assert verification.verify(session, "records").holds


def test_asked_to_go_it_leaves_the_job_between_two_steps_and_the_next_goes_on_at_once(
    worker, session
):
    token = confirmed(worker, session, text=renamed(session), publish=True)
    asked = iter([False, False, False, True])
    worker(stopping=lambda: next(asked, True))
    left = job(session, token)
    assert (left.state, left.attempts, left.payload["step"]) == ("waiting", 0, "publish")
    assert 0 < left.done < left.total
    worker()
    assert job(session, token).state == "done"


def test_between_two_steps_it_lets_the_windows_write(worker, session, monkeypatch):
    confirmed(worker, session, text=renamed(session), publish=True)
    pauses, sqlite = [], session.get_bind().dialect.name == "sqlite"
    monkeypatch.setattr("app.jobs.work.time.sleep", pauses.append)
    worker()
    assert len(pauses) == (6 + 2) * sqlite  # as many as are written, the import and the end
    assert all(0 < pause <= 0.2 for pause in pauses)


def test_what_fails_says_so_and_keeps_nothing_else_waiting(worker, session):
    broken = jobs.add(session, "recount of stars", title="", payload={}, by="mulu", now=NOW)
    keep(session)
    token = hand_over(session, long_text())
    worker()
    session.expire_all()
    assert (broken.state, job(session, token).state) == ("failed", "proposed")
    assert broken.result["detail"].startswith("KeyError")


# -- what the tests stand on ---------------------------------------------------------------------


@pytest.fixture
def worker(app, at, session):
    """``worker()`` does every job that waits, as the process does."""

    def work(*, minutes=0, now=NOW, stopping=lambda: False):
        session.rollback()
        at_work(app, now=now + timedelta(minutes=minutes), stopping=stopping)
        session.expire_all()

    return work


def hand_over(session, text):
    taken = exchange.take(session, "long.yaml", text.encode(), by="mulu", now=NOW)
    keep(session)
    return taken.token


def confirmed(worker, session, *, text=None, publish=False):
    token = hand_over(session, text or long_text())
    worker()
    exchange.confirm(session, token, by="mulu", now=NOW, publish=publish)
    keep(session)
    return token


def dying_at(call):
    """The process dies at the so-manieth publication."""
    real, calls = publishing.publish, []

    def publish(*words, **more):
        calls.append(1)
        if len(calls) == call:
            raise KeyboardInterrupt
        return real(*words, **more)

    return publish


def count(table):
    return sa.select(sa.func.count()).select_from(table)


def imported(session):
    session.rollback()
    return session.scalar(count(JournalEntry).where(JournalEntry.type == "imported", JournalEntry.by == "mulu"))  # fmt: skip


def published_now(session):
    return session.scalar(count(ServiceVersion).where(ServiceVersion.published_by == "mulu"))


def items_of_seeds(session):
    return session.scalar(count(ServiceItem).where(ServiceItem.key.not_like("i_")))
