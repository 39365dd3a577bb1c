"""Bulletins: figures of a period that stay as they were published, and what is counted for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.models.guards_later import statements

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0020"
down_revision = "0015"
branch_labels = None
depends_on = None

#: Index → table and columns that a bulletin counts by.
COUNTED = {
    "ix_cases_counted": ("cases", ["received_at", "closed_at", "outcome", "version_id"]),
    "ix_task_counted": ("task", ["kind", "opened_at", "closed_at", "department", "outcome"]),
    "ix_card_at": ("card", ["at"]),
}


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "bulletin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("figures", JSON, nullable=False),
        sa.Column("drawn_at", sa.DateTime(), nullable=False),
        sa.Column("drawn_by", sa.String(length=64), nullable=False),
        sa.Column("head_seq", LONG, nullable=False),
        sa.Column("head_hash", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("published_by", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletin")),
    )
    op.create_index("ix_bulletin_since", "bulletin", ["since", "id"])
    for statement in statements("bulletin", op.get_bind().dialect.name):
        op.execute(statement)
    for name, (table, columns) in COUNTED.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    """Back."""
    for name, (table, _columns) in COUNTED.items():
        op.drop_index(name, table_name=table)
    op.drop_table("bulletin")
