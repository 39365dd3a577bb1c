"""Site surveys with their records, requests with their answers, and who took the results for whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("visit", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("people", JSON, nullable=False),
        sa.Column("outcome", sa.String(length=64), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_by", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_survey_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("case_id", "visit", "task", name=op.f("uq_survey_case_id_visit_task")),
    )
    op.create_index(op.f("ix_survey_case_id"), "survey", ["case_id"])
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("ask", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=64), nullable=False),
        sa.Column("task", sa.String(length=64), nullable=True),
        sa.Column("wanted", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.String(length=64), nullable=True),
        sa.Column("answered_by", sa.String(length=64), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_approval_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint("case_id", "ask", name=op.f("uq_approval_case_id_ask")),
    )
    op.create_index(op.f("ix_approval_case_id"), "approval", ["case_id"])
    op.create_index("ix_approval_waiting", "approval", ["wanted", "answer", "id"])
    with op.batch_alter_table("task") as table:
        table.add_column(sa.Column("visit_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("delivery") as table:
        table.add_column(sa.Column("collector", sa.String(length=64), nullable=True))
        table.add_column(sa.Column("receiver_id_type", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("delivery") as table:
        table.drop_column("receiver_id_type")
        table.drop_column("collector")
    with op.batch_alter_table("task") as table:
        table.drop_column("visit_at")
    op.drop_index("ix_approval_waiting", table_name="approval")
    op.drop_index(op.f("ix_approval_case_id"), table_name="approval")
    op.drop_table("approval")
    op.drop_index(op.f("ix_survey_case_id"), table_name="survey")
    op.drop_table("survey")
