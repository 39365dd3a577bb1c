"""Counters that were typed as words become windows by the migration, and words again on the way back."""

from __future__ import annotations

import uuid

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from app import create_app
from tests.conftest import KEYS, close
from tests.databases import pg_url, run_sql

#: User → department and the counter as it was typed.
SAT = {1: ("ZHCK", "3 号"), 2: ("ZHCK", "3 号"), 3: ("SWJ", "税务专窗"), 4: (None, "门口")}
BEFORE = {user: window for user, (_department, window) in SAT.items()}


def test_counters_become_windows_of_the_departments_whose_people_sit_there(before):
    upgrade(revision="0006")
    names = "SELECT code, name, kind, department FROM service_window ORDER BY code"
    assert read(before, names) == [
        ("W01", "税务专窗", "dedicated", "SWJ"),
        ("W02", "3 号", "general", "ZHCK"),
    ]
    assert sitting(before) == {1: "W02", 2: "W02", 3: "W01", 4: "门口"}
    found = read(before, "SELECT key, initials FROM sound WHERE noun = 'windows' ORDER BY key")
    assert found == [("W01", "swzc"), ("W02", "3h")]
    downgrade(revision="0005")
    assert sitting(before) == BEFORE


def sitting(url):
    return dict(read(url, 'SELECT user_id, "window" FROM staff'))


def read(url, query):
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(sa.text(query))]
    engine.dispose()
    return found


def fill(url):
    """Two departments, and people who sit at counters."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        for code, window in (("ZHCK", True), ("SWJ", False)):
            department = {"code": code, "name": code, "window": window}
            connection.execute(sa.text('INSERT INTO department (code, name, "window", more) VALUES (:code, :name, :window, \'{}\')'), department)  # fmt: skip
        for user, (department, window) in SAT.items():
            connection.execute(sa.text("INSERT INTO ab_user (id, first_name, last_name, username, email) VALUES (:id, '', '', :name, :name)"), {"id": user, "name": f"u{user}"})  # fmt: skip
            connection.execute(sa.text('INSERT INTO staff (user_id, department, "window", must_change, version) VALUES (:id, :department, :window, false, 1)'), {"id": user, "department": department, "window": window})  # fmt: skip
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def before(request, tmp_path):
    """A database as it was before windows, with people at counters: its address, and how it goes on."""
    url = f"sqlite:///{tmp_path / 'youshi.db'}"
    if request.param == "postgresql":
        server, name = request.getfixturevalue("pg_server"), f"before_{uuid.uuid4().hex[:8]}"
        run_sql(server, f'CREATE DATABASE "{name}"')
        url = pg_url(server, name)
    app = create_app({"SQLALCHEMY_DATABASE_URI": url, "YOUSHI_KEYS": KEYS})
    with app.app_context():
        upgrade(revision="0005")
        fill(url)
        yield url
        close(app)
