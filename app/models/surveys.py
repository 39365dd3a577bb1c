"""Appointments of site surveys with each department's record, and requests that somebody answers."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import JsonList, Key, Model, Moment, fk


class Survey(Model):
    """One part's share of a visit to the place (现场核查): when, who comes, what was found."""

    __tablename__ = "survey"
    # One visit, a record of each department that came.
    __table_args__ = (sa.UniqueConstraint("case_id", "visit", "task"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = fk("cases.id")
    # Counted within the case by the fold; parts with the same number come together.
    visit: Mapped[int]
    task: Mapped[Key]
    at: Mapped[Moment]
    # Nobody yet: asked along, and not said who comes.
    people: Mapped[JsonList]
    outcome: Mapped[Key | None]
    recorded_at: Mapped[dt.datetime | None]
    recorded_by: Mapped[Key | None]


class Approval(Model):
    """A request (请示) that another answers: to void, to ask for a paper again, to extend a limit."""

    __tablename__ = "approval"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "ask"),
        sa.Index("ix_approval_waiting", "wanted", "answer", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = fk("cases.id")
    ask: Mapped[int]
    verb: Mapped[Key]
    task: Mapped[Key | None]
    # The role that answers; of a part's extension the head of its department.
    wanted: Mapped[Key]
    by: Mapped[Key]
    at: Mapped[Moment]
    answer: Mapped[Key | None]
    answered_by: Mapped[Key | None]
    answered_at: Mapped[dt.datetime | None]
