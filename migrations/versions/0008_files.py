"""Files stand sealed in the store, named by their hash; the bytes leave the table as they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ATTACHMENT = sa.table(
    "attachment",
    sa.column("id", sa.Integer()),
    sa.column("content", sa.LargeBinary()),
    sa.column("stored", sa.String()),
)


def upgrade() -> None:
    """Forward; what was stored when the rest fails is swept as nobody's."""
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.add_column(sa.Column("stored", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("preview", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("struck_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("struck_by", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("struck_why", sa.LargeBinary(), nullable=True))
    _out()
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.alter_column("stored", existing_type=sa.String(length=64), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_attachment_stored"), ["stored"])
        batch_op.create_unique_constraint(batch_op.f("uq_attachment_preview"), ["preview"])
        batch_op.drop_column("content")


def _out() -> None:
    """Sealed as they were, so no key is asked for; one at a time, for a file may be large."""
    from app import files

    connection, one = op.get_bind(), ATTACHMENT.c
    # A row without bytes was never a file anybody could open.
    connection.execute(sa.delete(ATTACHMENT).where(one.content.is_(None)))
    for number in connection.execute(sa.select(one.id)).scalars().all():
        mine = one.id == number
        sealed = connection.execute(sa.select(one.content).where(mine)).scalar_one()
        name = files.keep(bytes(sealed))
        connection.execute(sa.update(ATTACHMENT).where(mine).values(stored=name))


def downgrade() -> None:
    """Back; the bytes return into the table, the store is left as it is."""
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.add_column(sa.Column("content", sa.LargeBinary(), nullable=True))
    _in()
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_attachment_preview"), type_="unique")
        batch_op.drop_constraint(batch_op.f("uq_attachment_stored"), type_="unique")
        for name in ("stored", "preview", "struck_at", "struck_by", "struck_why"):
            batch_op.drop_column(name)


def _in() -> None:
    from app import files

    connection, one = op.get_bind(), ATTACHMENT.c
    for number, stored in connection.execute(sa.select(one.id, one.stored)).tuples().all():
        sealed = files.sealed(stored)
        mine = one.id == number
        connection.execute(sa.update(ATTACHMENT).where(mine).values(content=sealed))
