"""The two chains (records and access), their heads and seals, and the free text beside the events."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Encrypted, Hash, Key, Model, Moment, Text


class JournalEntry(Model):
    """One change of a case, of the configuration or of a grant; ``id`` is its place in the chain."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        sa.Index("ix_journal_entry_case", "case_id", "case_seq", unique=True),
        sa.Index("ix_journal_entry_noun_ref", "noun", "ref"),
        # The trail of a person, of a noun: the latest first, a page at a time, at any length.
        sa.Index("ix_journal_entry_by_at", "by", "at", "id"),
        sa.Index("ix_journal_entry_noun_at", "noun", "at", "id"),
    )

    id: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[Moment] = mapped_column(index=True)
    by: Mapped[Key]
    noun: Mapped[Key]
    ref: Mapped[str] = mapped_column(sa.String(128))
    case_id: Mapped[int | None]
    # Unique with the case: two acts that both decided from one state cannot both be written.
    case_seq: Mapped[int | None]
    type: Mapped[Key]
    data: Mapped[Text]
    prev: Mapped[Hash]
    hash: Mapped[Hash]


class AccessEntry(Model):
    """One login, reading of personal data, export or refusal; its own chain, its own transaction."""

    __tablename__ = "access_entry"
    __table_args__ = (
        sa.Index("ix_access_entry_noun_ref", "noun", "ref"),
        sa.Index("ix_access_entry_by_at", "by", "at", "id"),
        sa.Index("ix_access_entry_type_at", "type", "at", "id"),
    )

    id: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[Moment] = mapped_column(index=True)
    by: Mapped[Key]
    noun: Mapped[Key]
    ref: Mapped[str] = mapped_column(sa.String(128))
    type: Mapped[Key]
    data: Mapped[Text]
    prev: Mapped[Hash]
    hash: Mapped[Hash]
    # Beside the data and not in it: a purpose may hold a name, and this chain is never edited.
    purpose: Mapped[str | None] = mapped_column(Encrypted("access_entry.purpose"))


class ChainHead(Model):
    """The last link of each chain: the row that writers lock, directly before COMMIT."""

    __tablename__ = "chain_head"

    chain: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    seq: Mapped[int]
    hash: Mapped[Hash]


class ChainSeal(Model):
    """A head kept aside, hourly and in every bulletin: a cut tail is found up to the last seal.

    ``hash`` is keyed (``journal.mark``): the database alone does not suffice to forge one.
    """

    __tablename__ = "chain_seal"

    id: Mapped[int] = mapped_column(primary_key=True)
    chain: Mapped[str] = mapped_column(sa.String(16), index=True)
    seq: Mapped[int]
    hash: Mapped[Hash]
    at: Mapped[Moment]


class EventText(Model):
    """Free text of an event (a reason, an opinion): encrypted here, its HMAC in the event."""

    __tablename__ = "event_text"
    __table_args__ = (sa.Index("ix_event_text_entry", "entry_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # No foreign key: a text whose entry is gone must be found by verify, not swept by a cascade.
    entry_id: Mapped[int] = mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"))
    field: Mapped[Key]
    text: Mapped[str] = mapped_column(Encrypted("event_text.text"))
