"""好差评: what applicants said of a closed case, what was replied, and the calls made afterwards."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Encrypted, Hash, Key, Model, Moment, Name, fk


class Rating(Model):
    """One rating of a closed case by one channel: a link first, a level once somebody used it (R90)."""

    __tablename__ = "rating"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "channel"),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name="ck_rating_level"),
        sa.Index("ix_rating_given", "given_at", "id"),
        sa.Index("ix_rating_level", "level", "given_at", "excluded_at"),
        sa.Index("ix_rating_department_given", "department", "given_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = fk("cases.id")
    channel: Mapped[Key]
    # Copied from the case: averages and lists read no case.
    department: Mapped[Key | None]
    item: Mapped[Key]
    name: Mapped[Name]
    # The link is worked out of this and the centre's key; the table alone opens no link.
    salt: Mapped[Key]
    token: Mapped[Hash] = mapped_column(unique=True)
    made_at: Mapped[Moment]
    made_by: Mapped[Key]
    expires_at: Mapped[Moment]
    # None is not rated, and counts nowhere: silence is no praise.
    level: Mapped[int | None]
    words: Mapped[str | None] = mapped_column(Encrypted("rating.words"))
    contact: Mapped[bool] = mapped_column(default=False)
    given_at: Mapped[dt.datetime | None]
    rectification_id: Mapped[int | None] = fk("cases.id")
    reply: Mapped[str | None] = mapped_column(Encrypted("rating.reply"))
    replied_at: Mapped[dt.datetime | None]
    excluded_at: Mapped[dt.datetime | None]
    excluded_by: Mapped[Key | None]
    excluded_why: Mapped[str | None] = mapped_column(Encrypted("rating.excluded_why"))


class Revisit(Model):
    """回访: one call on somebody who rated badly; who was not reached is called on again."""

    __tablename__ = "revisit"

    id: Mapped[int] = mapped_column(primary_key=True)
    rating_id: Mapped[int] = fk("rating.id")
    at: Mapped[Moment]
    by: Mapped[Key]
    way: Mapped[Key]
    reached: Mapped[bool]
    satisfied: Mapped[bool | None]
    said: Mapped[str | None] = mapped_column(Encrypted("revisit.said"))
