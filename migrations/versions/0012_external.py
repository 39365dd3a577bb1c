"""The number by which another system knows a case: once for each source."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

COLUMNS = ["external_source", "external_ref"]
INDEX = "ix_cases_external"


def upgrade() -> None:
    """Forward."""
    for name in COLUMNS:
        op.add_column("cases", sa.Column(name, sa.String(length=64), nullable=True))
    op.create_index(INDEX, "cases", COLUMNS, unique=True)


def downgrade() -> None:
    """Back."""
    op.drop_index(INDEX, table_name="cases")
    for name in reversed(COLUMNS):
        op.drop_column("cases", name)
