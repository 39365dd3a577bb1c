"""The chains as the audit administrator reads them: heads, seals, who came in, who was given what."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from sqlalchemy.orm import Session

from app import journal
from app.models.journal import AccessEntry, ChainSeal, JournalEntry

PAGE = 25
#: Filter of the access chain → types of its entries; what is in none of them is shown under "all".
ACCESS_KINDS: Mapping[str, tuple[str, ...]] = {
    "failed": ("login_failed",),
    "refused": ("refused", "tried"),
    "read": (
        "unmasked",
        "printed",
        "paper_taken",
        "file_read",
        "file_asked",
        "file_taken",
        "exported",
        "taken_out",
    ),
    "login": ("login", "logout"),
}
#: Nouns of the records that say who was given what.
GRANTS = ("account", "role")


@dataclass(frozen=True)
class Chain:
    """Where a chain stands: its head, up to where it is sealed, what its last verification said."""

    name: str
    entries: int
    head: str
    sealed: Any
    verified: Any


def chains(session: Session) -> list[Chain]:
    """Both chains; nothing is recomputed."""
    return [_chain(session, name) for name in journal.TABLES]


def _chain(session: Session, name: str) -> Chain:
    seals = sa.select(ChainSeal.seq, ChainSeal.at).where(ChainSeal.chain == name)
    verified = sa.select(AccessEntry.at, AccessEntry.by, AccessEntry.data).where(
        AccessEntry.noun == "chain", AccessEntry.ref == name, AccessEntry.type == "verified"
    )
    sealed = session.execute(seals.order_by(ChainSeal.id.desc()).limit(1)).first()
    last = session.execute(verified.order_by(AccessEntry.id.desc()).limit(1)).first()
    found = {"at": last.at, "by": last.by, **json.loads(last.data)} if last else None
    return Chain(name, *journal.head(session, name), sealed, found)


def last_sealed(session: Session) -> datetime | None:
    """When time last acted: every run of the tick seals what is an hour old."""
    return session.scalar(sa.select(sa.func.max(ChainSeal.at)))


def last_record(session: Session, noun: str) -> Any:
    """The newest record about a noun, or None."""
    query = sa.select(JournalEntry.at, JournalEntry.ref).where(JournalEntry.noun == noun)
    return session.execute(query.order_by(JournalEntry.id.desc()).limit(1)).first()


def access(session: Session, kind: str, after: int | None) -> tuple[list[Any], int | None]:
    """A page of the access chain, the latest first; ``kind`` is one of the filters or empty."""
    wanted = ACCESS_KINDS.get(kind, ())
    return _page(session, AccessEntry, [AccessEntry.type.in_(wanted)] if wanted else [], after)


def grants(session: Session, after: int | None) -> tuple[list[Any], int | None]:
    """A page of the records of accounts and roles, the latest first."""
    return _page(session, JournalEntry, [JournalEntry.noun.in_(GRANTS)], after)


def names(session: Session, entries: Collection[Any]) -> dict[str, str]:
    """Names of who acted and of whose account it was, by user name."""
    asked = {entry.by for entry in entries} | {entry.ref for entry in entries}
    query = sa.select(User.username, User.last_name.concat(User.first_name))
    return dict(session.execute(query.where(User.username.in_(asked))).tuples().all())


def _page(
    session: Session, table: Any, where: list[Any], after: int | None
) -> tuple[list[Any], int | None]:
    beyond = [table.id < after] if after is not None else []
    columns = (table.id, table.at, table.by, table.noun, table.ref, table.type, table.data)
    query = sa.select(*columns).where(*where, *beyond).order_by(table.id.desc()).limit(PAGE + 1)
    rows = list(session.execute(query))
    return rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None
