"""The file of a closed case for the archive; what follows a case is found from it, its scans are kept once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

revision = "0016"
down_revision = "0022"
branch_labels = None
depends_on = None

CASES = sa.table(
    "cases", sa.column("id", sa.Integer()), sa.column("links", JSON), sa.column("follows", sa.String())
)
#: Files whose bytes two rows may name: those of the first case and of the one that follows it.
SHARED = ("stored", "preview")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "case_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("purpose", sa.LargeBinary(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("manifest", sa.String(length=64), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=True),
        sa.Column("stored", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_file_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
        sa.UniqueConstraint("case_id", "seq", name=op.f("uq_case_file_case_id_seq")),
    )
    op.create_index(op.f("ix_case_file_case_id"), "case_file", ["case_id"])
    op.create_index(op.f("ix_case_file_stored"), "case_file", ["stored"])
    op.add_column("cases", sa.Column("follows", sa.String(length=40), nullable=True))
    _found()
    op.create_index(op.f("ix_cases_follows"), "cases", ["follows"])
    with op.batch_alter_table("attachment") as table:
        table.add_column(sa.Column("taken_from", sa.String(length=40), nullable=True))
        for name in SHARED:
            table.drop_constraint(op.f(f"uq_attachment_{name}"), type_="unique")
            table.create_index(op.f(f"ix_attachment_{name}"), [name])


def _found() -> None:
    """What a case follows stands among its links; few have any."""
    connection = op.get_bind()
    linked = sa.select(CASES.c.id, CASES.c.links).where(sa.cast(CASES.c.links, sa.Text()) != "[]")
    for number, links in connection.execute(linked).all():
        first = [link["case"] for link in links if link.get("why") == "applied_again"]
        if first:
            mine = sa.update(CASES).where(CASES.c.id == number)
            connection.execute(mine.values(follows=first[0]))


def downgrade() -> None:
    """Back; what was taken over without bytes of its own goes."""
    op.execute("DELETE FROM attachment WHERE taken_from IS NOT NULL")
    with op.batch_alter_table("attachment") as table:
        for name in reversed(SHARED):
            table.drop_index(op.f(f"ix_attachment_{name}"))
            table.create_unique_constraint(op.f(f"uq_attachment_{name}"), [name])
        table.drop_column("taken_from")
    op.drop_index(op.f("ix_cases_follows"), table_name="cases")
    op.drop_column("cases", "follows")
    op.drop_index(op.f("ix_case_file_stored"), table_name="case_file")
    op.drop_index(op.f("ix_case_file_case_id"), table_name="case_file")
    op.drop_table("case_file")
