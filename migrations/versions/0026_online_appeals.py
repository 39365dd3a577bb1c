"""Appeals that come in online, before the window registers them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "online_appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("window", sa.String(length=64), nullable=True),
        sa.Column("department", sa.String(length=64), nullable=True),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("said", sa.LargeBinary(), nullable=True),
        sa.Column("about", sa.LargeBinary(), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("settled_by", sa.String(length=64), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_online_appeal_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_online_appeal")),
        sa.UniqueConstraint("number", name=op.f("uq_online_appeal_number")),
        sa.UniqueConstraint("code", name=op.f("uq_online_appeal_code")),
    )
    op.create_index(op.f("ix_online_appeal_case_id"), "online_appeal", ["case_id"])
    op.create_index(
        "ix_online_appeal_waiting", "online_appeal", ["settled_at", "received_at", "id"]
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("online_appeal")
