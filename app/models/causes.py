"""What was decided about repeat causes of appeals; a decision stays as it was written."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Encrypted, Key, Model, Moment, Name


class CauseDecision(Model):
    """One decision: about which cause, what of the catalogue changes, or why nothing does."""

    __tablename__ = "cause_decision"
    __table_args__ = (sa.Index("ix_cause_decision_cause", "code", "department", "subject", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # The three that make a cause; empty and never NULL, so that they compare alike on both databases.
    code: Mapped[Key]
    department: Mapped[Key]
    subject: Mapped[str] = mapped_column(sa.String(140))
    # What was looked at: so many appeals in these days.
    since: Mapped[dt.date]
    until: Mapped[dt.date]
    appeals: Mapped[int]
    outcome: Mapped[Key]
    # The entry of the catalogue that changes, and what it was called then.
    noun: Mapped[Key | None]
    key: Mapped[Key | None]
    name: Mapped[Name | None]
    # May name people: sealed, and in no entry of the journal.
    why: Mapped[str] = mapped_column(Encrypted("cause_decision.why"))
    by: Mapped[Key]
    at: Mapped[Moment]
