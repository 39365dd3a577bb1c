"""Who stands in for whom, who helps an applicant with what, and what colleagues write down for each other."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Encrypted, Key, Model, Moment, fk


class Cover(Model):
    """One person stands in for another from day to day; both days are whole, and it ends by itself."""

    __tablename__ = "cover"
    __table_args__ = (
        sa.Index("ix_cover_stands_in", "stands_in", "until"),
        sa.Index("ix_cover_person", "person", "until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[Key]
    stands_in: Mapped[Key]
    since: Mapped[dt.date]
    until: Mapped[dt.date]
    by: Mapped[Key]
    at: Mapped[Moment]
    # Ended before its last day, because somebody came back.
    ended_at: Mapped[dt.datetime | None]
    ended_by: Mapped[Key | None]


class Assistance(Model):
    """帮办, 代办, 上门服务: a colleague who helps the applicant, when, and what came of it."""

    __tablename__ = "assistance"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = fk("cases.id")
    kind: Mapped[Key]
    person: Mapped[Key]
    appointed_at: Mapped[Moment]
    # Where somebody is called on is where they live.
    place: Mapped[str | None] = mapped_column(Encrypted("assistance.place"))
    by: Mapped[Key]
    at: Mapped[Moment]
    outcome: Mapped[Key | None]
    said: Mapped[str | None] = mapped_column(Encrypted("assistance.said"))
    ended_at: Mapped[dt.datetime | None]
    ended_by: Mapped[Key | None]


class CaseNote(Model):
    """What a colleague wrote down for the others; no paper and no applicant ever says it."""

    __tablename__ = "case_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = fk("cases.id")
    # Whose people read it; none where it is for all who handle the case.
    department: Mapped[Key | None]
    # May hold names, as every free text.
    text: Mapped[str] = mapped_column(Encrypted("case_note.text"))
    by: Mapped[Key]
    at: Mapped[Moment]
