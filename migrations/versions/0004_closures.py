"""Hours by weekday and from a day on, closures of the centre, and the notices that confirm its years."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "calendar_closure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["calendar_revision.id"],
            name=op.f("fk_calendar_closure_revision_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_closure")),
    )
    op.create_index("ix_calendar_closure_revision_id", "calendar_closure", ["revision_id"])
    with op.batch_alter_table("calendar_revision") as table:
        table.add_column(sa.Column("sources", JSON, nullable=True))
    with op.batch_alter_table("office_hours") as table:
        table.add_column(sa.Column("since", sa.Date(), nullable=True))
        table.add_column(sa.Column("weekday", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("office_hours") as table:
        table.drop_column("weekday")
        table.drop_column("since")
    with op.batch_alter_table("calendar_revision") as table:
        table.drop_column("sources")
    op.drop_index("ix_calendar_closure_revision_id", table_name="calendar_closure")
    op.drop_table("calendar_closure")
