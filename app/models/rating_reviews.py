"""What follows ratings by department: a review that it asked for, and its grade of a quarter."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Encrypted, Hash, Json, Key, Model, Moment, fk


class RatingReview(Model):
    """申诉复核: the rated department holds a bad rating for untrue and says why; a supervisor decides, once."""

    __tablename__ = "rating_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    # Once a rating: what was decided is not asked again until it pleases.
    rating_id: Mapped[int] = fk("rating.id", unique=True)
    asked_at: Mapped[Moment]
    asked_by: Mapped[Key]
    why: Mapped[str] = mapped_column(Encrypted("rating_review.why"))
    decided_at: Mapped[dt.datetime | None]
    decided_by: Mapped[Key | None]
    upheld: Mapped[bool | None]
    answer: Mapped[str | None] = mapped_column(Encrypted("rating_review.answer"))


class Grading(Model):
    """季度考核: the figures and grades of all departments of one quarter, as they were when it was frozen."""

    __tablename__ = "grading"

    id: Mapped[int] = mapped_column(primary_key=True)
    quarter: Mapped[Key] = mapped_column(unique=True)
    figures: Mapped[Any] = mapped_column(Json)
    frozen_at: Mapped[Moment]
    frozen_by: Mapped[Key]
    head_seq: Mapped[int] = mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"))
    head_hash: Mapped[Hash]
