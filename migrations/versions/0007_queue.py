"""The queue: order by risk, since when a part stands where it stands, views, looks, usual times."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_task_department_rank": ["state", "department", "rank_at", "id"],
    "ix_task_rank": ["state", "rank_at", "id"],
    "ix_task_entered": ["state", "entered_at"],
}
#: Where nothing else is known, a part stands last.
LAST = "9999-12-31 00:00:00"
COLUMNS = ("rank_at", "entered_at", "entered_by", "reminded_at")


def upgrade() -> None:
    """Forward."""
    _make_tables()
    # With a default, for tables on which triggers look cannot be made anew to forbid NULL.
    rank = sa.Column("rank_at", sa.DateTime(), nullable=False, server_default=LAST)
    op.add_column("task", rank)
    op.add_column("task", sa.Column("entered_at", sa.DateTime(), nullable=True))
    op.add_column("task", sa.Column("entered_by", sa.String(length=64), nullable=True))
    op.add_column("task", sa.Column("reminded_at", sa.DateTime(), nullable=True))
    # As long as nobody knows how long a part usually takes, it is to be begun when it is due.
    op.execute("UPDATE task SET rank_at = sort_at, entered_at = opened_at")
    for name, columns in INDEXES.items():
        op.create_index(name, "task", columns)


def _make_tables() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("query", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("owner", "name", name=op.f("uq_saved_view_owner_name")),
    )
    op.create_index("ix_saved_view_department", "saved_view", ["department"])
    view = sa.ForeignKeyConstraint(
        ["view_id"], ["saved_view.id"], name=op.f("fk_look_view_id"), ondelete="SET NULL"
    )
    op.create_table(
        "look",
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("view_id", sa.Integer(), nullable=True),
        view,
        sa.PrimaryKeyConstraint("username", name=op.f("pk_look")),
    )
    op.create_index("ix_look_view_id", "look", ["view_id"])
    op.create_table(
        "usual_time",
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=200), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "item", "step", name=op.f("pk_usual_time")),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("usual_time")
    op.drop_index("ix_look_view_id", table_name="look")
    op.drop_table("look")
    op.drop_index("ix_saved_view_department", table_name="saved_view")
    op.drop_table("saved_view")
    for name in INDEXES:
        op.drop_index(name, table_name="task")
    for name in COLUMNS:
        op.drop_column("task", name)
