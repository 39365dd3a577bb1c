"""``flask backup`` and ``flask restore``: the sentences around what app.backup does."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import click
from flask import Flask
from flask.cli import with_appcontext

from app import health
from app.backup import FAILURES, CannotBackUp, back_up, note, restore


def _cannot(problem: Exception) -> NoReturn:
    if "lock timeout" in str(problem):
        problem = CannotBackUp("the database is in use: stop the application first")
    click.echo(f"cannot: {str(problem).partition(chr(10))[0]}", err=True)
    sys.exit(1)


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--without-files", is_flag=True, help="the store has copies of its own")
@with_appcontext
def backup_command(file: Path, *, without_files: bool) -> None:
    """Write a consistent copy of the database to FILE, of its files to FILE.files; the centre works on."""
    try:
        count = back_up(file, with_files=not without_files)
    except (CannotBackUp, *FAILURES) as problem:
        _cannot(problem)
    with suppress(*FAILURES):  # the copy is there, whether or not the database can be told
        note(file)
    said = f", {count} files to {file}.files" if count else ""
    click.echo(f"backed up to {file}{said}; the keys are not in it, keep them elsewhere")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="write over the data that is there")
@click.option("--without-files", is_flag=True, help="the store has the files already")
@with_appcontext
def restore_command(file: Path, *, replace: bool, without_files: bool) -> None:
    """Put the copy in FILE in the place of the database (stop the application first)."""
    try:
        migration = restore(file, replace=replace, with_files=not without_files)
    except (CannotBackUp, *FAILURES) as problem:
        _cannot(problem)
    older = "flask db upgrade, then " if migration != health.newest() else ""
    click.echo(f"restored from {file}; now {older}flask journal verify and flask replay")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(backup_command)
    app.cli.add_command(restore_command)
