"""Ratings by links that work once, and calls on those who rated badly; what was given stays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.models.rating_guards import statements

revision = "0019"
down_revision = "0024"
branch_labels = None
depends_on = None


def _key(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=64), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[sa.DateTime]:
    return sa.Column(name, sa.DateTime(), nullable=nullable)


def _sealed(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=True)


def _ratings() -> None:
    op.create_table(
        "rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        _key("channel"),
        _key("department", nullable=True),
        _key("item"),
        sa.Column("name", sa.String(length=200), nullable=False),
        _key("salt"),
        _key("token"),
        _moment("made_at"),
        _key("made_by"),
        _moment("expires_at"),
        sa.Column("level", sa.Integer(), nullable=True),
        _sealed("words"),
        sa.Column("contact", sa.Boolean(), nullable=False),
        _moment("given_at", nullable=True),
        sa.Column("rectification_id", sa.Integer(), nullable=True),
        _sealed("reply"),
        _moment("replied_at", nullable=True),
        _moment("excluded_at", nullable=True),
        _key("excluded_by", nullable=True),
        _sealed("excluded_why"),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name="ck_rating_level"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_rating_case_id")),
        sa.ForeignKeyConstraint(
            ["rectification_id"], ["cases.id"], name=op.f("fk_rating_rectification_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint("token", name=op.f("uq_rating_token")),
        sa.UniqueConstraint("case_id", "channel", name=op.f("uq_rating_case_id_channel")),
    )
    for column in ("case_id", "rectification_id"):
        op.create_index(op.f(f"ix_rating_{column}"), "rating", [column])
    op.create_index("ix_rating_given", "rating", ["given_at", "id"])
    op.create_index("ix_rating_department_given", "rating", ["department", "given_at", "id"])


def _revisits() -> None:
    op.create_table(
        "revisit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rating_id", sa.Integer(), nullable=False),
        _moment("at"),
        _key("by"),
        _key("way"),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("satisfied", sa.Boolean(), nullable=True),
        _sealed("said"),
        sa.ForeignKeyConstraint(["rating_id"], ["rating.id"], name=op.f("fk_revisit_rating_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisit")),
    )
    op.create_index(op.f("ix_revisit_rating_id"), "revisit", ["rating_id"])


def upgrade() -> None:
    """Forward."""
    _ratings()
    _revisits()
    for statement in statements(op.get_bind().dialect.name):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Back."""
    op.drop_table("revisit")
    op.drop_table("rating")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION rating_kept()")
