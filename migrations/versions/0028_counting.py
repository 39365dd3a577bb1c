"""Indexes that a bulletin counts by: what began and what ended, by version and by department."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

#: Index → its table and columns.
ADDED = {
    "ix_cases_received": ("cases", ["received_at"]),
    "ix_task_opened": ("task", ["opened_at"]),
    "ix_rating_level": ("rating", ["level", "given_at", "excluded_at"]),
}
NOT_VOID = "(outcome IS NULL OR outcome != 'void')"
OF_WORK = f"kind = 'work' AND {NOT_VOID}"
#: Index over some rows → its table, columns and which rows.
PARTIAL = {
    "ix_cases_begun": ("cases", ["version_id", "received_at", "closed_at"], NOT_VOID),
    "ix_cases_ended": ("cases", ["version_id", "closed_at", "received_at"], NOT_VOID),
    "ix_task_begun": ("task", ["department", "opened_at", "closed_at"], OF_WORK),
    "ix_task_ended": ("task", ["department", "closed_at", "opened_at"], OF_WORK),
}
DROPPED = {
    "ix_cases_counted": ("cases", ["received_at", "closed_at", "outcome", "version_id"]),
    "ix_task_counted": ("task", ["kind", "opened_at", "closed_at", "department", "outcome"]),
}


def upgrade() -> None:
    """Forward."""
    for name, (table, _columns) in DROPPED.items():
        op.drop_index(name, table_name=table)
    for name, (table, columns) in ADDED.items():
        op.create_index(name, table, columns)
    for name, (table, columns, rows) in PARTIAL.items():
        where = sa.text(rows)
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Back."""
    for name, (table, *_columns) in (PARTIAL | ADDED).items():
        op.drop_index(name, table_name=table)
    for name, (table, columns) in DROPPED.items():
        op.create_index(name, table, columns)
