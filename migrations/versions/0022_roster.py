"""AB posts: shifts, leave, swaps, training, terms, calendars that follow along, gaps that were named."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def _key(name: str, *, nullable: bool = False, length: int = 64) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[sa.DateTime]:
    return sa.Column(name, sa.DateTime(), nullable=nullable)


def _table(name: str, *columns: sa.Column[object], **more: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *more.values(),
    )


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _shifts() -> None:
    _table(
        "shift",
        _key("window"),
        sa.Column("day", sa.Date(), nullable=False),
        _moment("since"),
        _moment("until"),
        _key("a", nullable=True),
        _key("b", nullable=True),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _key("changed_by"),
        _moment("changed_at"),
        once=_unique("shift", "window", "since"),
    )
    op.create_index(op.f("ix_shift_day"), "shift", ["day"])
    op.create_index("ix_shift_a", "shift", ["a", "day"])
    op.create_index("ix_shift_b", "shift", ["b", "day"])


def _leave() -> None:
    _table(
        "leave",
        _key("person"),
        _moment("since"),
        _moment("until"),
        _key("kind"),
        _key("state"),
        sa.Column("why", sa.LargeBinary(), nullable=True),
        _key("stands_in", nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        _moment("taken_at", nullable=True),
        sa.Column("cover_id", sa.Integer(), nullable=True),
        _key("by"),
        _moment("at"),
        _key("answered_by", nullable=True),
        _moment("answered_at", nullable=True),
        cover=sa.ForeignKeyConstraint(["cover_id"], ["cover.id"], name=op.f("fk_leave_cover_id")),
    )
    op.create_index("ix_leave_person", "leave", ["person", "until"])
    op.create_index("ix_leave_state", "leave", ["state", "until"])
    op.create_index(op.f("ix_leave_stands_in"), "leave", ["stands_in"])


def _swaps() -> None:
    shifts = {
        column: sa.ForeignKeyConstraint(
            [column], ["shift.id"], name=op.f(f"fk_swap_{column}"), ondelete="CASCADE"
        )
        for column in ("shift_id", "return_id")
    }
    _table(
        "swap",
        sa.Column("shift_id", sa.Integer(), nullable=False),
        _key("person"),
        _key("other"),
        sa.Column("return_id", sa.Integer(), nullable=True),
        _key("state"),
        _moment("at"),
        _moment("answered_at", nullable=True),
        **shifts,
    )
    for column in ("shift_id", "person", "other", "return_id"):
        op.create_index(op.f(f"ix_swap_{column}"), "swap", [column])


def _people() -> None:
    _table(
        "training_record",
        _key("person"),
        _key("quarter", length=6),
        _key("topic", length=200),
        _key("window", nullable=True),
        sa.Column("done_on", sa.Date(), nullable=False),
        _key("by"),
        _moment("at"),
    )
    op.create_index("ix_training_record_quarter", "training_record", ["quarter", "person"])
    _table(
        "post_terms",
        _key("person"),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("windows", JSON, nullable=False),
        once=_unique("post_terms", "person"),
    )


def _told() -> None:
    _table(
        "post_feed",
        _key("token"),
        _key("kind"),
        _key("subject"),
        _key("by"),
        _moment("at"),
        _moment("revoked_at", nullable=True),
        _key("revoked_by", nullable=True),
        once=_unique("post_feed", "token"),
    )
    op.create_index("ix_post_feed_subject", "post_feed", ["kind", "subject"])
    _table(
        "post_gap",
        _key("window"),
        _moment("since"),
        _moment("until"),
        _moment("named_at"),
        once=_unique("post_gap", "window", "since"),
    )


def upgrade() -> None:
    """Forward."""
    _shifts()
    _leave()
    _swaps()
    _people()
    _told()


def downgrade() -> None:
    """Back."""
    for table in (
        "post_gap", "post_feed", "post_terms", "training_record", "swap", "leave", "shift",
    ):  # fmt: skip
        op.drop_table(table)
