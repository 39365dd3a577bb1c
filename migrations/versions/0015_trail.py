"""The trail by person, noun and kind: each of them read from its latest entry backwards."""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

#: Table → columns that a place in time follows.
FOLLOWED = {"journal_entry": ("by", "noun"), "access_entry": ("by", "type")}
#: A person's entries alone, which the one with their time replaces.
OLD = "ix_access_entry_by"


def upgrade() -> None:
    """Forward."""
    for table, columns in FOLLOWED.items():
        for column in columns:
            op.create_index(f"ix_{table}_{column}_at", table, [column, "at", "id"])
    op.drop_index(OLD, table_name="access_entry")


def downgrade() -> None:
    """Back."""
    op.create_index(OLD, "access_entry", ["by"])
    for table, columns in FOLLOWED.items():
        for column in columns:
            op.drop_index(f"ix_{table}_{column}_at", table_name=table)
