"""``flask backup FILE`` and ``flask restore FILE``: consistent while the centre works on.

A restore is all or nothing: the file is looked at whole before a row is touched. The keys are never
in a backup; without those it was written with, it is not restored.
"""

from __future__ import annotations

import os
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from app import backup_files, backup_postgresql, backup_sqlite, cipher, health, journal, transaction
from app.backup_refused import CannotBackUp

__all__ = ["CannotBackUp", "back_up", "restore"]

KINDS: dict[str, Any] = {"sqlite": backup_sqlite, "postgresql": backup_postgresql}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
#: Characters of a file's name that an entry keeps.
LONGEST = 128
#: Tables in which a row means that somebody worked here.
DATA = ("journal_entry", "ab_user")
#: What a database or a disk may raise.
FAILURES = (SQLAlchemyError, sqlite3.Error, OSError)
#: Encrypted values, any of which shows whether the keys fit: table, column.
SEALED = (("event_text", "text"), ("applicant", "id_number"), ("paper", "content"))


def back_up(target: Path, *, with_files: bool = True) -> int:
    """Write a consistent copy to a file that does not exist yet, the files into one beside it; gives
    how many files. Raises CannotBackUp.
    """
    for place in (target, backup_files.beside(target)):
        if place.exists():
            raise CannotBackUp(f"{place} exists already; a backup never overwrites")
    half = target.with_name(target.name + ".half")
    half.unlink(missing_ok=True)
    copy = backup_files.Copy(target)
    try:
        # names stand in it in clear: for its owner alone
        os.close(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        if with_files:
            copy.take()
        _kind().write(half)
        if with_files:
            copy.take()
        if copy.done:
            _on_disk(copy.half)
            copy.half.replace(backup_files.beside(target))
        _on_disk(half)
        half.replace(target)
        _on_disk(target.parent)
        return len(copy.done)
    finally:
        half.unlink(missing_ok=True)
        copy.half.unlink(missing_ok=True)


def look_at(source: Path) -> None:
    """Open a backup as a restore would, with the keys that are here; nothing is written. Raises CannotBackUp."""
    if _written_by(source) != transaction.session().get_bind().dialect.name:
        raise CannotBackUp(f"{source} is no backup of this database")
    _kind().migration(source)
    kept = backup_files.beside(source)
    if kept.exists():
        backup_files.look_at(kept)


def restore(source: Path, *, replace: bool = False, with_files: bool = True) -> str:
    """Put a backup in the place of the database; gives the migration it is at. Raises CannotBackUp.

    The application must be stopped. ``replace`` allows what is there to be written over. The files
    beside it are put into the store first; what the store has already is left as it is.
    """
    written_by = _written_by(source)
    here = transaction.session().get_bind().dialect.name
    if written_by != here:
        raise CannotBackUp(
            f"{source} is a backup of {NAMES[written_by]}; this is {NAMES[here]}: set DATABASE_URL"
        )
    migration: str = _kind().migration(source)
    if not health.knows(migration):
        raise CannotBackUp(
            f"{source} is at {migration}, this program knows up to {health.newest()}: update it first"
        )
    if not replace and _has_data():
        raise CannotBackUp(
            "the database holds data already; --replace puts the backup in its place"
        )
    kept = backup_files.beside(source)
    if with_files and kept.exists():
        backup_files.look_at(kept)
        backup_files.put_back(kept)
    transaction.rollback()  # our own looking must not stand in the way

    def whole(first: Callable[[str], Any]) -> None:
        readable(first)
        _has_files(first, source, migration, told=not with_files)

    _kind().read(source, migration, whole)
    return migration


def _has_files(first: Callable[[str], Any], source: Path, migration: str, *, told: bool) -> None:
    """Raises CannotBackUp where rows name files and nobody gave or minded them."""
    if told or migration < backup_files.SINCE or backup_files.beside(source).exists():
        return
    lacking = [
        f"{first(f'SELECT count(*) FROM {table} WHERE {column} IS NOT NULL')} {what}"
        for since, table, column, what in backup_files.NAMED
        if migration in health.after(since)
        and first(f"SELECT 1 FROM {table} WHERE {column} IS NOT NULL LIMIT 1")
    ]
    if lacking:
        raise CannotBackUp(
            f"{backup_files.beside(source).name} belongs beside it and has {', '.join(lacking)}: put"
            " it there, or say --without-files where the store has them"
        )


def _kind() -> Any:
    return KINDS[transaction.session().get_bind().dialect.name]


def _written_by(source: Path) -> str:
    """Which database wrote the file, by its first bytes."""
    if not source.is_file():
        raise CannotBackUp(f"there is no file {source}")
    with source.open("rb") as file:
        begins = file.read(len(backup_sqlite.MAGIC))
    if begins == backup_sqlite.MAGIC:
        return "sqlite"
    if zipfile.is_zipfile(source):
        return "postgresql"
    raise CannotBackUp(f"{source} is no backup of this program, or is cut off")


def _has_data() -> bool:
    if not _kind().is_there():
        return False
    try:
        session = transaction.session()
        there = set(sa.inspect(session.connection()).get_table_names())
        return any(
            session.execute(sa.text(f"SELECT 1 FROM {table} LIMIT 1")).first()
            for table in DATA
            if table in there
        )
    except FAILURES as problem:
        _not_reached(problem)


def _not_reached(problem: Exception) -> NoReturn:
    said = str(getattr(problem, "orig", None) or problem).strip().partition("\n")[0]
    raise CannotBackUp(
        f"the database there cannot be read ({said}); --replace puts it aside"
    ) from problem


def readable(first: Callable[[str], Any]) -> None:
    """Raises CannotBackUp where the keys here do not read the copy; ``first`` gives a query's value."""
    for table, column in SEALED:
        stored = first(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL LIMIT 1")
        if stored is not None:
            try:
                cipher.unseal(bytes(stored), context=f"{table}.{column}")
            except cipher.CipherError as problem:
                raise CannotBackUp(
                    "the keys here do not read this backup: put those of the centre it is from "
                    "into YOUSHI_KEYS (or the file keys of the instance) first"
                ) from problem


def _on_disk(path: Path) -> None:
    """What was written survives a power cut from here on."""
    handle = os.open(path, os.O_RDONLY)
    with suppress(OSError):  # some file systems cannot sync a folder
        os.fsync(handle)
    os.close(handle)


def note(target: Path) -> None:
    """Have it journaled that a backup was made: the system administrator's page says when the last was."""
    with transaction.unit() as session:
        journal.record(session, "backup", target.name[:LONGEST], "backed_up")
