"""What no door may do is refused by the database itself: the chains and versions are written once.

The same statements run after ``create_all`` (tests) and in the first migration.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from app.models.appeals import Finding
from app.models.base import Model
from app.models.journal import JournalEntry
from app.models.themes import ServiceVersion

#: Tables of which a row, once written, neither changes nor goes.
APPEND_ONLY = ("journal_entry", "access_entry", "chain_seal", "event_text")
#: What may still change of a published version: when it ends.
OPEN_COLUMNS = ("valid_until", "state")
#: What may not.
FROZEN = tuple(
    column.name for column in ServiceVersion.__table__.columns if column.name not in OPEN_COLUMNS
)
_OF_A_VERSION = (
    "cases c JOIN service_version v ON v.id = c.version_id"
    " WHERE v.kind = '{kind}' AND v.code = OLD.key"
)
#: Table → the cases that stand on a row of it: such a row is retired, never deleted (R98).
STANDS_ON = {
    "service_item": "task WHERE item = OLD.key",
    "theme": _OF_A_VERSION.format(kind="joint"),
    "appeal_class": _OF_A_VERSION.format(kind="appeal"),
    "department": "task WHERE department = OLD.code",
    "document_type": "case_document WHERE document = OLD.key",
}


def _sqlite() -> Iterator[str]:
    for table in APPEND_ONLY:
        for when in ("UPDATE", "DELETE"):
            yield _refuse(
                f"{table}_no_{when.lower()}", f"{when} ON {table}", f"{table} is append-only"
            )
        yield _no_replace(table, f"{table} is append-only")
    # IS NOT, because <> is neither true nor false where one side is NULL, and would let it pass.
    changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in FROZEN)
    table = ServiceVersion.__tablename__
    frozen = "a published version does not change"
    yield _refuse("service_version_frozen", f"UPDATE ON {table} WHEN {changed}", frozen)
    yield _refuse("service_version_no_delete", f"DELETE ON {table}", frozen)
    yield _no_replace(table, frozen)
    for table, cases in STANDS_ON.items():
        when = f"DELETE ON {table} WHEN EXISTS (SELECT 1 FROM {cases})"
        yield _refuse(f"{table}_with_cases", when, f"a {table} with cases is retired, not deleted")


def _refuse(name: str, when: str, why: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{why}'); END"


def _no_replace(table: str, why: str) -> str:
    """INSERT OR REPLACE deletes what is in its way without asking the DELETE trigger."""
    same = " OR ".join(
        "(" + " AND ".join(f"t.{name} = NEW.{name}" for name in names) + ")"
        for names in _unique(Model.metadata.tables[table])
    )
    when = f"INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} t WHERE {same})"
    return _refuse(f"{table}_no_replace", when, why)


def _unique(table: sa.Table) -> list[list[str]]:
    """The columns of which two rows cannot have the same."""
    keys = [
        c for c in table.constraints if isinstance(c, sa.PrimaryKeyConstraint | sa.UniqueConstraint)
    ]
    found = [[column.name for column in key.columns] for key in keys]
    found += [[column.name for column in index.columns] for index in table.indexes if index.unique]
    return sorted(found)


def _postgresql() -> Iterator[str]:
    yield _function(
        "append_only", "RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only';"
    )
    for table in APPEND_ONLY:
        # TRUNCATE asks no row trigger: without the second one a chain could be emptied in silence.
        yield _trigger(
            f"{table}_append_only", f"UPDATE OR DELETE ON {table} FOR EACH ROW", "append_only"
        )
        yield _trigger(
            f"{table}_no_truncate", f"TRUNCATE ON {table} FOR EACH STATEMENT", "append_only"
        )
    # As text: json has no equality in PostgreSQL, and the trigger would not compile.
    changed = " OR ".join(f"NEW.{name}::text IS DISTINCT FROM OLD.{name}::text" for name in FROZEN)
    frozen = "RAISE EXCEPTION 'a published version does not change';"
    yield _function(
        "version_frozen",
        f"IF TG_OP <> 'UPDATE' THEN {frozen} END IF; IF {changed} THEN {frozen} END IF; RETURN NEW;",
    )
    table = ServiceVersion.__tablename__
    yield _trigger(
        "service_version_frozen", f"UPDATE OR DELETE ON {table} FOR EACH ROW", "version_frozen"
    )
    yield _trigger(
        "service_version_no_truncate", f"TRUNCATE ON {table} FOR EACH STATEMENT", "version_frozen"
    )
    for table, cases in STANDS_ON.items():
        refuse = f"RAISE EXCEPTION 'a {table} with cases is retired, not deleted';"
        yield _function(
            f"{table}_with_cases",
            f"IF EXISTS (SELECT 1 FROM {cases}) THEN {refuse} END IF; RETURN OLD;",
        )
        yield _trigger(
            f"{table}_with_cases", f"DELETE ON {table} FOR EACH ROW", f"{table}_with_cases"
        )


def _function(name: str, body: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


def _trigger(name: str, when: str, function: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {when} EXECUTE FUNCTION {function}()"


GUARDS: dict[str, list[str]] = {"sqlite": list(_sqlite()), "postgresql": list(_postgresql())}
#: What of a finding is written after it was found, each once: all else stays as it was found (R73).
LATER = ("measures", "settled_at", "settled_by", "settled")
_KEPT = "a finding stays as it was found"


def _rewritten() -> str:
    """The condition under which an update would rewrite a finding, in the words of either database."""
    names = [column.name for column in Finding.__table__.columns]
    fixed = [name for name in names if name not in LATER]
    # In quotes: to PL/pgSQL a bare ``by`` is a word of its own.
    parts = [f'NEW."{name}" <> OLD."{name}"' for name in fixed]
    # Both databases say of NULL that it is nothing; IS DISTINCT FROM would not run on an older SQLite.
    parts += [
        f'(OLD."{name}" IS NOT NULL AND (NEW."{name}" IS NULL OR NEW."{name}" <> OLD."{name}"))'
        for name in LATER
    ]
    return " OR ".join(parts)


def _findings_sqlite() -> Iterator[str]:
    yield _refuse("finding_no_delete", "DELETE ON finding", _KEPT)
    yield _refuse("finding_kept", f"UPDATE ON finding WHEN {_rewritten()}", _KEPT)
    yield _no_replace("finding", _KEPT)


def _findings_postgresql() -> Iterator[str]:
    kept = f"RAISE EXCEPTION '{_KEPT}';"
    body = f"IF TG_OP <> 'UPDATE' THEN {kept} END IF; IF {_rewritten()} THEN {kept} END IF; RETURN NEW;"
    yield _function("finding_kept", body)
    yield _trigger("finding_kept", "UPDATE OR DELETE ON finding FOR EACH ROW", "finding_kept")
    yield _trigger("finding_no_truncate", "TRUNCATE ON finding FOR EACH STATEMENT", "finding_kept")


#: Kind of database → what guards findings; apart, for their table came later than the chains'.
OF_FINDINGS: dict[str, list[str]] = {
    "sqlite": list(_findings_sqlite()),
    "postgresql": list(_findings_postgresql()),
}


def unguard_findings(dialect: str) -> list[str]:
    """What takes the guards of findings away before their table goes."""
    if dialect == "sqlite":
        return []  # triggers go with their table
    return ["DROP FUNCTION finding_kept() CASCADE"]


HEADS = "INSERT INTO chain_head (chain, seq, hash) VALUES ('records', 0, '{zero}'), ('access', 0, '{zero}')".format(
    zero="0" * 64
)


@sa.event.listens_for(Model.metadata, "after_create")
def _guard(_metadata: Any, connection: sa.Connection, tables: Any = None, **_more: Any) -> None:
    if JournalEntry.__table__ in (tables or ()):
        # Only where the journal was just made: create_all on a database that has it makes nothing.
        dialect = connection.dialect.name
        for statement in (*GUARDS.get(dialect, ()), *OF_FINDINGS.get(dialect, ())):
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(HEADS)
