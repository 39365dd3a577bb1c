"""How a trigger that refuses is written for either database."""

from __future__ import annotations

import sqlalchemy as sa

from app.models.base import Model


def refuse(name: str, when: str, why: str) -> str:
    """SQLite: refuse it in these words."""
    return f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{why}'); END"


def no_replace(table: str, why: str) -> str:
    """SQLite: INSERT OR REPLACE deletes what is in its way without asking the DELETE trigger."""
    same = " OR ".join(
        "(" + " AND ".join(f"t.{name} = NEW.{name}" for name in names) + ")"
        for names in _unique(Model.metadata.tables[table])
    )
    when = f"INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} t WHERE {same})"
    return refuse(f"{table}_no_replace", when, why)


def _unique(table: sa.Table) -> list[list[str]]:
    """The columns of which two rows cannot have the same."""
    keys = [
        c for c in table.constraints if isinstance(c, sa.PrimaryKeyConstraint | sa.UniqueConstraint)
    ]
    found = [[column.name for column in key.columns] for key in keys]
    found += [[column.name for column in index.columns] for index in table.indexes if index.unique]
    return sorted(found)


def raising(why: str) -> str:
    """PostgreSQL: what a function says in these words."""
    return f"RAISE EXCEPTION '{why}';"


def function(name: str, body: str, *, shared: bool = False) -> str:
    """PostgreSQL: what triggers run; one that several tables share is made with the first of them."""
    made = "CREATE OR REPLACE FUNCTION" if shared else "CREATE FUNCTION"
    return f"{made} {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


def trigger(name: str, when: str, function: str) -> str:
    """PostgreSQL: let this function refuse it."""
    return f"CREATE TRIGGER {name} BEFORE {when} EXECUTE FUNCTION {function}()"


def no_truncate(table: str, function: str) -> str:
    """PostgreSQL: TRUNCATE asks no row trigger; without this one a table could be emptied in silence."""
    return trigger(f"{table}_no_truncate", f"TRUNCATE ON {table} FOR EACH STATEMENT", function)


def columns_but(table: str, names: tuple[str, ...]) -> list[str]:
    """All columns of a table but these."""
    return [
        column.name for column in Model.metadata.tables[table].columns if column.name not in names
    ]
