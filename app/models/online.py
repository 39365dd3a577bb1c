"""网上诉求: what a person sent before the window registered it, and what opens its progress page."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Encrypted, Hash, Key, Model, Moment, fk


class OnlineAppeal(Model):
    """One appeal as it came in online; its words leave it when they stand in a case."""

    __tablename__ = "online_appeal"
    __table_args__ = (sa.Index("ix_online_appeal_waiting", "settled_at", "received_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[Key] = mapped_column(unique=True)
    # Of the code that opens its progress: the code itself is the person's alone.
    code: Mapped[Hash] = mapped_column(unique=True)
    # The department whose window registers it; none where it is about that one: then any other does (R80).
    window: Mapped[Key | None]
    department: Mapped[Key | None]
    received_at: Mapped[Moment]
    due_at: Mapped[Moment]
    name: Mapped[str | None] = mapped_column(Encrypted("online_appeal.name"))
    phone: Mapped[str | None] = mapped_column(Encrypted("online_appeal.phone"))
    said: Mapped[str | None] = mapped_column(Encrypted("online_appeal.said"))
    about: Mapped[str | None] = mapped_column(Encrypted("online_appeal.about"))
    settled_at: Mapped[dt.datetime | None]
    settled_by: Mapped[Key | None]
    case_id: Mapped[int | None] = fk("cases.id")
    # Why it became no case, as the person reads it.
    reason: Mapped[str | None] = mapped_column(Encrypted("online_appeal.reason"))
