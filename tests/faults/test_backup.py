"""A backup is consistent while the centre works on, and comes back whole (SQLite; PostgreSQL has pg_dump)."""

from __future__ import annotations

import sqlite3

import pytest
import sqlalchemy as sa

from app import backup
from app.models import Case
from tests.conftest import keep
from tests.factories import desk


def test_a_backup_taken_in_the_middle_of_work_restores_what_was_acknowledged(
    app, session, tmp_path
):
    desk.accepted_case(session)
    keep(session)
    desk.accepted_case(session)  # begun, not acknowledged
    with app.app_context():
        backup.back_up(tmp_path / "copy")
    session.rollback()
    with sqlite3.connect(tmp_path / "copy") as copy:
        assert copy.execute("SELECT count(*) FROM cases").fetchone() == (1,)
    desk.accepted_case(session)
    keep(session)
    session.rollback()
    with app.app_context():
        backup.restore(tmp_path / "copy")
    assert session.scalar(sa.select(sa.func.count()).select_from(Case)) == 1


def test_a_backup_never_overwrites(app, tmp_path):
    (tmp_path / "copy").write_text("x")
    with app.app_context(), pytest.raises(backup.CannotBackUp, match="exists already"):
        backup.back_up(tmp_path / "copy")


def test_a_damaged_copy_is_not_restored(app, tmp_path):
    (tmp_path / "copy").write_bytes(b"SQLite format 3\0" + b"x" * 4000)
    with app.app_context(), pytest.raises((backup.CannotBackUp, sqlite3.DatabaseError)):
        backup.restore(tmp_path / "copy")
