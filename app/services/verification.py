"""Prove that the chains hold: every link, every free text beside it, the head and the seals."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import cipher, journal
from app.domain.case import TEXT_FIELDS
from app.models import ChainHead, ChainSeal, EventText
from app.services.replay import Difference, replay, replay_case, replayed

__all__ = ["Difference", "Verdict", "replay", "replay_case", "replayed", "verify"]

#: Entries read at once.
PART = 1000
#: The contexts that the two kinds of free text are encrypted under.
TEXT, PURPOSE = "event_text.text", "access_entry.purpose"

#: The first bad entry and what is wrong there.
Fault = tuple[int, str] | None
Went = Callable[[int], None]


@dataclass(frozen=True)
class Verdict:
    """What one pass over a chain found; ``broken_at`` is the first bad entry, None where it holds.

    ``sealed`` is the last entry that a seal vouches for, and when. What is cut off after it, with
    the head put back to match, cannot be found.
    """

    chain: str
    entries: int
    head: str
    broken_at: int | None = None
    why: str = ""
    sealed: tuple[int, datetime] | None = None

    @property
    def holds(self) -> bool:
        """Whether every link was right."""
        return self.broken_at is None


def verify(session: Session, chain: str, *, went: Went = lambda _count: None) -> Verdict:
    """Recompute every link of a chain with its free text, each seal on the way, and its head.

    ``went`` is told how many entries were found right, now and then.
    """
    run = _Run(chain, _seals(session, chain))
    # A chain may have been sealed while it was empty: that seal stands before the first entry.
    fault: Fault = run.against_seals()
    for row, texts in _entries(session, chain):
        fault = fault or run.link_fault(row) or _text_fault(row, texts)
        if fault:
            break
        # Only now: what a fault names must be the first entry that is not right.
        run.count, run.last = row["id"], row["hash"]
        fault = run.against_seals()
        if run.count % PART == 0:
            went(run.count)
    return run.verdict(fault or run.end_fault(session))


class _Run:
    """One pass over a chain: how far it is right, and the seals that lie ahead."""

    def __init__(self, chain: str, seals: list[ChainSeal]) -> None:
        self.chain, self.seals = chain, seals
        self.count, self.last = 0, journal.GENESIS
        self.sealed: ChainSeal | None = None

    def verdict(self, fault: Fault) -> Verdict:
        """What is said of the chain."""
        sealed = (self.sealed.seq, self.sealed.at) if self.sealed else None
        at, why = fault or (None, "")
        return Verdict(self.chain, self.count, self.last, at, why, sealed)

    def link_fault(self, row: Any) -> Fault:
        """Why this entry does not follow the one before."""
        expected = self.count + 1
        if row["id"] != expected:
            return expected, f"entry {expected} is missing"
        if not journal.is_intact(row):
            return expected, f"entry {expected} was changed"
        if row["prev"] != self.last:
            return expected, f"entry {expected} does not follow the one before it"
        return None

    def against_seals(self) -> Fault:
        """Why the seals of the entry just passed do not fit it."""
        while self.seals and self.seals[0].seq == self.count:
            seal = self.seals.pop(0)
            if journal.mark(self.chain, seal.seq, self.last, seal.at) != seal.hash:
                good = self.sealed.seq if self.sealed else 0
                why = (
                    f"entries {good + 1} to {seal.seq} are not those that were sealed on {seal.at}"
                )
                return good + 1, why
            self.sealed = seal
        return None

    def end_fault(self, session: Session) -> Fault:
        """Why the head, the seals ahead or texts left over do not fit the last entry."""
        after = self.count + 1
        if self.seals:
            seal = self.seals[0]
            return after, f"entries from {after} are cut off: {seal.seq} was sealed on {seal.at}"
        query = sa.select(ChainHead.seq, ChainHead.hash).filter_by(chain=self.chain)
        head = session.execute(query).one_or_none()
        if head is None:
            return after, "the head is missing"
        if head.seq > self.count:
            return after, f"entries from {after} are cut off: the head says {head.seq}"
        if tuple(head) != (self.count, self.last):
            return self.count, f"the head was changed: it does not fit entry {self.count}"
        return self._left_over(session) if self.chain == journal.RECORDS else None

    def _left_over(self, session: Session) -> Fault:
        beyond = sa.not_(EventText.entry_id.between(1, self.count))
        found = session.execute(sa.select(sa.func.min(EventText.entry_id)).where(beyond)).scalar()
        return None if found is None else (found, f"there is a text of entry {found}, but no entry")


def _seals(session: Session, chain: str) -> list[ChainSeal]:
    query = sa.select(ChainSeal).filter_by(chain=chain).order_by(ChainSeal.seq, ChainSeal.id)
    return list(session.execute(query).scalars())


def _entries(session: Session, chain: str) -> Iterator[tuple[Any, dict[str, bytes]]]:
    """Each entry with the encrypted text beside it, by field; read in parts, whatever the length."""
    table = journal.TABLES[chain].__table__
    columns = [_raw(column) for column in table.columns]
    query = sa.select(*columns).order_by(table.c.id).execution_options(yield_per=PART)
    # Whoever finds a fault reads no further: the cursor goes with the reading, not some time later.
    with session.execute(query) as found:
        for rows in found.mappings().partitions():
            whole = rows[0]["id"], rows[-1]["id"]
            texts = _texts(session, *whole) if chain == journal.RECORDS else {}
            for row in rows:
                purpose = {"purpose": row["purpose"]} if row.get("purpose") is not None else {}
                yield row, texts.get(row["id"], purpose)


def _raw(column: Any) -> Any:
    """Encrypted columns as they are stored: one that cannot be read is a finding, not an error."""
    sealed = isinstance(column.type, sa.types.TypeDecorator)
    return sa.type_coerce(column, sa.LargeBinary).label(column.name) if sealed else column


def _texts(session: Session, first: int, last: int) -> dict[int, dict[str, bytes]]:
    found: dict[int, dict[str, bytes]] = {}
    query = sa.select(EventText.entry_id, EventText.field, _raw(EventText.__table__.c.text))
    for entry, field, text in session.execute(query.where(EventText.entry_id.between(first, last))):
        found.setdefault(entry, {})[field] = bytes(text)
    return found


def _text_fault(row: Any, texts: dict[str, bytes]) -> Fault:
    """Why the free text of an entry is not what its HMACs say: changed, taken away or slipped in."""
    data, number = json.loads(row["data"]), row["id"]
    of_case = row.get("case_id") is not None
    fields = TEXT_FIELDS if of_case else ("purpose",)
    said = {name: data[name] for name in fields if isinstance(data.get(name), str)}
    for name in sorted(said.keys() | texts.keys()):
        if name not in texts:
            return number, f"the text {name} of entry {number} is missing"
        if _hmac(texts[name], PURPOSE if "case_id" not in row else TEXT) != said.get(name):
            return number, f"the text {name} of entry {number} was changed, or its key is not here"
    return None


def _hmac(stored: bytes, context: str) -> str | None:
    try:
        return cipher.seal_of_text(cipher.unseal(stored, context=context).decode())
    except cipher.CipherError:
        return None
