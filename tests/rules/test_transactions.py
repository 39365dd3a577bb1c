"""One module ends transactions; a library that commits only flushes (issue 2 §2)."""

from __future__ import annotations

import ast
import re
import sqlite3
from contextlib import closing
from contextvars import copy_context
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Response
from flask_appbuilder.models.sqla.interface import SQLAInterface
from sqlalchemy.exc import OperationalError

from app import sqlite_turn, transaction
from app.models import Department
from tests.factories.source import nodes

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "app").rglob("*.py"))
ENDS = {"commit", "rollback", "begin", "begin_nested"}
#: Doors that end the transaction themselves before the request is over, and why.
EARLY = {
    "app/desk/queue_bulk.py": "each of the chosen rows is an act of its own",
    "app/desk/file_acts.py": "the files that came whole are kept though one beside them was refused",
    "app/desk/green_channel.py": "what was typed stays in the draft though the step does not go on",
    "app/desk/green_receive.py": "what was ticked stays in the draft though nothing is received",
    "app/login.py": "failed attempts count although they are refused",
    "app/desk/together.py": "a refusal keeps nothing: the tab is shown from a clean session",
    "app/desk/covers.py": "a refusal keeps nothing: the list is shown from a clean session",
    "app/public/appeals.py": "a refusal keeps nothing: the form is shown from a clean session",
    "app/public/ratings.py": "a refusal keeps nothing: the page is shown from a clean session",
    "app/supervision/bulletins.py": "a refusal keeps nothing: the page is shown from a clean session",
    "app/supervision/orders.py": "a refusal keeps nothing: the page is shown from a clean session",
    "app/supervision/ratings.py": "a refusal keeps nothing: the page is shown from a clean session",
    "app/supervision/causes.py": "a refusal keeps nothing: the page is shown from a clean session",
    "app/supervision/grades.py": "a refusal keeps nothing: the page is shown from a clean session",
    "app/desk/case_rating.py": "a refusal keeps nothing: the page is shown from a clean session",
    "app/desk/roster.py": "a refusal keeps nothing: the page is shown from a clean session",
    "app/desk/roster_making.py": "a refusal keeps nothing: the page is shown from a clean session",
    "app/desk/appeals.py": "a refusal keeps nothing: the page is shown from a clean session",
    "app/desk/leaves.py": "a refusal keeps nothing: the page is shown from a clean session",
    "app/desk/swaps.py": "a refusal keeps nothing: the page is shown from a clean session",
    "app/desk/training.py": "a refusal keeps nothing: the page is shown from a clean session",
    "app/api/appeals.py": "a refusal keeps nothing: what is wrong is told from a clean session",
    "app/taking_out.py": "how many rows went is known when the last one has gone",
    "app/admin/storing.py": "the database refused: the form is shown from a clean session",
    "app/admin/accounts.py": "the database refused: the form is shown from a clean session",
    "app/admin/roles.py": "the database refused: the form is shown from a clean session",
    "app/studio/releases.py": "nothing of a publication that was refused: its page is shown from a clean session",
    "app/backup.py": "its own looking must not stand in the way of the copy",
    "app/health.py": "a database that does not answer is let go",
    "app/sessions.py": "the second transaction, after the request's own",
}


def calls(path):
    for node in nodes(path, ast.Call):
        if isinstance(node.func, ast.Attribute):
            owner = node.func.value
            yield (owner.id if isinstance(owner, ast.Name) else ""), node.func.attr


def test_nothing_but_transaction_ends_a_session():
    ending = {
        (str(path.relative_to(ROOT)), owner)
        for path in SOURCES
        for owner, name in calls(path)
        if name in ENDS and owner != "transaction" and path.name != "transaction.py"
    }
    assert ending == set(ALLOWED)


#: File, owner → why a word of that name ends nothing of ours.
ALLOWED = {
    ("app/desk/green_channel.py", "drafts"): "begins a draft",
    ("app/services/reapplying.py", "drafts"): "begins a draft",
    ("app/services/appeal_drafts.py", "drafts"): "begins a draft",
    ("app/sessions.py", "sign_in"): "begins the session of a browser",
    ("app/backup_postgresql.py", "there"): "the connection that is copied into",
}


def test_doors_that_end_the_transaction_early_say_why():
    early = {
        str(path.relative_to(ROOT))
        for path in SOURCES
        for owner, name in calls(path)
        if owner == "transaction" and name in {"commit", "rollback", "commit_aside"}
    }
    assert early == set(EARLY)


def test_no_statement_ends_a_transaction():
    for path in SOURCES:
        said = [node.value for node in nodes(path, ast.Constant) if isinstance(node.value, str)]
        assert not [text for text in said if re.match(r"\s*(COMMIT|ROLLBACK)\b", text)], path


@pytest.mark.parametrize(
    "by",
    [
        lambda _app, _row: transaction.session().commit(),
        lambda app, _row: app.appbuilder.session.commit(),
        lambda app, _row: app.appbuilder.sm.session.commit(),
        lambda app, row: SQLAInterface(Department, app.appbuilder.session).edit(row),
    ],
    ids=["session", "appbuilder", "security manager", "interface"],
)
def test_a_library_that_commits_only_flushes(app, by):
    with app.app_context():
        row = transaction.session().scalars(sa.select(Department).where(Department.id == 1)).one()
        row.name = "改了"
        by(app, row)
        assert not sa.inspect(row).modified
        assert stored(app) != "改了"
        transaction.commit()
    assert stored(app) == "改了"


def test_a_writer_waits_for_the_one_before_and_not_for_ever(app, monkeypatch):
    monkeypatch.setattr(sqlite_turn, "PATIENCE", 0.02)
    path = app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
    with app.app_context(), closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"):
            transaction.session().connection()
        transaction.rollback()
        other.rollback()
        asked = transaction.session().connection().exec_driver_sql("PRAGMA busy_timeout")
        assert asked.scalar() == 20  # whoever reads waits as before


def test_what_a_page_was_is_not_said_of_what_comes_after_it(app):
    assert app.test_client().get("/login/").status_code == 200
    assert transaction.writing()


def test_who_began_as_a_reader_keeps_nothing(app):
    # In a context of its own: what it is told must not be heard by the tests after it.
    copy_context().run(_changes_what_it_began_to_read, app)
    assert stored(app) != "改了"


def _changes_what_it_began_to_read(app):
    with app.test_request_context("/", method="POST"):
        transaction._writes.set(False)
        row = transaction.session().scalars(sa.select(Department).where(Department.id == 1)).one()
        row.name = "改了"
        transaction._close(Response(status=302))
        transaction.rollback()


def stored(app):
    """The name as another connection sees it."""
    path = app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT name FROM department WHERE id = 1").fetchone()[0]
