"""A backup of SQLite: one file by its own backup API (a copied file misses acknowledged rows: hazards §3)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import current_app

from app import prepare
from app.backup_refused import CannotBackUp
from app.extensions import db

MAGIC = b"SQLite format 3\0"


def is_there() -> bool:
    """Whether there is a database at all."""
    return _place().exists()


def write(target: Path) -> None:
    """A copy of what is committed now, checked, in one self-contained file. Raises CannotBackUp."""
    with _opened(_place()) as there, closing(sqlite3.connect(target)) as copy:
        there.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, also where nothing may be written
        _check(copy, target)


def migration(source: Path) -> str:
    """The migration a backup is at, having looked at the file whole. Raises CannotBackUp."""
    with _opened(source) as copy:
        _check(copy, source)
        return _first(copy, source)("SELECT version_num FROM alembic_version") or ""


def read(source: Path, _migration: str, readable: Callable[[Any], None]) -> None:
    """The backup's pages in place of the database's, in one transaction. Raises CannotBackUp."""
    db.engine.dispose()
    place = _place()
    place.parent.mkdir(parents=True, exist_ok=True)
    with _opened(source) as copy:
        readable(_first(copy, source))
        _put_aside_what_is_none(place)
        prepare.make_private()
        with closing(sqlite3.connect(place)) as there:
            copy.backup(there)


def _place() -> Path:
    address = sa.make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    return Path(str(address.database)).absolute()


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A file opened to be read. Raises CannotBackUp."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            yield opened
    except sqlite3.Error as problem:
        raise CannotBackUp(f"{path} cannot be used: {problem}") from problem


def _check(copy: sqlite3.Connection, path: Path) -> None:
    try:
        fault = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as problem:
        fault = problem
    if fault != "ok":
        raise CannotBackUp(f"{path} is damaged or cut off: {fault}")


def _first(copy: sqlite3.Connection, path: Path) -> Callable[[str], Any]:
    """The first value of a query. Raises CannotBackUp where the file has no such table."""

    def first(query: str) -> Any:
        try:
            row = copy.execute(query).fetchone()
        except sqlite3.OperationalError as problem:
            raise CannotBackUp(f"{path} is no backup of this program: {problem}") from problem
        return row[0] if row else None

    return first


def _put_aside_what_is_none(place: Path) -> None:
    """A file that is no database any more cannot be written over page by page; it is kept beside."""
    if not place.exists() or not place.stat().st_size:
        return
    try:
        with closing(sqlite3.connect(place)) as there:
            there.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError:
        for ending in prepare.BESIDE:
            path = place.with_name(place.name + ending)
            if path.exists():
                path.replace(place.with_name(place.name + ".damaged" + ending))
