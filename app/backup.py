"""``flask backup FILE`` and ``flask restore FILE``: consistent while the centre works on.

SQLite by its own backup API (a copied file misses acknowledged rows: hazards §3), PostgreSQL by
pg_dump and pg_restore of the machine.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import with_appcontext


class CannotBackUp(Exception):
    """One sentence why not."""


def url() -> sa.URL:
    """The database's address."""
    return sa.make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])


def back_up(target: Path) -> None:
    """Write a consistent copy to a file that does not exist yet. Raises CannotBackUp."""
    if target.exists():
        raise CannotBackUp(f"{target} exists already; a backup never overwrites")
    half = target.with_name(target.name + ".half")
    WRITERS[url().get_backend_name()](half)
    half.replace(target)


def restore(source: Path) -> None:
    """Put a backup in the place of the database. The application must be stopped. Raises CannotBackUp."""
    if not source.exists():
        raise CannotBackUp(f"{source} does not exist")
    READERS[url().get_backend_name()](source)


def _copy_sqlite(half: Path) -> None:
    with (
        sqlite3.connect(f"file:{url().database}?mode=ro", uri=True) as there,
        sqlite3.connect(half) as copy,
    ):
        there.backup(copy)
    copy.close()


def _restore_sqlite(source: Path) -> None:
    with sqlite3.connect(f"file:{source}?mode=ro", uri=True) as copy:
        fault = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if fault != "ok":
            raise CannotBackUp(f"{source} is damaged: {fault}")
        with sqlite3.connect(str(url().database)) as there:
            copy.backup(there)


def _tool(*words: str) -> None:
    if shutil.which(words[0]) is None:
        raise CannotBackUp(f"{words[0]} is not installed; it comes with the PostgreSQL client")
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotBackUp(done.stderr.strip().splitlines()[-1])


def _plain_url() -> str:
    return url().set(drivername="postgresql").render_as_string(hide_password=False)


def _dump_postgresql(half: Path) -> None:
    _tool("pg_dump", "--format=custom", f"--file={half}", _plain_url())


def _restore_postgresql(source: Path) -> None:
    _tool(
        "pg_restore",
        "--clean",
        "--if-exists",
        "--no-owner",
        "--single-transaction",
        f"--dbname={_plain_url()}",
        str(source),
    )


WRITERS = {"sqlite": _copy_sqlite, "postgresql": _dump_postgresql}
READERS = {"sqlite": _restore_sqlite, "postgresql": _restore_postgresql}


def _run(act: object, file: Path, done: str) -> None:
    try:
        act(file)  # type: ignore[operator]  # one of the two verbs above
    except (CannotBackUp, sqlite3.Error, OSError) as problem:
        click.echo(f"cannot: {problem}", err=True)
        sys.exit(1)
    click.echo(f"{done} {file}")


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def backup_command(file: Path) -> None:
    """Write a consistent copy of the database to FILE."""
    _run(back_up, file, "backed up to")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def restore_command(file: Path) -> None:
    """Put the copy in FILE in the place of the database (stop the application first)."""
    _run(restore, file, "restored from")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(backup_command)
    app.cli.add_command(restore_command)
