"""Files kept with an intake before there is a case; who answered what only a person can judge."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.alter_column("case_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("draft_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("field", sa.String(length=64), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_attachment_draft_id"), "draft", ["draft_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_attachment_draft_id"), ["draft_id"], unique=False)
    with op.batch_alter_table("answer") as batch_op:
        batch_op.add_column(sa.Column("by", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Back; files of intakes go, for they belong to no case."""
    op.execute("DELETE FROM attachment WHERE case_id IS NULL")
    with op.batch_alter_table("answer") as batch_op:
        batch_op.drop_column("by")
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachment_draft_id"))
        batch_op.drop_constraint(batch_op.f("fk_attachment_draft_id"), type_="foreignkey")
        batch_op.drop_column("field")
        batch_op.drop_column("draft_id")
        batch_op.alter_column("case_id", existing_type=sa.Integer(), nullable=False)
