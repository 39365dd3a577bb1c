"""What no door may do is refused by the database itself: the chains and versions are written once.

The same statements run after ``create_all`` (tests) and in the first migration.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.models.base import Model
from app.models.journal import JournalEntry
from app.models.themes import ServiceVersion

#: Tables of which a row, once written, neither changes nor goes.
APPEND_ONLY = ("journal_entry", "access_entry", "chain_seal", "event_text")
#: What may still change of a published version: when it ends.
OPEN_COLUMNS = ("valid_until", "state")
#: Dialects' words for refusing.
FROZEN = tuple(
    column.name for column in ServiceVersion.__table__.columns if column.name not in OPEN_COLUMNS
)


def _sqlite() -> list[str]:
    refuse = "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    statements = [
        f"CREATE TRIGGER {table}_no_{when.lower()} BEFORE {when} ON {table} {refuse.format(table=table)}"
        for table in APPEND_ONLY
        for when in ("UPDATE", "DELETE")
    ]
    changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in FROZEN)
    statements.append(
        f"CREATE TRIGGER service_version_frozen BEFORE UPDATE ON service_version WHEN {changed} BEGIN SELECT RAISE(ABORT, 'a published version does not change'); END"
    )
    statements.append(
        "CREATE TRIGGER service_version_no_delete BEFORE DELETE ON service_version BEGIN SELECT RAISE(ABORT, 'a published version is not deleted'); END"
    )
    return statements


def _postgresql() -> list[str]:
    statements = [
        "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    ]
    for table in APPEND_ONLY:
        statements.append(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION append_only()"
        )
        statements.append(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        )
    changed = " OR ".join(f"NEW.{name}::text IS DISTINCT FROM OLD.{name}::text" for name in FROZEN)
    statements.append(
        f"CREATE FUNCTION version_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'DELETE' OR {changed} THEN RAISE EXCEPTION 'a published version does not change'; END IF; RETURN NEW; END $$"
    )
    statements.append(
        "CREATE TRIGGER service_version_frozen BEFORE UPDATE OR DELETE ON service_version FOR EACH ROW EXECUTE FUNCTION version_frozen()"
    )
    return statements


GUARDS: dict[str, list[str]] = {"sqlite": _sqlite(), "postgresql": _postgresql()}
HEADS = "INSERT INTO chain_head (chain, seq, hash) VALUES ('records', 0, '{zero}'), ('access', 0, '{zero}')".format(
    zero="0" * 64
)


@sa.event.listens_for(Model.metadata, "after_create")
def _guard(_metadata: Any, connection: sa.Connection, tables: Any = None, **_more: Any) -> None:
    if JournalEntry.__table__ in (tables or ()):
        for statement in GUARDS.get(connection.dialect.name, []):
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(HEADS)
