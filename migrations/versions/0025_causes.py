"""What was decided about repeat causes of appeals; a decision stays as it was written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.models.guards import statements

revision = "0025"
down_revision = "0019"
branch_labels = None
depends_on = None


def _key(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=64), nullable=nullable)


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "cause_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        _key("code"),
        _key("department"),
        sa.Column("subject", sa.String(length=140), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("appeals", sa.Integer(), nullable=False),
        _key("outcome"),
        _key("noun", nullable=True),
        _key("key", nullable=True),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("why", sa.LargeBinary(), nullable=False),
        _key("by"),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause_decision")),
    )
    columns = ["code", "department", "subject", "id"]
    op.create_index("ix_cause_decision_cause", "cause_decision", columns)
    for statement in statements("cause_decision", op.get_bind().dialect.name):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Back."""
    op.drop_table("cause_decision")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION cause_decision_kept()")
