"""What a case gives out: papers, results, the one delivery, its file for the archive; and the counters of numbers."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Encrypted, EncryptedJson, Hash, Key, Model, Moment, Name, fk


class NumberSeries(Model):
    """A gapless counter: taken by UPDATE … RETURNING in the transaction that uses the number."""

    __tablename__ = "number_series"

    # The series is the key, so taking a number locks this row alone and no other series waits.
    key: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    last: Mapped[int]


class Paper(Model):
    """A numbered, dated paper of a case; numbers are gapless by kind and year, void ones are kept (R26)."""

    __tablename__ = "paper"
    # The counter already gives each number once; this holds where somebody writes past it.
    __table_args__ = (sa.UniqueConstraint("kind", "year", "serial"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # Neither of both only where nobody came back with what they were told: the number stays (R26).
    case_id: Mapped[int | None] = fk("cases.id")
    draft_id: Mapped[int | None] = fk("draft.id")
    task: Mapped[Key | None]
    kind: Mapped[Key]
    title: Mapped[Name]
    number: Mapped[str] = mapped_column(sa.String(80), unique=True)
    year: Mapped[int]
    serial: Mapped[int]
    copies: Mapped[int] = mapped_column(default=1)
    issued_at: Mapped[Moment]
    by: Mapped[Key]
    # A name nobody can guess: numbers could be counted up by whoever holds one paper.
    token: Mapped[Key] = mapped_column(unique=True)
    # Blocks and values as given out: an edited template must not change a paper in a hand.
    content: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("paper.content"))
    # Keyed, of number and content: printed on the sheet and shown where it is checked.
    mark: Mapped[str | None] = mapped_column(sa.String(16))
    printed: Mapped[int] = mapped_column(default=0)
    void_at: Mapped[dt.datetime | None]
    void_by: Mapped[Key | None]
    void_why: Mapped[str | None] = mapped_column(Encrypted("paper.void_why"))
    # The archived sheet: where its sealed bytes stand, and the hash of the file that is handed out.
    pdf: Mapped[Hash | None] = mapped_column(unique=True)
    pdf_sha256: Mapped[Hash | None]


class Result(Model):
    """What a granted part gives: a certificate with its number and validity."""

    __tablename__ = "result"
    # A reopened part may grant again; the result of the first round stays to be read.
    __table_args__ = (sa.UniqueConstraint("case_id", "task", "round"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = fk("cases.id")
    task: Mapped[Key]
    round: Mapped[int]
    document: Mapped[Key | None]
    name: Mapped[Name]
    number: Mapped[str | None] = mapped_column(Encrypted("result.number"))
    number_index: Mapped[str | None] = mapped_column(sa.String(40), index=True)
    valid_from: Mapped[dt.date | None]
    valid_until: Mapped[dt.date | None]
    at: Mapped[Moment]


class Delivery(Model):
    """The one hand-over of a case to the applicant."""

    __tablename__ = "delivery"

    id: Mapped[int] = mapped_column(primary_key=True)
    # Two counters may press at once: the second hand-over is refused by the database.
    case_id: Mapped[int] = fk("cases.id", unique=True)
    way: Mapped[Key]
    receiver: Mapped[str | None] = mapped_column(Encrypted("delivery.receiver"))
    tracking: Mapped[Key | None]
    # The applicant, or somebody for them, and what that one showed.
    collector: Mapped[Key | None]
    receiver_id_type: Mapped[Key | None]
    at: Mapped[Moment]
    by: Mapped[Key]


class CaseFile(Model):
    """案卷: a closed case as one file for the archive, made by a worker for a purpose that was stated.

    What the centre has already (scans, archived papers) is named by its hash and kept once; ``stored``
    holds what was made for this file, and the list that it is put together by (ADR 0042).
    """

    __tablename__ = "case_file"
    __table_args__ = (sa.UniqueConstraint("case_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = fk("cases.id")
    # First, second, … file of the case: what is made later says what was done since.
    seq: Mapped[int]
    by: Mapped[Key]
    asked_at: Mapped[Moment]
    purpose: Mapped[str] = mapped_column(Encrypted("case_file.purpose"))
    # Of the work, which is forgotten in time; it says how far it is, and whether it failed.
    job_id: Mapped[int | None]
    # Empty until it is made.
    made_at: Mapped[dt.datetime | None]
    sha256: Mapped[Hash | None]
    # Of its list of contents: what somebody who has unpacked it can hold against this row.
    manifest: Mapped[Hash | None]
    size: Mapped[int | None] = mapped_column(sa.BigInteger)
    entries: Mapped[int | None]
    # The same content again is the same file: then several rows name one.
    stored: Mapped[Hash | None] = mapped_column(index=True)


class IdempotencyKey(Model):
    """What an act under this key answered: a retry gets the same answer and does nothing twice."""

    __tablename__ = "idempotency_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[Key]
    key: Mapped[Key]
    act: Mapped[str] = mapped_column(sa.String(120))
    # Empty while the act is under way: a key is reserved before it is answered.
    location: Mapped[str] = mapped_column(sa.String(300))
    at: Mapped[Moment] = mapped_column(index=True)

    # By owner: a key guessed from another person's form must not show where that one led.
    __table_args__ = (sa.UniqueConstraint("owner", "key"),)
