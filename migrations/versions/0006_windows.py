"""Windows as rows of their own; what was typed as somebody's counter becomes one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WINDOW = sa.table(
    "service_window",
    *(sa.column(name) for name in ("code", "name", "kind", "department")),
    sa.column("more", JSON),
)
STAFF = sa.table("staff", sa.column("department"), sa.column("window"))
SOUND = sa.table("sound", *(sa.column(name) for name in ("noun", "key", "initials")))
DEPARTMENT = sa.table("department", sa.column("code"), sa.column("window", sa.Boolean()))


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "service_window",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("hours", sa.String(length=200), nullable=True),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.Column("more", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_window")),
        sa.UniqueConstraint("code", name=op.f("uq_service_window_code")),
    )
    _make_windows()


def _make_windows() -> None:
    """A window for each counter that somebody sits at; without a department it stays words."""
    connection = op.get_bind()
    counters = sa.select(STAFF.c.department, STAFF.c.window).distinct()
    counters = counters.where(STAFF.c.department.is_not(None), STAFF.c.window.is_not(None))
    general = set(
        connection.execute(sa.select(DEPARTMENT.c.code).where(DEPARTMENT.c.window)).scalars()
    )
    rows = connection.execute(counters.order_by(STAFF.c.department, STAFF.c.window)).all()
    for number, (department, name) in enumerate(rows, start=1):
        code, kind = f"W{number:02}", "general" if department in general else "dedicated"
        window = {"code": code, "name": name, "kind": kind, "department": department, "more": {}}
        connection.execute(sa.insert(WINDOW).values(**window))
        sits = (STAFF.c.department == department, STAFF.c.window == name)
        connection.execute(sa.update(STAFF).where(*sits).values(window=code))
        _sound(code, name)


def _sound(code: str, name: str) -> None:
    from app.services.sounds import LONGEST, initials

    row = {"noun": "windows", "key": code, "initials": initials(name)[:LONGEST]}
    op.get_bind().execute(sa.insert(SOUND).values(**row))


def downgrade() -> None:
    """Back: everybody's counter is words again."""
    name = sa.select(WINDOW.c.name).where(WINDOW.c.code == STAFF.c.window).scalar_subquery()
    named = STAFF.c.window.in_(sa.select(WINDOW.c.code))
    op.get_bind().execute(sa.update(STAFF).where(named).values(window=sa.func.substr(name, 1, 64)))
    op.get_bind().execute(sa.delete(SOUND).where(SOUND.c.noun == "windows"))
    op.drop_table("service_window")
