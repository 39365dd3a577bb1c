"""The revision in force stands on the centre's row, which acts on cases hold."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.add_column("service_centre", sa.Column("calendar", sa.Integer(), nullable=True))
    op.execute("UPDATE service_centre SET calendar = (SELECT max(id) FROM calendar_revision)")


def downgrade() -> None:
    """Back."""
    op.drop_column("service_centre", "calendar")
