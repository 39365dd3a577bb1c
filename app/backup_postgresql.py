"""A backup of PostgreSQL: every table by COPY from one snapshot, in a zip with a list of what is in it.

It needs no program of the machine, and comes back into any version of PostgreSQL.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import current_app

from app.backup_refused import CannotBackUp
from app.extensions import db
from app.models import Model

FORMAT = "youshi backup 1"
LIST = "backup.json"
#: Bytes moved at once.
BLOCK = 1 << 20

_TABLES = sa.text(
    "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
)
_COLUMNS = sa.text(
    "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"
    " AND table_name = :table ORDER BY ordinal_position"
)
_SEQUENCES = sa.text(
    "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()"
)
_FUNCTIONS = sa.text(
    "SELECT oid::regprocedure::text FROM pg_proc"
    " WHERE pronamespace = current_schema()::regnamespace AND prorettype = 'trigger'::regtype"
)


def is_there() -> bool:
    """Whether there is a database at all: its server says."""
    return True


def write(target: Path) -> None:
    """A copy of what is committed now. Raises OSError, SQLAlchemyError."""
    engine = db.engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as there, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        found: dict[str, Any] = {
            "format": FORMAT,
            "migration": there.scalar(sa.text("SELECT version_num FROM alembic_version")),
            "tables": {},
            "sequences": {name: last for name, last in there.execute(_SEQUENCES) if last},
        }
        for table in there.scalars(_TABLES).all():
            if table != "alembic_version":
                found["tables"][table] = _copy_out(there, out, table)
        out.writestr(LIST, json.dumps(found, ensure_ascii=False, indent=1))


def _copy_out(there: sa.Connection, out: zipfile.ZipFile, table: str) -> dict[str, Any]:
    """One table's rows into the zip; gives its columns and the number of rows."""
    columns = there.scalars(_COLUMNS, {"table": table}).all()
    statement = f"COPY {_quoted([table])} ({_quoted(columns)}) TO STDOUT"
    with (
        _cursor(there) as cursor,
        out.open(table, "w", force_zip64=True) as file,
        cursor.copy(statement) as rows,
    ):
        for block in rows:
            file.write(block)
    return {"columns": list(columns), "rows": _counted(there, table)}


def _counted(there: sa.Connection, table: str) -> int:
    return int(there.scalar(sa.text(f"SELECT count(*) FROM {_quoted([table])}")) or 0)


def migration(source: Path) -> str:
    """The migration a backup is at, having read the file whole. Raises CannotBackUp."""
    return str(_listed(source)["migration"])


def _listed(source: Path) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(source) as file:
            damaged = file.testzip()
            found: dict[str, Any] = json.loads(file.read(LIST))
    except KeyError:
        raise CannotBackUp(f"{source} is no backup of this program") from None
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError) as problem:
        raise CannotBackUp(f"{source} is damaged or cut off: {problem}") from problem
    if damaged:
        raise CannotBackUp(f"{source} is damaged at {damaged}")
    if found.get("format") != FORMAT:
        raise CannotBackUp(f"{source} is no backup of this program")
    return found


def read(source: Path, migration: str, readable: Callable[[Any], None]) -> None:
    """Tables made anew at the backup's migration and filled, in one transaction. Raises CannotBackUp."""
    listed = _listed(source)
    with db.engine.connect() as there, there.begin(), zipfile.ZipFile(source) as file:
        # somebody still at work is a reason not to, not one to wait for ever
        there.execute(sa.text("SET LOCAL lock_timeout = '10s'"))
        _clear(there)
        _migrate(there, migration)
        there.execute(sa.text("DELETE FROM chain_head"))  # a migration puts the empty heads there
        for table in _in_order(listed["tables"]):
            _copy_in(there, file, table, listed["tables"][table])
        for name, last in listed["sequences"].items():
            there.execute(sa.text("SELECT setval(:name, :last)"), {"name": name, "last": last})
        readable(lambda query: there.scalar(sa.text(query)))


def _clear(there: sa.Connection) -> None:
    drops = [f"TABLE {_quoted([name])}" for name in there.scalars(_TABLES)]
    drops += [f"FUNCTION {name}" for name in there.scalars(_FUNCTIONS)]
    for drop in drops:
        there.execute(sa.text(f"DROP {drop} CASCADE"))
    for name, _last in there.execute(_SEQUENCES).all():
        there.execute(sa.text(f"DROP SEQUENCE {_quoted([name])} CASCADE"))


def _migrate(there: sa.Connection, revision: str) -> None:
    """Up to the backup's migration, within our transaction."""
    from alembic import command  # nine MiB that a web process never needs

    config = current_app.extensions["migrate"].migrate.get_config()
    config.attributes["connection"] = there
    command.upgrade(config, revision)


def _in_order(tables: Iterable[str]) -> list[str]:
    """What is referred to before what refers to it."""
    order = {table.name: at for at, table in enumerate(Model.metadata.sorted_tables)}
    return sorted(tables, key=lambda name: order.get(name, len(order)))


def _copy_in(there: sa.Connection, file: zipfile.ZipFile, table: str, said: dict[str, Any]) -> None:
    """One table's rows. Raises CannotBackUp where not all of them came."""
    statement = f"COPY {_quoted([table])} ({_quoted(said['columns'])}) FROM STDIN"
    with (
        _cursor(there) as cursor,
        file.open(table) as rows,
        cursor.copy(statement) as copy,
    ):
        while block := rows.read(BLOCK):
            copy.write(block)
    if _counted(there, table) != said["rows"]:
        raise CannotBackUp(f"not all rows of {table} came back; nothing was changed")


def _cursor(there: sa.Connection) -> Any:
    driver: Any = there.connection.driver_connection
    return driver.cursor()


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
