"""What the house tells a person, and what of it goes out: written with the act, sent by the worker."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import JsonDict, Key, Model, Moment


class Message(Model):
    """One line of a person's inbox. It names the case and its item, never a person of it."""

    __tablename__ = "message"
    __table_args__ = (
        # The occasion it tells of: who is told of it once is not told of it twice.
        sa.UniqueConstraint("person", "occasion"),
        sa.Index("ix_message_unread", "person", "read_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[Key]
    occasion: Mapped[str] = mapped_column(sa.String(200), index=True)
    kind: Mapped[Key]
    # The case's number, or that of the part.
    number: Mapped[Key | None]
    content: Mapped[JsonDict]
    at: Mapped[Moment]
    read_at: Mapped[dt.datetime | None]


class OutboxMessage(Model):
    """A message on its way out by one channel; its token is the same however often it is tried."""

    __tablename__ = "outbox_message"
    __table_args__ = (sa.Index("ix_outbox_message_state", "state", "next_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(sa.String(64), unique=True)
    channel: Mapped[Key]
    # Whose address is looked up when it is sent; none where a channel is the centre's own.
    person: Mapped[Key | None]
    kind: Mapped[Key]
    number: Mapped[Key | None]
    content: Mapped[JsonDict]
    state: Mapped[Key]
    attempts: Mapped[int]
    at: Mapped[Moment]
    next_at: Mapped[Moment]
    lease_until: Mapped[dt.datetime | None]
    sent_at: Mapped[dt.datetime | None]
    # The sort of failure, never the words of whoever refused it: they may repeat the message.
    why: Mapped[Key | None]
