"""督办: what a supervisor orders about a part of a case, and what is answered to it."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Encrypted, Key, Model, Moment, Name, fk


class Order(Model):
    """One order: to whom, about which part, by when, and the answer once there is one."""

    __tablename__ = "supervision_order"
    __table_args__ = (sa.Index("ix_supervision_order_open", "answered_at", "due_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = fk("cases.id")
    # Of the part, as the queue has it: TASK-03.
    number: Mapped[str] = mapped_column(sa.String(48), index=True)
    name: Mapped[Name]
    department: Mapped[Key] = mapped_column(index=True)
    owner: Mapped[Key | None]
    # May name people: sealed, and in no entry of the journal.
    text: Mapped[str] = mapped_column(Encrypted("supervision_order.text"))
    by: Mapped[Key]
    at: Mapped[Moment]
    due_at: Mapped[Moment]
    answer: Mapped[str | None] = mapped_column(Encrypted("supervision_order.answer"))
    answered_by: Mapped[Key | None]
    answered_at: Mapped[dt.datetime | None]
