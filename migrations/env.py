"""Alembic's environment: FAB's metadata holds FAB's tables and ours."""

from __future__ import annotations

from alembic import context
from flask import current_app

target = current_app.extensions["youshi_metadata"]


def include(
    _obj: object, name: str | None, kind: str, _reflected: bool, _compare_to: object
) -> bool:
    """SQLite's full-text shadows and the like are no tables of the models."""
    return not (kind == "table" and (name or "").startswith("sqlite_"))


def run() -> None:
    """Run the migrations on the application's engine, all or none."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=target,
            render_as_batch=True,
            include_object=include,
            transaction_per_migration=False,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
