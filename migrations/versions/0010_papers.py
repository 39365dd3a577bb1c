"""Papers given before there is a case; why one is void; its mark and its archived file."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

#: Columns that are new, and empty in the papers that are there.
NEW = {
    "mark": sa.String(length=16),
    "void_by": sa.String(length=64),
    "void_why": sa.LargeBinary(),
    "pdf": sa.String(length=64),
    "pdf_sha256": sa.String(length=64),
}


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("paper") as batch_op:
        batch_op.alter_column("case_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("draft_id", sa.Integer(), nullable=True))
        for name, kind in NEW.items():
            batch_op.add_column(sa.Column(name, kind, nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_paper_draft_id"), "draft", ["draft_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_paper_draft_id"), ["draft_id"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_paper_pdf"), ["pdf"])


def downgrade() -> None:
    """Back; papers of no case go, for the table then has no place for them."""
    op.execute("DELETE FROM paper WHERE case_id IS NULL")
    with op.batch_alter_table("paper") as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_paper_pdf"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_paper_draft_id"))
        batch_op.drop_constraint(batch_op.f("fk_paper_draft_id"), type_="foreignkey")
        for name in reversed(NEW):
            batch_op.drop_column(name)
        batch_op.drop_column("draft_id")
        batch_op.alter_column("case_id", existing_type=sa.Integer(), nullable=False)
