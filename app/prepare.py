"""``flask prepare``: the database at this program's schema and the builtin roles in it, before a start.

Safe to repeat and to run twice at once: one waits for the other.
"""

from __future__ import annotations

import sqlite3
import sys

import click
import sqlalchemy as sa
from flask import Flask
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app import health, transaction
from app.models import ServiceVersion
from app.services import accounts

PUBLISHED, EMPTY = "published", "nothing published"
#: The lock that a start holds while it makes rows (SQLite: a writer holds the whole file).
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(20260919)"


@click.command("prepare")
@with_appcontext
def prepare() -> None:
    """Migrate and make the builtin roles; says whether anything is published."""
    try:
        at = _migration()
        if at > health.newest():
            _cannot(
                f"the database is newer than this program ({at}, it knows up to {health.newest()}):"
                " update the program"
            )
        if at != health.newest():
            upgrade()
        with transaction.unit() as session:
            make_roles(session)
            there = session.execute(sa.select(ServiceVersion.id).limit(1)).first()
    except (SQLAlchemyError, sqlite3.Error) as problem:
        _cannot(f"the database cannot be used: {getattr(problem, 'orig', None) or problem}")
    click.echo(PUBLISHED if there else EMPTY)


def make_roles(session: Session) -> None:
    """The rows of the builtin roles, once, however many processes start."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text(ONE_AT_A_TIME))
    accounts.ensure_roles(session)


def _migration() -> str:
    """The schema the database is at; empty where there is none yet."""
    with transaction.reading() as session:
        if not sa.inspect(session.connection()).has_table("alembic_version"):
            return ""
        return session.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() or ""


def _cannot(sentence: str) -> None:
    click.echo("Error: " + " ".join(sentence.split()), err=True)
    sys.exit(1)


def init_app(app: Flask) -> None:
    """Register the command."""
    app.cli.add_command(prepare)
