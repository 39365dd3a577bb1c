"""Appeals: how they came in and about whom, questions, call-backs, the problem group, findings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.models.guards import OF_FINDINGS, unguard_findings

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

revision = "0023"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLES = (
    "finding", "group_member", "group_item", "call_back", "appeal_question", "appeal_department", "appeal",
)  # fmt: skip


def _key(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=64), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[sa.DateTime]:
    return sa.Column(name, sa.DateTime(), nullable=nullable)


def _sealed(name: str, *, nullable: bool = True) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=nullable)


def _of_case(name: str, *columns: sa.Column[object]) -> None:
    """A table whose rows are of a case, each named by its place in the case's log."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f(f"fk_{name}_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("case_id", "nth", name=op.f(f"uq_{name}_case_id_nth")),
    )
    op.create_index(op.f(f"ix_{name}_case_id"), name, ["case_id"])


def _appeal() -> None:
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        _key("channel"),
        sa.Column("about", sa.String(length=40), nullable=True),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("given", JSON, nullable=False),
        _moment("fed_back_at", nullable=True),
        _key("external_ref", nullable=True),
        _sealed("said", nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_appeal_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
    )
    op.create_index(op.f("ix_appeal_case_id"), "appeal", ["case_id"], unique=True)
    op.create_index("ix_appeal_external_ref", "appeal", ["external_ref"])
    op.create_table(
        "appeal_department",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        _key("department"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_appeal_department_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_department")),
        sa.UniqueConstraint(
            "case_id", "department", name=op.f("uq_appeal_department_case_id_department")
        ),
    )
    op.create_index(op.f("ix_appeal_department_case_id"), "appeal_department", ["case_id"])
    op.create_index(
        "ix_appeal_department_department", "appeal_department", ["department", "case_id"]
    )


def _group() -> None:
    _of_case(
        "group_item", _key("task"), _key("by"), _moment("at"), _moment("decided_at", nullable=True),
        _key("decided_by", nullable=True), _key("carried_by", nullable=True), _moment("until", nullable=True),
        _moment("done_at", nullable=True), _key("done_by", nullable=True),
        _sealed("reason"), _sealed("decision"), _sealed("outcome"),
    )  # fmt: skip
    op.create_index("ix_group_item_carried_by", "group_item", ["carried_by", "done_at"])
    op.create_table(
        "group_member",
        sa.Column("id", sa.Integer(), nullable=False),
        _key("person"),
        _key("by"),
        _moment("at"),
        _moment("ended_at", nullable=True),
        _key("ended_by", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_member")),
    )
    op.create_index("ix_group_member_person", "group_member", ["person", "ended_at"])


def upgrade() -> None:
    """Forward."""
    _appeal()
    _of_case(
        "appeal_question", _key("task"), _key("department"), _key("by"), _moment("at"), _moment("until"),
        _moment("answered_at", nullable=True), _key("answered_by", nullable=True),
        _sealed("question"), _sealed("answer"),
    )  # fmt: skip
    waiting = ["department", "answered_at", "until"]
    op.create_index("ix_appeal_question_waiting", "appeal_question", waiting)
    _of_case("call_back", _key("result"), _key("by"), _moment("at"), _sealed("said"))
    _group()
    _of_case(
        "finding", _key("task"), _key("department"), _key("by"), _moment("at"), _moment("until"),
        _moment("settled_at", nullable=True), _key("settled_by", nullable=True),
        _sealed("measures"), _sealed("settled"),
    )  # fmt: skip
    op.create_index("ix_finding_department", "finding", ["department", "at", "id"])
    for statement in OF_FINDINGS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Back."""
    for statement in unguard_findings(op.get_bind().dialect.name):
        op.execute(statement)
    for table in TABLES:
        op.drop_table(table)
