"""A rating that was given stays as it was given, whoever writes to the table: a review adds to it, and no more."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.models.base import Model
from app.models.ratings import Rating

#: What is added after it was given, once each.
ADDED = ("rectification_id", "reply", "replied_at", "excluded_at", "excluded_by", "excluded_why")
#: What then is as it was.
GIVEN = tuple(column.name for column in Rating.__table__.columns if column.name not in ADDED)
WHY = "a rating that was given does not change"


def statements(dialect: str) -> list[str]:
    """What sets the guards on a database of this kind; with the table, by migration or by ``create_all``."""
    return {"sqlite": _sqlite, "postgresql": _postgresql}[dialect]()


def _sqlite() -> list[str]:
    changed = " OR ".join(
        # IS NOT, because <> is neither true nor false where one side is NULL.
        [f"NEW.{name} IS NOT OLD.{name}" for name in GIVEN]
        + [f"(OLD.{name} IS NOT NULL AND NEW.{name} IS NOT OLD.{name})" for name in ADDED]
    )
    # INSERT OR REPLACE deletes what is in its way without asking the DELETE trigger.
    same = "t.id = NEW.id OR t.token = NEW.token OR (t.case_id = NEW.case_id AND t.channel = NEW.channel)"
    taken = f"EXISTS (SELECT 1 FROM rating t WHERE t.given_at IS NOT NULL AND ({same}))"
    when = {
        "no_change": f"UPDATE ON rating WHEN OLD.given_at IS NOT NULL AND ({changed})",
        "no_delete": "DELETE ON rating WHEN OLD.given_at IS NOT NULL",
        "no_replace": f"INSERT ON rating WHEN {taken}",
        # What was said at a call is on record like the rating.
        "revisit_no_change": "UPDATE ON revisit",
        "revisit_no_delete": "DELETE ON revisit",
    }
    return [
        f"CREATE TRIGGER rating_{name} BEFORE {what} BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
        for name, what in when.items()
    ]


def _postgresql() -> list[str]:
    changed = " OR ".join(
        [f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in GIVEN]
        + [f"(OLD.{name} IS NOT NULL AND NEW.{name} IS DISTINCT FROM OLD.{name})" for name in ADDED]
    )
    refuse = f"BEGIN RAISE EXCEPTION '{WHY}'; END"
    run = "EXECUTE FUNCTION rating_kept()"
    row = "FOR EACH ROW WHEN (OLD.given_at IS NOT NULL"
    return [
        f"CREATE FUNCTION rating_kept() RETURNS trigger LANGUAGE plpgsql AS $$ {refuse} $$",
        f"CREATE TRIGGER rating_no_change BEFORE UPDATE ON rating {row} AND ({changed})) {run}",
        f"CREATE TRIGGER rating_no_delete BEFORE DELETE ON rating {row}) {run}",
        f"CREATE TRIGGER rating_no_truncate BEFORE TRUNCATE ON rating FOR EACH STATEMENT {run}",
        f"CREATE TRIGGER revisit_no_change BEFORE UPDATE OR DELETE ON revisit FOR EACH ROW {run}",
        f"CREATE TRIGGER revisit_no_truncate BEFORE TRUNCATE ON revisit FOR EACH STATEMENT {run}",
    ]


@sa.event.listens_for(Model.metadata, "after_create")
def _guard(_metadata: Any, connection: sa.Connection, tables: Any = None, **_more: Any) -> None:
    if Rating.__table__ in (tables or ()):
        for statement in statements(connection.dialect.name):
            connection.exec_driver_sql(statement)
