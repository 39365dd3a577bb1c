"""A backup is consistent while the centre works on, and comes back whole where nothing was."""

from __future__ import annotations

import sqlite3
import stat
import threading
import uuid
import zipfile

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import backup, cipher, create_app, health
from app.models import Case, Paper
from tests.conftest import KEYS, close, keep
from tests.databases import pg_url, run_sql
from tests.factories import desk


def test_a_backup_under_load_comes_back_whole_into_an_empty_instance(app, session, empty, tmp_path):
    before = [desk.accepted_case(session).number for _ in range(3)]
    keep(session)
    with Writer(session.get_bind()) as writer:
        writer.has_written.wait(30)
        said = command(app, "backup", tmp_path / "copy")
    assert said.exit_code == 0, said.output
    assert "the keys are not in it" in said.output
    said = command(empty, "restore", tmp_path / "copy")
    assert said.exit_code == 0, said.output
    there = numbers(empty)
    assert there[:3] == before
    assert there == numbers(app)[: len(there)]
    assert command(empty, "journal", "verify").output.count("holds") == 2
    said = command(empty, "replay")
    assert (said.exit_code, said.output) == (0, f"{len(there)} cases, no differences\n")


def test_work_goes_on_in_what_was_restored(app, session, empty, tmp_path):
    desk.accepted_case(session)
    keep(session)
    assert command(app, "backup", tmp_path / "copy").exit_code == 0
    assert command(empty, "restore", tmp_path / "copy").exit_code == 0
    with Session(engine_of(empty)) as unit:
        number = desk.accepted_case(unit).number
        keep(unit)
        assert unit.scalars(sa.select(Paper.serial).order_by(Paper.serial)).all() == [1, 1, 2, 2]
    assert number == "LJ20260918J0002" + number[-1]
    with pytest.raises(sa.exc.DBAPIError), Session(engine_of(empty)) as unit:
        unit.execute(sa.text("DELETE FROM journal_entry"))


def test_data_is_written_over_only_where_that_is_said(app, session, tmp_path):
    desk.accepted_case(session)
    keep(session)
    assert command(app, "backup", tmp_path / "copy").exit_code == 0
    later = desk.accepted_case(session).number
    keep(session)
    session.rollback()
    said = command(app, "restore", tmp_path / "copy")
    assert (said.exit_code, "holds data already; --replace" in said.output) == (1, True)
    assert later in numbers(app)
    session.close()
    said = command(app, "restore", "--replace", tmp_path / "copy")
    assert said.exit_code == 0, said.output
    assert len(numbers(app)) == 1


@pytest.mark.parametrize("left", [0, 10, 0.5, 0.99])
def test_a_copy_cut_off_is_refused_and_nothing_changes(app, empty, tmp_path, left):
    assert command(app, "backup", tmp_path / "copy").exit_code == 0
    whole = (tmp_path / "copy").read_bytes()
    kept = left if isinstance(left, int) else int(len(whole) * left)
    (tmp_path / "copy").write_bytes(whole[:kept])
    refused(empty, tmp_path / "copy", "")


def test_a_file_of_something_else_is_refused(empty, tmp_path):
    (tmp_path / "text").write_text("会议纪要")
    refused(empty, tmp_path / "text", "no backup of this program")
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE address (name)")
    refused(empty, tmp_path / "other.db", "backup")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("photo.jpg", "x")
    refused(empty, tmp_path / "other.zip", "backup")
    refused(empty, tmp_path / "nowhere", "there is no file")
    refused(empty, tmp_path, "there is no file")


def test_a_copy_of_a_newer_program_is_refused(app, empty, tmp_path, monkeypatch):
    assert command(app, "backup", tmp_path / "copy").exit_code == 0
    there = health.newest()
    monkeypatch.setattr(health, "knows", lambda migration: migration != there)
    refused(empty, tmp_path / "copy", f"this program knows up to {there}: update it first")


def test_without_the_keys_it_was_written_with_a_copy_is_refused(app, session, empty, tmp_path):
    desk.accepted_case(session)
    keep(session)
    assert command(app, "backup", tmp_path / "copy").exit_code == 0
    cipher.use(cipher.Keys.parse(cipher.fresh()))
    refused(empty, tmp_path / "copy", "the keys here do not read this backup")


def test_a_copy_is_for_its_owner_alone_and_never_written_over(app, tmp_path):
    assert command(app, "backup", tmp_path / "copy").exit_code == 0
    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o600
    said = command(app, "backup", tmp_path / "copy")
    assert (said.exit_code, "a backup never overwrites" in said.output) == (1, True)
    said = command(app, "backup", tmp_path / "no" / "folder")
    assert (said.exit_code, said.output.count("\n")) == (1, 1)
    # Files beside it, where others of this run left some in the store.
    assert {path.name for path in tmp_path.iterdir()} - {"copy.files"} == {"copy"}


class Writer(threading.Thread):
    """A window that does not stop for a backup."""

    def __init__(self, engine):
        super().__init__(daemon=True)
        self.engine, self.over, self.has_written = engine, False, threading.Event()

    def run(self):
        while not self.over:
            with Session(self.engine) as unit:
                desk.accepted_case(unit)
                keep(unit)
            self.has_written.set()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.over = True
        self.join()


@pytest.fixture
def empty(database, tmp_path):
    """An instance of the same kind in which nothing ever was."""
    made = create_app(
        {"SQLALCHEMY_DATABASE_URI": NOWHERE[database.kind](database, tmp_path), "YOUSHI_KEYS": KEYS}
    )
    yield made
    with made.app_context():
        close(made)


def _new_database(database, _folder):
    address, _template = database.made
    name = f"e_{uuid.uuid4().hex[:10]}"
    run_sql(address, f'CREATE DATABASE "{name}"')
    return pg_url(address, name)


NOWHERE = {
    "sqlite": lambda _database, folder: f"sqlite:///{folder}/instance/youshi.db",
    "postgresql": _new_database,
}


def command(app, *words):
    return app.test_cli_runner().invoke(args=[str(word) for word in words])


def refused(app, file, why):
    """One sentence, non-zero, and still nothing there."""
    said = command(app, "restore", file)
    assert said.exit_code == 1, said.output
    assert said.output.startswith("cannot: ")
    assert (said.output.count("\n"), why in said.output) == (1, True), said.output
    with app.app_context():
        assert not backup._has_data()


def engine_of(app):
    from app.extensions import db

    with app.app_context():
        return db.engine


def numbers(app):
    with Session(engine_of(app)) as unit:
        return unit.scalars(sa.select(Case.number).order_by(Case.id)).all()
