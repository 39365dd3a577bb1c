"""Who asks: applicant, agent, answers and the intake in progress. Personal values are encrypted."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import (
    Encrypted,
    EncryptedJson,
    Hash,
    Json,
    Key,
    Model,
    Moment,
    Name,
    fk,
)


class Applicant(Model):
    """The person or organisation that applies; the name is in clear and searchable (spine §9)."""

    __tablename__ = "applicant"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = fk("cases.id", unique=True)
    name: Mapped[Name] = mapped_column(index=True)
    organisation: Mapped[Name | None]
    id_type: Mapped[Key]
    # Encryption gives another text each time, so equality is asked of the blind index beside it.
    # The context names table and column: a value copied into another column does not open there.
    id_number: Mapped[str | None] = mapped_column(Encrypted("applicant.id_number"))
    id_number_index: Mapped[str | None] = mapped_column(sa.String(40), index=True)
    credit_code: Mapped[str | None] = mapped_column(Encrypted("applicant.credit_code"))
    credit_code_index: Mapped[str | None] = mapped_column(sa.String(40), index=True)
    phone: Mapped[str | None] = mapped_column(Encrypted("applicant.phone"))
    phone_index: Mapped[str | None] = mapped_column(sa.String(40), index=True)
    # Whoever broke a promise gets no deferral and no commitment until it is repaired (R28, R31).
    bad_credit: Mapped[bool] = mapped_column(default=False)


class Agent(Model):
    """Who came to the window for the applicant."""

    __tablename__ = "agent"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = fk("cases.id", unique=True)
    name: Mapped[Name]
    id_type: Mapped[Key]
    id_number: Mapped[str | None] = mapped_column(Encrypted("agent.id_number"))
    id_number_index: Mapped[str | None] = mapped_column(sa.String(40), index=True)
    phone: Mapped[str | None] = mapped_column(Encrypted("agent.phone"))
    phone_index: Mapped[str | None] = mapped_column(sa.String(40), index=True)


class Answer(Model):
    """One answer of the one form; personal kinds in ``sealed``, searchable ones also in text, number, day."""

    __tablename__ = "answer"
    __table_args__ = (sa.UniqueConstraint("case_id", "field"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = fk("cases.id")
    field: Mapped[Key]
    kind: Mapped[Key]
    # One of the two is filled: which one, the kind of the field decides and no clerk does.
    value: Mapped[Any | None] = mapped_column(Json)
    sealed: Mapped[Any | None] = mapped_column(EncryptedJson("answer.sealed"))
    index_text: Mapped[str | None] = mapped_column(sa.String(200), index=True)
    # Not float: an amount compared with a limit must not differ by its last binary digit.
    index_number: Mapped[Decimal | None] = mapped_column(sa.Numeric(18, 4))
    index_day: Mapped[dt.date | None]
    # Whoever judged what only a person can judge at the counter; None where the applicant said it.
    by: Mapped[Key | None]


class Draft(Model):
    """An intake in progress, saved as it is typed; everything typed is encrypted."""

    __tablename__ = "draft"
    __table_args__ = (sa.Index("ix_draft_owner_updated", "owner", "updated_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[Key] = mapped_column(unique=True)
    # A window has two clerks at one counter: a colleague goes on with what the owner began.
    owner: Mapped[Key]
    window: Mapped[Key]
    kind: Mapped[Key]
    code: Mapped[Key]
    version_id: Mapped[int] = fk("service_version.id")
    content: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("draft.content"))
    # Telling once is a duty: what the first notice named is all that may be asked for later
    # (R23, R53), so the first notice keeps its own list however often it is printed again.
    told_at: Mapped[dt.datetime | None]
    told_by: Mapped[Key | None]
    told: Mapped[int] = mapped_column(default=0)
    told_documents: Mapped[list[str] | None] = mapped_column(Json)
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]
    # Set when it is received, and never emptied: a retried receipt finds its case by this.
    case_id: Mapped[int | None] = fk("cases.id")
    # Two tabs of one draft: the older one is told, instead of writing over the newer.
    version: Mapped[int] = mapped_column(default=1)


class Attachment(Model):
    """A file of an intake or a case; its bytes stand sealed in the store, under the hash of what stands there."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    # One of the two: receipt hands what was added to the intake on to its case, number and all.
    case_id: Mapped[int | None] = fk("cases.id")
    draft_id: Mapped[int | None] = fk("draft.id")
    # What it answers, where a form asked for it; it is seen by whoever sees that answer.
    field: Mapped[Key | None]
    document: Mapped[Key | None]
    # A file's name says whose it is as often as its content does.
    name: Mapped[str] = mapped_column(Encrypted("attachment.name"))
    media_type: Mapped[Key]
    size: Mapped[int]
    # Of the content: what an archive's list is held against, and what tells the same file twice.
    sha256: Mapped[Hash] = mapped_column(index=True)
    # Of the sealed bytes: where they stand, and proof without a key that they are those that were put there.
    # Not unique: what an application that follows takes over stands there once, and two rows name it.
    stored: Mapped[Hash] = mapped_column(index=True)
    preview: Mapped[Hash | None] = mapped_column(index=True)
    # The case it was handed in with, where it was taken over from that.
    taken_from: Mapped[str | None] = mapped_column(sa.String(40))
    by: Mapped[Key]
    at: Mapped[Moment]
    # What somebody decided from is not taken away: it is struck out, and the reason stands beside it.
    struck_at: Mapped[dt.datetime | None]
    struck_by: Mapped[Key | None]
    struck_why: Mapped[str | None] = mapped_column(Encrypted("attachment.struck_why"))
