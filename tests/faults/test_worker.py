"""A worker beside the server: killed in the middle it loses and doubles nothing; gone with its starter."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa
from gunicorn.config import Config
from gunicorn.workers.gthread import DEFAULT_WORKER_DATA_TIMEOUT, TConn

from app import transaction
from app.jobs import running, worker
from app.models import Job, JournalEntry, ServiceItem, ServiceVersion
from app.services import catalogue_rows, exchange, publishing, verification
from tests.conftest import NOW, ROOT
from tests.faults.test_kill import Server
from tests.services.test_worker import renamed

#: The keeper itself, with a worker that only writes down that it began.
PROGRAM = """
import sys; sys.path.insert(0, "bin")
import working
working.FIRST, working.LOOK = 0.1, 0.1
working.WORKER = ["sh", "-c", "echo begun >> " + sys.argv[1] + "; " + sys.argv[2]]
sys.exit(working.main())
"""


@pytest.mark.network
def test_a_server_has_a_worker_while_it_runs_and_no_longer(database, tmp_path):
    server = Server(database.copy(), tmp_path, worker="on")
    server.start()
    engine = sa.create_engine(server.address)
    assert within(30, lambda: seals(engine))
    os.kill(server.process.pid, signal.SIGTERM)
    server.process.wait(timeout=30)
    assert within(20, lambda: free(tmp_path))
    engine.dispose()


def test_a_worker_that_ended_is_started_again_until_the_starter_is_gone(tmp_path):
    one = start(tmp_path, "one", "true")
    assert within(20, lambda: begun(tmp_path, "one") >= 3)
    one.stdin.close()
    assert one.wait(timeout=20) == 0


def test_a_second_waits_and_takes_over(tmp_path):
    one = start(tmp_path, "one", "exec cat")
    assert within(20, lambda: begun(tmp_path, "one"))
    two = start(tmp_path, "two", "exec cat")
    time.sleep(0.3)
    assert begun(tmp_path, "two") == 0
    one.kill()
    assert one.wait() == -signal.SIGKILL
    one.stdin.close()
    assert within(20, lambda: begun(tmp_path, "two"))
    two.stdin.close()
    assert two.wait(timeout=20) == 0


def test_it_is_not_started_where_it_is_a_service_of_its_own(monkeypatch):
    settings = {"__file__": str(ROOT / "gunicorn.conf.py")}
    exec((ROOT / "gunicorn.conf.py").read_text(), settings)
    monkeypatch.setenv("YOUSHI_WORKER", "off")
    settings["when_ready"](None)
    assert settings["working"] == []


def test_who_opens_a_connection_and_says_nothing_keeps_nobody_waiting():
    exec((ROOT / "gunicorn.conf.py").read_text(), {"__file__": str(ROOT / "gunicorn.conf.py")})
    here, there = socket.socketpair()
    with here, there:
        silent = TConn(Config(), here, None, None)
        began = time.monotonic()
        assert not silent.wait_for_data(DEFAULT_WORKER_DATA_TIMEOUT)
        assert time.monotonic() - began < DEFAULT_WORKER_DATA_TIMEOUT / 2
        there.sendall(b"GET")
        assert silent.wait_for_data(DEFAULT_WORKER_DATA_TIMEOUT)


def test_killed_in_an_import_and_killed_in_the_publication_it_loses_and_doubles_nothing(
    app, monkeypatch
):
    token = given(app)
    with monkeypatch.context() as patch:
        patch.setattr(catalogue_rows, "write", slow(catalogue_rows.write, 0.05))
        patch.setattr(publishing, "publish", slow(publishing.publish, 0.2))
        killed(app, when=lambda job: job.state == "running", after=0.15)
        assert (told(app, token), count(app, JournalEntry, by="mulu")) == (("running", "bring"), 0)
        assert count(app, ServiceItem, name="（新）") == 0
        lapse(app)
        killed(app, when=lambda job: job.payload["step"] == "publish" and job.done)
    assert count(app, ServiceItem, name="（新）") == 6
    lapse(app)
    last = alive(app)
    assert within(20, lambda: told(app, token)[0] == "done")
    os.kill(last.pid, signal.SIGTERM)
    last.join(20)
    assert last.exitcode == 0
    assert count(app, ServiceVersion, published_by="mulu") == 6
    assert count(app, JournalEntry, by="mulu", type="imported") == 6
    assert count(app, JournalEntry, by="mulu", type="published") == 6
    with app.app_context(), transaction.reading() as session:
        assert session.scalar(sa.select(Job.attempts).filter_by(token=token)) == 3
        assert verification.verify(session, "records").holds


def test_asked_to_end_it_ends_the_step_it_is_at_and_leaves_the_rest_waiting(app, monkeypatch):
    token = given(app)
    monkeypatch.setattr(publishing, "publish", slow(publishing.publish, 0.2))
    child = alive(app)
    assert within(20, lambda: told(app, token) == ("running", "publish"))
    os.kill(child.pid, signal.SIGTERM)
    child.join(20)
    assert (child.exitcode, told(app, token)) == (0, ("waiting", "publish"))


# -- workers -------------------------------------------------------------------------------------


def given(app):
    """Six entries that a person has confirmed, to be published too."""
    with app.app_context():
        with transaction.unit() as session:
            text = renamed(session).encode()
            token = exchange.take(session, "long.yaml", text, by="mulu", now=NOW).token
        while running.run_next(now=lambda: NOW):
            pass
        with transaction.unit() as session:
            exchange.confirm(session, token, by="mulu", now=NOW, publish=True)
    return token


def alive(app):
    """A worker of its own, forked: nothing is read anew, and what was slowed is slow in it."""
    child = multiprocessing.get_context("fork").Process(target=live, args=(app,))
    child.start()
    return child


def live(app):
    with app.app_context():
        for engine in app.extensions["sqlalchemy"].engines.values():
            engine.dispose(close=False)
    worker.work(app, beside=False)


def killed(app, *, when, after=0.0):
    """Kill a worker once the job stands so."""
    child = alive(app)
    assert within(20, lambda: seen(app, when))
    time.sleep(after)
    child.kill()
    child.join(20)
    assert child.exitcode == -signal.SIGKILL


def seen(app, truth):
    with app.app_context(), transaction.reading() as session:
        return truth(session.scalars(sa.select(Job).filter_by(kind="import")).one())


def told(app, token):
    return seen(app, lambda job: (job.state, job.payload.get("step")))


def lapse(app):
    """Two minutes go by."""
    with app.app_context(), transaction.unit() as session:
        session.execute(
            sa.update(Job).where(Job.lease_until.is_not(None)).values(lease_until=NOW - timedelta(minutes=1))
        )  # fmt: skip


def count(app, table, *, name=None, **where):
    query = sa.select(sa.func.count()).select_from(table).filter_by(**where)
    query = query.where(table.name.endswith(name)) if name else query
    with app.app_context(), transaction.reading() as session:
        return session.scalar(query)


def slow(real, seconds):
    def act(*words, **more):
        time.sleep(seconds)
        return real(*words, **more)

    return act


# -- their keepers -------------------------------------------------------------------------------


def start(folder, name, does):
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, folder / name, does],
        cwd=ROOT,
        env={**os.environ, "YOUSHI_INSTANCE": str(folder)},
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def begun(folder, name):
    return (folder / name).read_text().count("begun") if (folder / name).exists() else 0


def seals(engine):
    with engine.connect() as connection:
        return connection.execute(sa.text("SELECT count(*) FROM chain_seal")).scalar()


def free(folder):
    """Whether no process holds the lock any more."""
    return subprocess.run(["flock", "-n", folder / "working", "true"], check=False).returncode == 0


def within(seconds, truth):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if truth():
            return True
        time.sleep(0.05)
    return False
