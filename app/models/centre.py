"""The centre, its departments and its calendar."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import JsonDict, JsonList, Key, Model, Moment, Name, fk


class ServiceCentre(Model):
    """The one centre of this database: its name, the prefix of its numbers, its languages."""

    __tablename__ = "service_centre"
    __journal__ = "centre"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Name]
    # Part of every case number ever given: changing it begins new series, old numbers stay.
    prefix: Mapped[str] = mapped_column(sa.String(8))
    languages: Mapped[JsonList]
    # The revision in force, on the row that acts hold: read there it is fresh, whoever waited for whom.
    calendar: Mapped[int | None]
    more: Mapped[JsonDict] = mapped_column(default=dict)

    def __str__(self) -> str:
        return self.name


class Department(Model):
    """An owner of items; a tree by ``parent``. Windows that receive cases are departments too."""

    __tablename__ = "department"
    __journal__ = "department"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[Key] = mapped_column(unique=True)
    name: Mapped[Name]
    short_name: Mapped[Name | None]
    # By code and not by id: a package names its departments, and ids differ between centres.
    parent: Mapped[Key | None]
    window: Mapped[bool] = mapped_column(default=False)
    # Never deleted while a case stands on it (R98): the case must be able to name its owner.
    retired_at: Mapped[dt.datetime | None]
    more: Mapped[JsonDict] = mapped_column(default=dict)

    def __str__(self) -> str:
        return self.name


class Window(Model):
    """A counter where people are received: what stands on its sign, where it is, whose people sit there.

    It gives no right and stands in no case: a case names the department that received it, so windows
    may be numbered anew whenever the hall is.
    """

    __tablename__ = "service_window"
    __journal__ = "window"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[Key] = mapped_column(unique=True)
    name: Mapped[Name]
    kind: Mapped[Key]
    # By code, as every reference of a package.
    department: Mapped[Key]
    place: Mapped[Name | None]
    hours: Mapped[Name | None]
    retired_at: Mapped[dt.datetime | None]
    more: Mapped[JsonDict] = mapped_column(default=dict)

    def __str__(self) -> str:
        return self.name


class CalendarRevision(Model):
    """One state of the working calendar; a due date names the revision it was computed with."""

    __tablename__ = "calendar_revision"
    __journal__ = "calendar"

    id: Mapped[int] = mapped_column(primary_key=True)
    # Until the official notice of a year is in, dues in it are marked provisional (R06).
    confirmed: Mapped[JsonList]
    reason: Mapped[Name]
    at: Mapped[Moment]
    # Year → the notice that confirms it; empty where nobody gave it.
    sources: Mapped[JsonDict | None]
    days: Mapped[list[CalendarDay]] = relationship(
        cascade="all, delete-orphan", order_by="CalendarDay.day"
    )
    hours: Mapped[list[OfficeHours]] = relationship(
        cascade="all, delete-orphan", order_by="OfficeHours.opens"
    )
    closures: Mapped[list[CalendarClosure]] = relationship(
        cascade="all, delete-orphan", order_by="CalendarClosure.since"
    )

    def __str__(self) -> str:
        return str(self.id)


class CalendarDay(Model):
    """A day that differs from its weekday: a holiday, a closure, a make-up day (调休)."""

    __tablename__ = "calendar_day"
    __table_args__ = (sa.UniqueConstraint("revision_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = fk("calendar_revision.id")
    day: Mapped[dt.date]
    works: Mapped[bool]
    name: Mapped[Name | None]

    def __str__(self) -> str:
        return f"{self.day}"


class OfficeHours(Model):
    """A window of working time: of every working day, of a weekday, from a day on, or of one day."""

    __tablename__ = "office_hours"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = fk("calendar_revision.id")
    # Empty: of every working day. A day of its own replaces all of those windows, adds none.
    day: Mapped[dt.date | None]
    # From this day on; empty: always.
    since: Mapped[dt.date | None]
    # 1 is Monday; empty: every working day, make-up days too.
    weekday: Mapped[int | None]
    opens: Mapped[dt.time]
    closes: Mapped[dt.time]

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


class CalendarClosure(Model):
    """The whole centre shut from a moment to another, beside holidays: a flood, a power cut."""

    __tablename__ = "calendar_closure"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = fk("calendar_revision.id")
    since: Mapped[Moment]
    until: Mapped[Moment]
    reason: Mapped[Name]

    def __str__(self) -> str:
        return f"{self.since}-{self.until}"
