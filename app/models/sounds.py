"""How the names of the dictionaries sound, beside their tables: found by initials on any database."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Model


class Sound(Model):
    """The initials of a row's names; a table of its own, so that no row's journal speaks of it."""

    __tablename__ = "sound"

    noun: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    initials: Mapped[str] = mapped_column(sa.String(500))
