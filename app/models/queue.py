"""The queue beside the tasks: a person's views of it, when they last looked, how long parts usually take."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Key, Model, Moment, Name


class SavedView(Model):
    """A filter of the queue under a name: one's own, or shared with a department by its head."""

    __tablename__ = "saved_view"
    __table_args__ = (sa.UniqueConstraint("owner", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[Key]
    # Whose people see it too; none where it is the owner's alone.
    department: Mapped[Key | None] = mapped_column(index=True)
    name: Mapped[Name]
    query: Mapped[str] = mapped_column(sa.String(500))
    at: Mapped[Moment]


class Look(Model):
    """What a person has seen of the queue: all that came up to a moment; and the view they begin with."""

    __tablename__ = "look"

    username: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    at: Mapped[Moment]
    view_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("saved_view.id", ondelete="SET NULL"), index=True
    )


class UsualTime(Model):
    """The working time that parts of an item usually take from the beginning of a step to their end."""

    __tablename__ = "usual_time"

    kind: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    # Empty where a part serves the whole case: acceptance, hand-over.
    item: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    step: Mapped[str] = mapped_column(sa.String(200), primary_key=True)
    seconds: Mapped[int]
    n: Mapped[int]
    at: Mapped[dt.datetime]
