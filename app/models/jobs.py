"""Work that a request proposes and that is carried out apart from it: seen, leased, done once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Json, Key, Model, Moment, Text


class Job(Model):
    """One piece of work. ``proposed`` waits for its confirmation, ``waiting`` for a worker; a worker
    that dies leaves a lease that ends, and another goes on.
    """

    __tablename__ = "job"
    __table_args__ = (sa.Index("ix_job_state", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[Key] = mapped_column(unique=True)
    kind: Mapped[Key]
    state: Mapped[Key]
    title: Mapped[Text]
    payload: Mapped[Any] = mapped_column(Json)
    result: Mapped[Any | None] = mapped_column(Json)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    by: Mapped[Key]
    at: Mapped[Moment]
    lease_until: Mapped[dt.datetime | None]
    finished_at: Mapped[dt.datetime | None]
