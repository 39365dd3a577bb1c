"""Covers, assistance, notes, the first-asked owner; the inbox and what goes out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

#: Whoever received a case was asked first, as its page has said all along.
FIRST = """UPDATE cases SET first_contact = (
  SELECT "by" FROM journal_entry e WHERE e.case_id = cases.id AND e.case_seq = 1)"""


def _key(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=64), nullable=nullable)


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


def _case(table: str) -> dict[str, sa.schema.SchemaItem]:
    return {
        "case": sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f(f"fk_{table}_case_id")
        )
    }


def _covers() -> None:
    _table(
        "cover",
        _key("person"),
        _key("stands_in"),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        _key("by"),
        _moment("at"),
        _moment("ended_at", nullable=True),
        _key("ended_by", nullable=True),
    )
    op.create_index("ix_cover_stands_in", "cover", ["stands_in", "until"])
    op.create_index("ix_cover_person", "cover", ["person", "until"])


def _of_cases() -> None:
    _table(
        "assistance",
        sa.Column("case_id", sa.Integer(), nullable=False),
        _key("kind"),
        _key("person"),
        _moment("appointed_at"),
        sa.Column("place", sa.LargeBinary(), nullable=True),
        _key("by"),
        _moment("at"),
        _key("outcome", nullable=True),
        sa.Column("said", sa.LargeBinary(), nullable=True),
        _moment("ended_at", nullable=True),
        _key("ended_by", nullable=True),
        **_case("assistance"),
    )
    op.create_index(op.f("ix_assistance_case_id"), "assistance", ["case_id"])
    _table(
        "case_note",
        sa.Column("case_id", sa.Integer(), nullable=False),
        _key("department", nullable=True),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        _key("by"),
        _moment("at"),
        **_case("case_note"),
    )
    op.create_index(op.f("ix_case_note_case_id"), "case_note", ["case_id"])


def _messages() -> None:
    _table(
        "message",
        _key("person"),
        sa.Column("occasion", sa.String(length=200), nullable=False),
        _key("kind"),
        _key("number", nullable=True),
        sa.Column("content", JSON, nullable=False),
        _moment("at"),
        _moment("read_at", nullable=True),
        once=sa.UniqueConstraint("person", "occasion", name=op.f("uq_message_person_occasion")),
    )
    op.create_index(op.f("ix_message_occasion"), "message", ["occasion"])
    op.create_index("ix_message_unread", "message", ["person", "read_at"])
    _table(
        "outbox_message",
        _key("token"),
        _key("channel"),
        _key("person", nullable=True),
        _key("kind"),
        _key("number", nullable=True),
        sa.Column("content", JSON, nullable=False),
        _key("state"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _moment("at"),
        _moment("next_at"),
        _moment("lease_until", nullable=True),
        _moment("sent_at", nullable=True),
        _key("why", nullable=True),
        once=sa.UniqueConstraint("token", name=op.f("uq_outbox_message_token")),
    )
    op.create_index("ix_outbox_message_state", "outbox_message", ["state", "next_at"])


def upgrade() -> None:
    """Forward."""
    _covers()
    _of_cases()
    _messages()
    op.add_column("cases", _key("first_contact", nullable=True))
    op.execute(FIRST)


def downgrade() -> None:
    """Back."""
    op.drop_column("cases", "first_contact")
    for table in ("outbox_message", "message", "case_note", "assistance", "cover"):
        op.drop_table(table)
