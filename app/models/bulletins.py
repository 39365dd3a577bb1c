"""通报: the figures of a period, drawn up, then published and from then on as they are."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.bulletin import Period
from app.models.base import Hash, Json, Key, Model, Moment, Name, Text


class Bulletin(Model):
    """One bulletin; once it is published nothing of it changes (R78).

    ``figures`` stand for the moment ``drawn_at``, when the records ended with entry ``head_seq``.
    """

    __tablename__ = "bulletin"
    __table_args__ = (sa.Index("ix_bulletin_since", "since", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[Name]
    since: Mapped[dt.date]
    until: Mapped[dt.date]
    # What people say about the figures; the figures themselves nobody types.
    words: Mapped[Text] = mapped_column(default="")
    figures: Mapped[Any] = mapped_column(Json)
    drawn_at: Mapped[Moment]
    drawn_by: Mapped[Key]
    head_seq: Mapped[int] = mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"))
    head_hash: Mapped[Hash]
    published_at: Mapped[dt.datetime | None]
    published_by: Mapped[Key | None]

    @property
    def period(self) -> Period:
        """The days it is about."""
        return Period(self.since, self.until)

    def __str__(self) -> str:
        return self.title
