"""Indexes from which a bulletin reads appeals and what they are about, without their rows."""

from __future__ import annotations

from alembic import op

revision = "0031"
down_revision = "0028"
branch_labels = None
depends_on = None

#: Index → its table and columns.
ADDED = {
    "ix_cases_number_version": ("cases", ["number", "version_id"]),
    "ix_appeal_counted": ("appeal", ["case_id", "channel", "about"]),
}


def upgrade() -> None:
    """Forward."""
    for name, (table, columns) in ADDED.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    """Back."""
    for name, (table, _columns) in ADDED.items():
        op.drop_index(name, table_name=table)
