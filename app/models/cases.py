"""The case and what hangs on it. Columns that mirror the fold are written by services.cases alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Hash, Json, JsonDict, JsonList, Key, Model, Moment, Name, fk


def _like(column: str) -> Callable[[Any], Any]:
    """The value that another column of the same new row is given."""
    return lambda context: context.get_current_parameters().get(column)


def _counted(name: str, *columns: str, only: str = "", **more: Any) -> sa.Index:
    """An index by which a bulletin counts: without what is void, so that this is asked of no entry."""
    where = sa.text(f"{only}(outcome IS NULL OR outcome != 'void')")
    return sa.Index(name, *columns, sqlite_where=where, postgresql_where=where, **more)


def _of_appeals(name: str, *columns: str) -> sa.Index:
    where = sa.text("kind = 'appeal'")
    return sa.Index(name, *columns, sqlite_where=where, postgresql_where=where)


class Case(Model):
    """One 办件: the header that lists and lights read; its parts are tasks."""

    __tablename__ = "cases"
    __table_args__ = (
        sa.Index("ix_cases_phase_due", "phase", "due_at", "id"),
        sa.Index("ix_cases_window_received", "window", "received_at", "id"),
        # An index and no constraint: SQLite would make the whole table anew for a constraint.
        sa.Index("ix_cases_closed", "closed_at"),
        sa.Index("ix_cases_received", "received_at"),
        # All that a bulletin counts of a case: it walks these and no row.
        # The id: SQLite's own indexes have it, and PostgreSQL would fetch the row for it.
        _counted(
            "ix_cases_begun", "version_id", "received_at", "closed_at", postgresql_include=["id"]
        ),
        _counted("ix_cases_ended", "version_id", "closed_at", "received_at"),
        # The kind first, though it is the same in all: two columns that are known are more than one.
        _of_appeals("ix_cases_appeals", "kind", "closed_at", "id", "version_id"),
        # What the case is of that an appeal names: read from here, and no row (services.covering).
        sa.Index("ix_cases_number_version", "number", "version_id"),
        sa.Index("ix_cases_external", "external_source", "external_ref", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(40), unique=True)
    kind: Mapped[Key]
    # The version it was received under; an edited row never reaches a running case (R99).
    version_id: Mapped[int] = fk("service_version.id")
    blueprint: Mapped[Hash]
    name: Mapped[Name]
    # The case of which a refused part was applied for again (R49): found from that one too.
    follows: Mapped[str | None] = mapped_column(sa.String(40), index=True)
    # Copied out of the blueprint: lists of hundreds of cases read no blueprint.
    lead: Mapped[Key | None]
    window: Mapped[Key]
    applicant: Mapped[Name]
    # 首问负责: who the applicant came to first answers for it until it is handed over.
    first_contact: Mapped[Key | None]
    # Fixed at receipt: answers corrected later choose no others, only reclassifying does.
    chosen: Mapped[JsonList]
    phase: Mapped[Key]
    received_at: Mapped[Moment]
    complete_at: Mapped[dt.datetime | None]
    accepted_at: Mapped[dt.datetime | None]
    deemed: Mapped[bool] = mapped_column(default=False)
    told: Mapped[int] = mapped_column(default=0)
    # What the first notice named; a later supplement may ask for nothing else (R23).
    missing_first: Mapped[list[str] | None] = mapped_column(Json)
    debts: Mapped[dict[str, Any] | None] = mapped_column(Json)
    term: Mapped[int | None]
    # None is not issued yet; an empty list is issued with nothing granted. The two differ.
    issued: Mapped[list[str] | None] = mapped_column(Json)
    revoked: Mapped[JsonList]
    barred: Mapped[JsonList]
    links: Mapped[JsonList]
    closed_at: Mapped[dt.datetime | None]
    outcome: Mapped[Key | None]
    last_at: Mapped[Moment]
    seq: Mapped[int]
    promise_at: Mapped[dt.datetime | None]
    promise_warn: Mapped[dt.datetime | None]
    legal_at: Mapped[dt.datetime | None]
    legal_warn: Mapped[dt.datetime | None]
    due_at: Mapped[dt.datetime | None]
    warn_at: Mapped[dt.datetime | None]
    provisional: Mapped[bool] = mapped_column(default=False)
    uncertain: Mapped[bool] = mapped_column(default=False)
    # The worst of its own light and its running parts' (R51); kept, for lists ask it of every row.
    light_due: Mapped[dt.datetime | None]
    light_warn: Mapped[dt.datetime | None]
    clock: Mapped[dict[str, Any] | None] = mapped_column(Json)
    # What another system, or a sheet, calls it; sent again under the same number it is the same case.
    external_source: Mapped[Key | None]
    external_ref: Mapped[Key | None]


class Task(Model):
    """One part of a case that somebody does; the queue is a list of these."""

    __tablename__ = "task"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "key"),
        sa.Index("ix_task_department_queue", "state", "department", "sort_at", "id"),
        sa.Index("ix_task_owner_queue", "state", "owner", "sort_at", "id"),
        sa.Index("ix_task_queue", "state", "sort_at", "id"),
        sa.Index("ix_task_department_rank", "state", "department", "rank_at", "id"),
        sa.Index("ix_task_rank", "state", "rank_at", "id"),
        sa.Index("ix_task_entered", "state", "entered_at"),
        sa.Index("ix_task_opened", "opened_at"),
        # All that a bulletin counts of a part, and of none but departments'.
        _counted(
            "ix_task_begun", "department", "opened_at", "closed_at", only="kind = 'work' AND "
        ),
        _counted(
            "ix_task_ended", "department", "closed_at", "opened_at", only="kind = 'work' AND "
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = fk("cases.id")
    key: Mapped[Key]
    number: Mapped[str] = mapped_column(sa.String(48), unique=True)
    kind: Mapped[Key]
    item: Mapped[Key | None]
    name: Mapped[Name]
    theme: Mapped[Name | None]
    applicant: Mapped[Name]
    gates: Mapped[bool]
    department: Mapped[Key]
    owner: Mapped[Key | None]
    # Who stood in for the owner: the decision is theirs to answer for, not the owner's.
    acted_by: Mapped[Key | None]
    state: Mapped[Key]
    outcome: Mapped[Key | None]
    steps: Mapped[JsonList]
    step: Mapped[int]
    step_name: Mapped[Name]
    round: Mapped[int]
    opened_at: Mapped[dt.datetime | None]
    closed_at: Mapped[dt.datetime | None]
    held: Mapped[bool]
    promise_at: Mapped[dt.datetime | None]
    promise_warn: Mapped[dt.datetime | None]
    legal_at: Mapped[dt.datetime | None]
    legal_warn: Mapped[dt.datetime | None]
    due_at: Mapped[dt.datetime | None]
    warn_at: Mapped[dt.datetime | None]
    provisional: Mapped[bool]
    uncertain: Mapped[bool] = mapped_column(default=False)
    clock: Mapped[dict[str, Any] | None] = mapped_column(Json)
    # When somebody goes to see the place, while that is arranged and not on record.
    visit_at: Mapped[dt.datetime | None]
    # Never NULL: empty values sort first on one database and last on the other.
    sort_at: Mapped[Moment]
    # From here on it is no part of the fold (services.ranks): by when it is to be begun, since when
    # and by whom it stands where it stands, when somebody last asked for it.
    rank_at: Mapped[Moment] = mapped_column(
        default=_like("sort_at"), server_default="9999-12-31 00:00:00"
    )
    entered_at: Mapped[dt.datetime | None] = mapped_column(default=_like("opened_at"))
    entered_by: Mapped[Key | None]
    reminded_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class Hold(Model):
    """An interval in which a task waits (挂起): a supplement, a special procedure, force majeure."""

    __tablename__ = "hold"
    __table_args__ = (sa.UniqueConstraint("case_id", "task", "hold_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = fk("cases.id")
    task: Mapped[Key]
    # Counted within the task by the fold, so replaying gives each hold the same number.
    hold_id: Mapped[int]
    kind: Mapped[Key]
    effect: Mapped[Key]
    since: Mapped[Moment]
    # Open while it lasts: a light then shows that the clock stands, whatever day it is.
    until: Mapped[dt.datetime | None]
    expected: Mapped[dt.datetime | None]
    documents: Mapped[JsonList]
    got: Mapped[JsonList]
    notice: Mapped[Key | None]


class Card(Model):
    """A yellow or red card: written once, never removed (R61, R62)."""

    __tablename__ = "card"
    # Two ticks at once write one card: the second finds the place taken.
    __table_args__ = (
        sa.UniqueConstraint("case_id", "clock", "limit_name"),
        sa.Index("ix_card_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = fk("cases.id")
    clock: Mapped[Key]
    limit_name: Mapped[Key]
    colour: Mapped[Key]
    at: Mapped[Moment]


class CaseDocument(Model):
    """One line of the merged list in one case: what it is, whether it came, which points were ticked."""

    __tablename__ = "case_document"
    __table_args__ = (sa.UniqueConstraint("case_id", "document"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = fk("cases.id")
    document: Mapped[Key]
    name: Mapped[Name]
    # None where a paper came that the list did not ask for; it is kept and given back.
    necessity: Mapped[Key | None]
    copies: Mapped[JsonDict]
    points: Mapped[JsonList]
    received_at: Mapped[dt.datetime | None]
