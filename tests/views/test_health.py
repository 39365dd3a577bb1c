"""GET /healthz says what is there, and 503 where something is not."""

from __future__ import annotations

import re
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import create_app, health, journal
from tests.conftest import KEYS, ROOT, close, keep
from tests.factories import desk


def test_all_is_well(app):
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.json["database"], answer.json["migration"]) == (
        200,
        True,
        answer.json["expected"],
    )


def test_another_schema_than_the_codes_is_not_served(app, monkeypatch):
    monkeypatch.setattr(health, "newest", lambda: "9999")
    assert app.test_client().get("/healthz").status_code == 503


def test_a_database_that_is_away_is_said_in_the_same_json(tmp_path):
    nowhere = create_app(
        {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path}/no/x.db", "YOUSHI_KEYS": KEYS}
    )
    answer = nowhere.test_client().get("/healthz")
    assert (answer.status_code, answer.json["database"]) == (503, False)
    assert set(answer.json) == {"version", "database", "migration", "expected"}


def test_the_version_is_said_in_one_place(app):
    said = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert app.test_client().get("/healthz").json["version"] == said
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "app").rglob("*.py")]
    assert not [text for text in texts if re.search(rf"[\"']{re.escape(said)}[\"']", text)]


#: What is wrong → what the doctor says.
WRONG = {
    "a paper has no template": ("DELETE FROM paper_template WHERE key = 'receipt'", "receipt"),
    "no account": ("DELETE FROM ab_user_role; DELETE FROM staff; DELETE FROM ab_user", "There is no account"),
    "no calendar": ("DELETE FROM office_hours; DELETE FROM calendar_day; DELETE FROM calendar_revision", "no calendar"),
    "the year is not confirmed": ("UPDATE calendar_revision SET confirmed = '[2025]'", "2026 is not confirmed"),
    "the schema is older": ("UPDATE alembic_version SET version_num = '0000'", "run flask db upgrade"),
    "the schema is newer": ("UPDATE alembic_version SET version_num = '9999'", "update the program"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_the_doctor_names_what_is_missing(app, session, what):
    assert doctor(app).exit_code == 0
    statements, says = WRONG[what]
    for statement in statements.split(";"):
        session.execute(sa.text(statement))
    session.commit()
    done = doctor(app)
    assert (done.exit_code, says in done.output) == (1, True), done.output


def test_the_doctor_says_what_papers_lack(app, monkeypatch):
    monkeypatch.setattr("app.typesetting.families", frozenset)
    assert "fonts-noto-cjk" in doctor(app).output
    app.config["ENVIRONMENT"] = "production"
    assert "PUBLIC_URL is not set" in doctor(app).output
    assert "YOUSHI_BACKUPS is not set" in doctor(app).output
    app.config["PUBLIC_URL"] = "https://zwfw.example.cn"
    assert "PUBLIC_URL" not in doctor(app).output


def test_the_doctor_says_that_nobody_lets_time_act(app, session, at):
    desk.accepted_case(session)
    keep(session)
    at.now += timedelta(hours=1)
    assert doctor(app).exit_code == 0
    at.now += timedelta(hours=2)
    assert "flask worker" in doctor(app).output
    journal.seal(session)
    session.commit()
    assert doctor(app).exit_code == 0


def test_cases_that_nobody_finds_are_told_and_found_again(app, session):
    desk.accepted_case(session)
    session.execute(sa.text("DELETE FROM case_words"))
    keep(session)
    assert "1 cases are found by nobody" in doctor(app).output
    assert "run flask search rebuild" in app.test_cli_runner().invoke(args=["replay"]).output
    assert (
        app.test_cli_runner().invoke(args=["search", "rebuild"]).output == "1 cases can be found\n"
    )
    assert doctor(app).exit_code == 0


def test_the_doctor_says_that_due_dates_wait_for_a_confirmed_year(app, session, at):
    desk.accepted_case(session, at.set("2026-12-28T10:00:00"))
    keep(session)
    assert "import the confirmed year" in doctor(app).output


def test_the_doctor_says_that_others_read_the_database(app):
    Path(sa.make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database).chmod(0o640)
    assert "youshi.db can be read by others" in doctor(app).output


def test_a_start_makes_the_database_for_its_owner_alone(tmp_path):
    address = f"sqlite:///{tmp_path}/youshi.db"
    fresh = create_app({"SQLALCHEMY_DATABASE_URI": address, "YOUSHI_KEYS": KEYS})
    assert fresh.test_cli_runner().invoke(args=["prepare"]).exit_code == 0
    with fresh.app_context():
        close(fresh)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("youshi.db*")} == {0o600}


def test_the_doctor_in_production_names_every_demo_account(app, rows):
    app.config.update(ENVIRONMENT="production")
    said = next(line for line in doctor(app).output.splitlines() if "Demo accounts" in line)
    every = {username for (username,) in rows(sa.text("SELECT username FROM ab_user"))}
    assert set(re.split(r"[^a-z0-9]+", said)) >= every


def test_the_doctor_in_production_finds_demo_accounts_and_open_cookies(app):
    app.config.update(ENVIRONMENT="production", SESSION_COOKIE_SECURE=False)
    said = doctor(app).output
    assert "Demo accounts may sign in" in said
    assert "not marked Secure" in said


def test_a_start_makes_the_roles_once_and_knows_a_newer_database(app, session):
    roles = session.scalar(sa.text("SELECT count(*) FROM ab_role"))
    session.rollback()
    for _ in range(2):
        said = app.test_cli_runner().invoke(args=["prepare"])
        assert (said.exit_code, said.output) == (0, "published\n")
    with Session(session.get_bind()) as unit:
        assert unit.scalar(sa.text("SELECT count(*) FROM ab_role")) == roles
        unit.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
        unit.commit()
    said = app.test_cli_runner().invoke(args=["prepare"])
    assert said.exit_code == 1
    assert "the database is newer than this program (9999" in said.output


@pytest.mark.parametrize("file", ["kein sqlite", "SQLite format 3\0" + "x" * 500])
def test_a_start_on_a_file_that_is_no_database_is_one_sentence(tmp_path, file):
    (tmp_path / "youshi.db").write_text(file * 10)
    broken = create_app(
        {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path}/youshi.db", "YOUSHI_KEYS": KEYS}
    )
    said = broken.test_cli_runner().invoke(args=["prepare"])
    assert (said.exit_code, said.output.count("\n")) == (1, 1)
    assert said.output.startswith("Error: the database cannot be used: ")
    assert (tmp_path / "youshi.db").read_text() == file * 10


def doctor(app):
    return app.test_cli_runner().invoke(args=["doctor"])
