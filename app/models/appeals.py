"""诉求 and what it leaves: the registration, questions to departments, call-backs, the group, findings.

Columns that mirror the fold are written by services.cases alone; the words beside them are encrypted.
"""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Encrypted, JsonList, Key, Model, Moment, fk


class Appeal(Model):
    """What was registered of an appeal: how it came in, about whom, and what the person said."""

    __tablename__ = "appeal"
    __table_args__ = (
        sa.Index("ix_appeal_external_ref", "external_ref"),
        # All that a bulletin reads of an appeal.
        sa.Index("ix_appeal_counted", "case_id", "channel", "about"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = fk("cases.id", unique=True)
    channel: Mapped[Key]
    # Number of the case it is about; a number and no key: it may be of a system before ours.
    about: Mapped[str | None] = mapped_column(sa.String(40))
    # The department complained of is not told who complained, unless the person allowed it.
    anonymous: Mapped[bool] = mapped_column(default=True)
    given: Mapped[JsonList]
    fed_back_at: Mapped[dt.datetime | None]
    # The hotline's number. Not unique: whoever calls again about the same gets a second case (R79).
    external_ref: Mapped[Key | None]
    said: Mapped[str] = mapped_column(Encrypted("appeal.said"))


class AppealDepartment(Model):
    """One of the departments that an appeal is about; its people do nothing in the case (R73)."""

    __tablename__ = "appeal_department"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "department"),
        sa.Index("ix_appeal_department_department", "department", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = fk("cases.id")
    department: Mapped[Key]


class AppealQuestion(Model):
    """请部门说明: what a department must answer and until when; all of a case that it ever sees."""

    __tablename__ = "appeal_question"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "nth"),
        sa.Index("ix_appeal_question_waiting", "department", "answered_at", "until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = fk("cases.id")
    nth: Mapped[int]
    task: Mapped[Key]
    department: Mapped[Key]
    by: Mapped[Key]
    at: Mapped[Moment]
    until: Mapped[Moment]
    answered_at: Mapped[dt.datetime | None]
    answered_by: Mapped[Key | None]
    question: Mapped[str | None] = mapped_column(Encrypted("appeal_question.question"))
    answer: Mapped[str | None] = mapped_column(Encrypted("appeal_question.answer"))


class CallBack(Model):
    """回访: whether the person was reached after the answer, and content."""

    __tablename__ = "call_back"
    __table_args__ = (sa.UniqueConstraint("case_id", "nth"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = fk("cases.id")
    nth: Mapped[int]
    result: Mapped[Key]
    by: Mapped[Key]
    at: Mapped[Moment]
    said: Mapped[str | None] = mapped_column(Encrypted("call_back.said"))


class GroupItem(Model):
    """A hard case before the 问题处理小组: what it decided, who carries it out, that it was done."""

    __tablename__ = "group_item"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "nth"),
        sa.Index("ix_group_item_carried_by", "carried_by", "done_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = fk("cases.id")
    nth: Mapped[int]
    task: Mapped[Key]
    by: Mapped[Key]
    at: Mapped[Moment]
    decided_at: Mapped[dt.datetime | None]
    decided_by: Mapped[Key | None]
    carried_by: Mapped[Key | None]
    until: Mapped[dt.datetime | None]
    done_at: Mapped[dt.datetime | None]
    done_by: Mapped[Key | None]
    reason: Mapped[str | None] = mapped_column(Encrypted("group_item.reason"))
    decision: Mapped[str | None] = mapped_column(Encrypted("group_item.decision"))
    outcome: Mapped[str | None] = mapped_column(Encrypted("group_item.outcome"))


class GroupMember(Model):
    """Somebody sits in the 问题处理小组 from a moment on; who left stays on record."""

    __tablename__ = "group_member"
    __table_args__ = (sa.Index("ix_group_member_person", "person", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[Key]
    by: Mapped[Key]
    at: Mapped[Moment]
    ended_at: Mapped[dt.datetime | None]
    ended_by: Mapped[Key | None]


class Finding(Model):
    """监督问责: an upheld complaint against a department; written once and never removed (R73)."""

    __tablename__ = "finding"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "nth"),
        sa.Index("ix_finding_department", "department", "at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = fk("cases.id")
    nth: Mapped[int]
    task: Mapped[Key]
    department: Mapped[Key]
    by: Mapped[Key]
    at: Mapped[Moment]
    until: Mapped[Moment]
    settled_at: Mapped[dt.datetime | None]
    settled_by: Mapped[Key | None]
    measures: Mapped[str | None] = mapped_column(Encrypted("finding.measures"))
    settled: Mapped[str | None] = mapped_column(Encrypted("finding.settled"))
