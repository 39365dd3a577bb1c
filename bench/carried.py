"""A filled centre carried from SQLite to PostgreSQL, table by table: ``DATABASE_URL=postgresql+psycopg://… python -m bench.carried``.

The database must be there and be empty, and who carries must be its superuser: triggers and foreign keys rest
meanwhile. Left out is what only a case's own page and the search read; ``CARRIED=all`` takes that along too.
"""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa

from bench.fill import BIN, CASES, ROOT, filled

#: Rows read at once.
PART = 5000
LEFT_OUT = {
    "access_entry", "agent", "answer", "applicant", "approval", "case_document", "delivery", "event_text", "hold",
    "journal_entry", "message", "paper", "result", "sound", "survey",
}  # fmt: skip
INDEXES = """
SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
AND indexname NOT IN (SELECT conname FROM pg_constraint)"""
#: What a text may not hold in PostgreSQL's own form of a row.
PLAIN: dict[type[Any], Callable[[Any], Any]] = {sa.Boolean: bool, sa.LargeBinary: bytes}


def main() -> None:
    """Make the schema, carry the rows, make the indexes, gather what the planner asks."""
    import psycopg

    address = os.environ["DATABASE_URL"]
    # Asked before anything of the product is loaded: what fills has an address of its own.
    source = filled(CASES)
    _flask("db", "upgrade")
    from app import models
    from app.models import Model

    assert models
    everything = os.environ.get("CARRIED") == "all"
    with (
        sqlite3.connect(f"file:{source}?mode=ro", uri=True) as here,
        psycopg.connect(re.sub(r"\+\w+", "", address), autocommit=True) as there,
    ):
        there.execute("SET session_replication_role = replica")
        indexes = there.execute(INDEXES).fetchall()
        for name, _how in indexes:
            there.execute(f'DROP INDEX "{name}"')
        for table in Model.metadata.sorted_tables:
            if everything or table.name not in LEFT_OUT:
                _carry(here, there, table)
        for _name, how in indexes:
            there.execute(how)
        there.execute("VACUUM ANALYZE")


def _flask(*words: str) -> None:
    env = {**os.environ, "FLASK_APP": "app", "SECRET_KEY": "bench"}
    subprocess.run([BIN / "flask", *words], cwd=ROOT, env=env, check=True)


def _carry(here: sqlite3.Connection, there: Any, table: sa.Table) -> None:
    begun = time.perf_counter()
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    there.execute(f'TRUNCATE "{table.name}" CASCADE')
    with there.cursor().copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
        for row in _rows(here, table, names):
            copy.write_row(row)
    if "id" in table.columns:
        _count_on(there, table.name)
    print(f"{time.perf_counter() - begun:7.1f} s  {table.name}", flush=True)


def _rows(here: sqlite3.Connection, table: sa.Table, names: str) -> Iterator[list[Any]]:
    read = here.execute(f'SELECT {names} FROM "{table.name}"')
    changed = [
        (at, plain)
        for at, column in enumerate(table.columns)
        for kind, plain in PLAIN.items()
        if isinstance(getattr(column.type, "impl_instance", column.type), kind)
    ]
    while rows := read.fetchmany(PART):
        for row in rows:
            values = list(row)
            for at, plain in changed:
                if values[at] is not None:
                    values[at] = plain(values[at])
            yield values


def _count_on(there: Any, table: str) -> None:
    """What comes next gets an id that nobody has."""
    series = there.execute("SELECT pg_get_serial_sequence(%s, 'id')", (table,)).fetchone()[0]
    if series:
        there.execute(f"SELECT setval('{series}', max(id)) FROM \"{table}\"")


if __name__ == "__main__":
    main()
