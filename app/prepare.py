"""``flask prepare``: the database at this program's schema and the builtin roles in it, before a start.

Safe to repeat and to run twice at once: one waits for the other.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app import health, transaction
from app.models import ServiceVersion
from app.services import account_roles

#: What SQLite keeps beside its file while it is open.
BESIDE = ("", "-wal", "-shm")
PUBLISHED, EMPTY = "published", "nothing published"
#: The lock that a start holds while it makes rows (SQLite: a writer holds the whole file).
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(20260919)"


@click.command("prepare")
@with_appcontext
def prepare() -> None:
    """Migrate and make the builtin roles; says whether anything is published."""
    try:
        make_private()
        at = _migration()
        if at and not health.knows(at):
            _cannot(
                f"the database is newer than this program ({at}, it knows up to {health.newest()}):"
                " update the program"
            )
        if at != health.newest():
            _upgrade()
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
    account_roles.ensure_roles(session)


def database_files() -> list[Path]:
    """The files of an SQLite database with what stands beside it; none where it is another's server."""
    address = sa.make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    if address.get_backend_name() != "sqlite" or not address.database:
        return []
    return [Path(address.database + ending) for ending in BESIDE]


def make_private() -> None:
    """The file is there before SQLite opens it, for SQLite would make it readable by everybody.

    What it makes beside the file takes over the file's own mode. One that is there keeps its mode:
    somebody may have chosen it, and ``flask doctor`` names it.
    """
    for path in database_files()[:1]:
        if path.parent.is_dir() and not path.exists():
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))


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


def _upgrade() -> None:
    from flask_migrate import upgrade  # Alembic is nine MiB that a web process never needs

    upgrade()
