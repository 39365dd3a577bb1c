"""Accounts at the console: the first one in production, weak passwords refused, refusals one sentence."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from flask_migrate import upgrade

from app import create_app, transaction
from tests.conftest import KEYS, close
from tests.factories.browser import TOKEN
from tests.services.test_sessions import alive

SECRET = "Hailan-jiang7"


def test_production_begins_with_an_account_made_at_the_console(production):
    done = said(production, "create", "anquan", "--role", "security_admin", "--name", "安全员")
    assert (done.exit_code, done.output.strip()) == (0, "anquan may sign in as security_admin")
    client = production.test_client()
    token = TOKEN.search(client.get("/login/", base_url="https://localhost").text).group(1)
    fields = {"csrf_token": token, "username": "anquan", "password": SECRET}
    answer = client.post(
        "/login/",
        data=fields,
        base_url="https://localhost",
        headers={"Referer": "https://localhost/login/"},
    )
    assert answer.status_code == 302
    assert "Secure" in answer.headers["Set-Cookie"]
    page = client.get("/admin/users/list/", base_url="https://localhost")
    assert "安全员" in page.text


def test_production_has_no_demo_accounts(production):
    done = production.test_cli_runner().invoke(args=["demo-accounts"])
    assert done.exit_code == 1
    with production.app_context():
        assert transaction.session().scalars(sa.select(User.username)).all() == []


def test_the_doctor_names_demo_accounts_left_in_a_production_database(app, monkeypatch):
    monkeypatch.setitem(app.config, "ENVIRONMENT", "production")
    done = app.test_cli_runner().invoke(args=["doctor"])
    assert "Demo accounts may sign in here" in done.output
    assert "lijing" in done.output


@pytest.mark.parametrize(
    ("given", "password", "why"),
    [
        (("a1", "--role", "security_admin"), "kurz", "at least 10"),
        (("a1", "--role", "security_admin"), "", "at least 10"),
        (("a1", "--role", "no_such"), SECRET, "no such role: no_such"),
        (
            ("a1", "--role", "security_admin", "--role", "officer"),
            SECRET,
            "exclude every other role: Security administrator",
        ),
        (("a1", "--role", "officer", "--department", "NONE"), SECRET, "no such department: NONE"),
        (("lijing", "--role", "officer"), SECRET, "lijing is taken"),
        (("system", "--role", "officer"), SECRET, "small letters"),
    ],
)
def test_a_refusal_is_one_sentence_and_nothing_is_made(app, given, password, why):
    done = said(app, "create", *given, password=password)
    assert done.exit_code == 1
    assert why in done.output
    assert len(done.output.strip().splitlines()) == 1
    assert password == "" or password not in done.output
    assert "a1" not in listed(app)


def test_an_officer_is_made_with_department_and_counter(app):
    done = said(
        app,
        "create",
        "a2",
        "--role",
        "officer",
        "--department",
        "GAJ",
        "--window",
        "GA01",
        "--change",
    )
    assert done.exit_code == 0, done.output
    assert "GAJ" in listed(app)["a2"]


def test_a_password_is_reset_at_the_console_and_must_be_changed(app, browser):
    person = browser("shenji")
    assert said(app, "reset-password", "shenji").exit_code == 0
    assert not alive(person)
    assert browser("shenji", SECRET).get("/").location == "/password"


def test_an_administrators_account_is_disabled_enabled_and_given_away_at_the_console(app, browser):
    person = browser("xitong")
    assert said(app, "disable", "xitong").exit_code == 0
    assert not alive(person)
    assert "disabled" in listed(app)["xitong"]
    assert said(app, "enable", "xitong").exit_code == 0
    assert said(app, "roles", "xitong", "supervisor").exit_code == 0
    assert "supervisor" in listed(app)["xitong"]


def test_an_account_that_is_none_is_said(app):
    for act in ("disable", "enable", "reset-password"):
        done = said(app, act, "nobody-here")
        assert (done.exit_code, done.output.strip()) == (1, "There is no account nobody-here.")


def test_a_database_that_is_not_ready_is_said_in_one_sentence(tmp_path):
    made = create_app(
        {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'empty.db'}", "YOUSHI_KEYS": KEYS}
    )
    done = said(made, "create", "anquan", "--role", "security_admin")
    assert done.exit_code == 1
    assert "flask db upgrade" in done.output
    with made.app_context():
        close(made)


def said(app, *words, password=SECRET):
    """What a command says; the password is piped in."""
    return app.test_cli_runner().invoke(args=["account", *words], input=f"{password}\n")


def listed(app):
    lines = app.test_cli_runner().invoke(args=["account", "list"]).output.splitlines()
    return {line.split()[0]: line for line in lines}


@pytest.fixture
def browser(app):
    from app.demo.accounts import PASSWORD
    from tests.factories.browser import Browser

    return lambda username, password=PASSWORD: Browser(app).sign_in(username, password)


@pytest.fixture
def app(shared_app, at):
    return shared_app


@pytest.fixture
def production(monkeypatch, tmp_path, at):
    """An application as production starts it: migrated, nothing in it."""
    for name, value in {
        "YOUSHI_ENV": "production",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'centre.db'}",
        "SECRET_KEY": "s" * 64,
        "YOUSHI_KEYS": KEYS,
    }.items():
        monkeypatch.setenv(name, value)
    made = create_app()
    with made.app_context():
        upgrade()
    yield made
    with made.app_context():
        close(made)
