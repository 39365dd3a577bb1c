"""Accounts at the console: the first one, the three administrators', and whoever is locked out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
import sqlalchemy as sa
from flask import Flask
from flask.cli import AppGroup, with_appcontext
from flask_appbuilder.security.sqla.models import User
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from app import clock, transaction
from app.access import BUILTIN, SYSTEM
from app.domain.refusal import Refused
from app.services import account_passwords, account_roles, accounts, people
from app.services.account_places import Place
from app.services.accounts import NewAccount

group = AppGroup("account", help="Accounts kept at the console.")


@contextmanager
def _said_plainly() -> Iterator[Session]:
    """One transaction; a refusal is one sentence and a non-zero exit, nothing was changed."""
    try:
        with transaction.unit() as session:
            yield session
    except Refused as refused:
        say, values = refused.refusal.say, refused.refusal.values
        _stop(say % {name: _plain(value) for name, value in values.items()})
    except (OperationalError, ProgrammingError):
        _stop("The database is not ready: run flask db upgrade first.")


def _plain(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _stop(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(1)


def _user(session: Session, username: str) -> User:
    user = session.scalar(sa.select(User).where(User.username == username.lower()))
    if user is None:
        _stop(f"There is no account {username}.")
    return user


def _password() -> str:
    """Asked twice at a terminal; else the first line that is piped in, so that no shell keeps it."""
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")


@group.command("create")
@click.argument("username", required=False)
@click.option("--role", "roles", multiple=True, required=True, help="may be given more than once")
@click.option("--name", help="the person's name; the user name where it is left out")
@click.option("--department", help="code of the department")
@click.option("--window", help="code of the window where they sit")
@click.option("--change", is_flag=True, help="the password must be changed at the first login")
@with_appcontext
def create(
    username: str | None,
    roles: tuple[str, ...],
    name: str | None,
    department: str | None,
    window: str | None,
    *,
    change: bool,
) -> None:
    """Make an account; the password is asked for, or read from standard input."""
    username = username or str(click.prompt("User name"))
    account = NewAccount(
        username=username.lower(),
        name=name or username,
        password=_password(),
        roles=roles,
        place=Place(department, window),
        must_change=change,
    )
    with _said_plainly() as session:
        account_roles.ensure_roles(session)
        session.flush()  # the account refers to them
        accounts.create(session, account, by=SYSTEM, now=clock.now())
    click.echo(f"{account.username} may sign in as {', '.join(roles)}")


@group.command("reset-password")
@click.argument("username")
@with_appcontext
def reset_password(username: str) -> None:
    """Set a password that must be changed at the next login; sessions end, a lock is lifted."""
    password = _password()
    with _said_plainly() as session:
        user = _user(session, username)
        account_passwords.reset(session, user, password, by=SYSTEM, now=clock.now())
    click.echo(f"{username} must change this password at the next login")


@group.command("disable")
@click.argument("username")
@with_appcontext
def disable(username: str) -> None:
    """Disable an account: sessions end at once."""
    with _said_plainly() as session:
        accounts.set_active(session, _user(session, username), False, by=SYSTEM)
    click.echo(f"{username} may not sign in any more")


@group.command("enable")
@click.argument("username")
@with_appcontext
def enable(username: str) -> None:
    """Enable a disabled account; a lock is lifted."""
    with _said_plainly() as session:
        user = _user(session, username)
        accounts.set_active(session, user, True, by=SYSTEM)
        account_passwords.unlock(session, user, by=SYSTEM)
    click.echo(f"{username} may sign in again")


@group.command("roles")
@click.argument("username")
@click.argument("roles", nargs=-1, required=True)
@with_appcontext
def roles(username: str, roles: tuple[str, ...]) -> None:
    """Give an account exactly these roles; its sessions end."""
    with _said_plainly() as session:
        account_roles.set_roles(session, _user(session, username), roles, by=SYSTEM)
    click.echo(f"{username} holds {', '.join(roles)}")


@group.command("list")
@click.option("--role", default="", help=f"one of {', '.join(BUILTIN)}, or a composed one")
@with_appcontext
def list_(role: str) -> None:
    """Print the accounts: user name, state, roles, name, department."""
    with _said_plainly() as session:
        for person in _everybody(session, role):
            state = "active" if person.active else "disabled"
            held = ",".join(person.roles) or "-"
            click.echo(
                f"{person.username:<16}{state:<10}{held:<24}{person.name} {person.department or ''}".rstrip()
            )


def _everybody(session: Session, role: str) -> Iterator[people.Person]:
    asked = people.Asked(role=role)
    while True:
        found, after = people.page(session, asked, now=clock.now())
        yield from found
        if not after:
            return
        asked = people.Asked(role=role, after=after)


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(group)
