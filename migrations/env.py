"""Alembic's environment: FAB's metadata holds FAB's tables and ours."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text

from app.models.words import is_mapped

target = current_app.extensions["youshi_metadata"]


#: Two starts at once migrate one after the other (SQLite: the first statement takes the write lock).
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(20260918)"


def run() -> None:
    """Run the migrations, all or none: on the connection that was handed over, else on our own."""
    given = context.config.attributes.get("connection")
    if given is not None:
        migrate(given)
        return
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        migrate(connection)


def migrate(connection: Connection) -> None:
    """Run what is missing, in the transaction that is open or in one of our own."""
    context.configure(
        connection=connection,
        target_metadata=target,
        render_as_batch=True,
        include_object=is_mapped,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text(ONE_AT_A_TIME))
        context.run_migrations()


run()
