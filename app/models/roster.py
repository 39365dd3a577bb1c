"""AB posts: who sits where and when, who is away, who changes with whom, who was trained, who follows along."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Encrypted, Hash, JsonList, Key, Model, Moment, Name


class Shift(Model):
    """A window from a moment to another with its A and its B (R85); an empty seat is one nobody was found for."""

    __tablename__ = "shift"
    __table_args__ = (
        # Where it is and when it begins is what a shift is: generated anew it stays the same row.
        sa.UniqueConstraint("window", "since"),
        sa.Index("ix_shift_a", "a", "day"),
        sa.Index("ix_shift_b", "b", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    window: Mapped[Key]
    day: Mapped[dt.date] = mapped_column(index=True)
    since: Mapped[Moment]
    until: Mapped[Moment]
    a: Mapped[Key | None]
    b: Mapped[Key | None]
    # Set by hand: a rotation made anew leaves it as it is.
    edited: Mapped[bool] = mapped_column(default=False)
    # Calendars that follow along tell a change by it.
    version: Mapped[int] = mapped_column(default=0)
    changed_by: Mapped[Key]
    changed_at: Mapped[Moment]


class Leave(Model):
    """Somebody is away from a moment to another; only what is approved counts."""

    __tablename__ = "leave"
    __table_args__ = (
        sa.Index("ix_leave_person", "person", "until"),
        sa.Index("ix_leave_state", "state", "until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[Key]
    since: Mapped[Moment]
    until: Mapped[Moment]
    kind: Mapped[Key]
    state: Mapped[Key]
    # Why somebody is away may be an illness.
    why: Mapped[str | None] = mapped_column(Encrypted("leave.why"))
    # Who takes the work over, what they must know, and when they said they have it.
    stands_in: Mapped[Key | None] = mapped_column(index=True)
    note: Mapped[str | None] = mapped_column(Encrypted("leave.note"))
    taken_at: Mapped[dt.datetime | None]
    cover_id: Mapped[int | None] = mapped_column(sa.ForeignKey("cover.id"))
    by: Mapped[Key]
    at: Mapped[Moment]
    answered_by: Mapped[Key | None]
    answered_at: Mapped[dt.datetime | None]


class Swap(Model):
    """One asks another to sit in their place, for a shift of the other's or for nothing in return."""

    __tablename__ = "swap"

    id: Mapped[int] = mapped_column(primary_key=True)
    shift_id: Mapped[int] = mapped_column(sa.ForeignKey("shift.id", ondelete="CASCADE"), index=True)
    person: Mapped[Key] = mapped_column(index=True)
    other: Mapped[Key] = mapped_column(index=True)
    # What is given in return; none where it is a favour.
    return_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("shift.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[Key]
    at: Mapped[Moment]
    answered_at: Mapped[dt.datetime | None]


class TrainingRecord(Model):
    """Somebody was trained, in which quarter, in what (R87)."""

    __tablename__ = "training_record"
    __table_args__ = (sa.Index("ix_training_record_quarter", "quarter", "person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[Key]
    quarter: Mapped[str] = mapped_column(sa.String(6))
    topic: Mapped[Name]
    window: Mapped[Key | None]
    done_on: Mapped[dt.date]
    by: Mapped[Key]
    at: Mapped[Moment]


class PostTerms(Model):
    """What a rotation knows of a person beyond where they work: their share, and the windows they know."""

    __tablename__ = "post_terms"

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[Key] = mapped_column(unique=True)
    # In hundredths of a full post; none at all takes them out of the rotation.
    share: Mapped[int]
    # Empty: every window of their departments.
    windows: Mapped[JsonList]


class PostFeed(Model):
    """An address under which a calendar program reads somebody's shifts, or a window's."""

    __tablename__ = "post_feed"
    __table_args__ = (sa.Index("ix_post_feed_subject", "kind", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # Only its hash: who reads the table, or a backup of it, cannot follow anybody.
    token: Mapped[Hash] = mapped_column(unique=True)
    kind: Mapped[Key]
    subject: Mapped[Key]
    by: Mapped[Key]
    at: Mapped[Moment]
    revoked_at: Mapped[dt.datetime | None]
    revoked_by: Mapped[Key | None]


class PostGap(Model):
    """Hours in which nobody sits at a window, once they were named to those who answer for it."""

    __tablename__ = "post_gap"
    __table_args__ = (sa.UniqueConstraint("window", "since"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    window: Mapped[Key]
    since: Mapped[Moment]
    until: Mapped[Moment]
    named_at: Mapped[Moment]
