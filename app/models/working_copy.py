"""What an administrator has typed into one entry, as it was typed, whether or not it may stand yet."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Hash, Json, Key, Model, Moment


class WorkingCopy(Model):
    """One save of one entry: what was typed, by whom. The last is open; older ones are what forms
    that are still on somebody's screen were drawn from.
    """

    __tablename__ = "working_copy"
    __table_args__ = (sa.Index("ix_working_copy_entry", "noun", "key", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    noun: Mapped[Key]
    key: Mapped[Key]
    digest: Mapped[Hash]
    content: Mapped[Any] = mapped_column(Json)
    #: whether the rows say the same; else something of it may not stand yet
    stands: Mapped[bool]
    by: Mapped[Key]
    at: Mapped[Moment]
