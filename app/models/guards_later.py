"""Guards of tables that came after the first: the migration that makes a table sets them."""

from __future__ import annotations

from typing import Any, NamedTuple

import sqlalchemy as sa

from app.models.base import Model


class Guard(NamedTuple):
    """What the database itself refuses: to change or take away a row of which ``when`` is true.

    ``when`` is of the row as it stands, its columns after ``OLD.``; ``why`` is what the database says.
    """

    when: str
    why: str


#: Table → what of it stays as it is.
LATER: dict[str, Guard] = {
    "bulletin": Guard("OLD.published_at IS NOT NULL", "a published bulletin does not change"),
}


def statements(table: str, dialect: str) -> list[str]:
    """What sets the guards of a table on a database of this kind."""
    return {"sqlite": _sqlite, "postgresql": _postgresql}[dialect](table, LATER[table])


def _sqlite(table: str, guard: Guard) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{guard.why}'); END"
    # INSERT OR REPLACE deletes what is in its way without asking the DELETE trigger.
    in_its_way = guard.when.replace("OLD.", "t.")
    taken = f"EXISTS (SELECT 1 FROM {table} t WHERE t.id = NEW.id AND {in_its_way})"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN {guard.when} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN {guard.when} {refuse}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {taken} {refuse}",
    ]


def _postgresql(table: str, guard: Guard) -> list[str]:
    function = f"{table}_kept"
    made = f"BEGIN RAISE EXCEPTION '{guard.why}'; END"
    run = f"EXECUTE FUNCTION {function}()"
    row = f"FOR EACH ROW WHEN ({guard.when}) {run}"
    return [
        f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ {made} $$",
        f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} {row}",
        # TRUNCATE asks no row: where something is to be kept, nothing is emptied at once.
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {run}",
    ]


@sa.event.listens_for(Model.metadata, "after_create")
def _guard(_metadata: Any, connection: sa.Connection, tables: Any = None, **_more: Any) -> None:
    for table in tables or ():
        if table.name in LATER:
            for statement in statements(table.name, connection.dialect.name):
                connection.exec_driver_sql(statement)
