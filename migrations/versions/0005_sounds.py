"""How names sound, to find them by their initials; patterns that are taken out of use."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

#: Table → noun, key and names of the rows that were there before.
NAMED = {
    "department": ("departments", "code", ("name", "short_name")),
    "document_type": ("documents", "key", ("name",)),
    "service_item": ("items", "key", ("name",)),
    "theme": ("themes", "key", ("name",)),
    "sla_class": ("sla", "key", ("name",)),
    "appeal_class": ("appeals", "key", ("name",)),
    "paper_template": ("templates", "key", ("name",)),
    "ab_user": ("people", "username", ("last_name", "first_name")),
}


def upgrade() -> None:
    """Forward."""
    sound = op.create_table(
        "sound",
        sa.Column("noun", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("initials", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("noun", "key", name=op.f("pk_sound")),
    )
    op.add_column("named_pattern", sa.Column("retired_at", sa.DateTime(), nullable=True))
    rows = [row for table, said in NAMED.items() for row in _rows(table, *said)]
    if rows:
        op.bulk_insert(sound, rows)


def _rows(table: str, noun: str, key: str, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Rows of one table with their initials, as the program keeps them from now on."""
    asked = sa.select(*(sa.column(name) for name in (key, *names))).select_from(sa.table(table))
    found = op.get_bind().execute(asked).all()
    if not found:
        return []
    from app.services.sounds import LONGEST, initials

    return [
        {"noun": noun, "key": row[0], "initials": initials(" ".join(filter(None, row[1:])))[:LONGEST]}
        for row in found
    ]  # fmt: skip


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("named_pattern") as table:
        table.drop_column("retired_at")
    op.drop_table("sound")
