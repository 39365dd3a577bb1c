"""The list of appeals has an index of its own; what began carries its id on PostgreSQL, as it does on SQLite."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

APPEALS = sa.text("kind = 'appeal'")
NOT_VOID = sa.text("(outcome IS NULL OR outcome != 'void')")
BEGUN = "ix_cases_begun"


def upgrade() -> None:
    """Forward."""
    columns = ["kind", "closed_at", "id", "version_id"]
    op.create_index(
        "ix_cases_appeals", "cases", columns, sqlite_where=APPEALS, postgresql_where=APPEALS
    )
    _begun(include=["id"])


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_cases_appeals", table_name="cases")
    _begun(include=[])


def _begun(*, include: list[str]) -> None:
    # SQLite has a row's id in every index.
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index(BEGUN, table_name="cases")
        columns = ["version_id", "received_at", "closed_at"]
        op.create_index(
            BEGUN, "cases", columns, postgresql_where=NOT_VOID, postgresql_include=include
        )
