"""Prove that it is true: the chains hold, and the rows are the fold of the events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import cipher, journal
from app.domain.case import fold, rows_of
from app.models import Case, CaseDocument, ChainSeal, EventText, JournalEntry
from app.services import case_rows


@dataclass(frozen=True)
class Verdict:
    """What one pass over a chain found; ``broken_at`` is the first bad entry, None where it holds."""

    chain: str
    entries: int
    head: str
    broken_at: int | None = None
    why: str = ""

    @property
    def holds(self) -> bool:
        """Whether every link was right."""
        return self.broken_at is None


def verify(session: Session, chain: str) -> Verdict:
    """Recompute every link of a chain, its free text, its head and its seals."""
    table = journal.TABLES[chain]
    prev, count = journal.GENESIS, 0
    for row in (
        session.execute(sa.select(table.__table__).order_by(table.id)).mappings().yield_per(1000)
    ):
        count += 1
        fault = _fault(row, prev, count)
        if fault:
            return Verdict(chain, count, prev, count, fault)
        prev = row["hash"]
    return _end(session, chain, count, prev)


def _fault(row: Any, prev: str, expected: int) -> str:
    """Why this entry does not follow the one before; empty where it does."""
    if row["id"] != expected:
        return f"entry {expected} is missing"
    if row["prev"] != prev:
        return f"entry {row['id']} does not follow the one before it"
    body = {name: row[name] for name in ("by", "noun", "ref", "type")}
    body |= {
        "seq": row["id"],
        "at": row["at"].isoformat(timespec="seconds"),
        "data": json.loads(row["data"]),
    }
    if "case_id" in row:
        body |= {"case_id": row["case_id"], "case_seq": row["case_seq"]}
    return "" if journal.link(prev, body) == row["hash"] else f"entry {row['id']} was changed"


def _end(session: Session, chain: str, count: int, last: str) -> Verdict:
    """The head and the seals must agree with what was read."""
    seq, digest = journal.head(session, chain)
    if (seq, digest) != (count, last):
        return Verdict(
            chain,
            count,
            last,
            count + 1,
            f"entries after {count} were cut off: the head says {seq}",
        )
    for sealed in session.execute(sa.select(ChainSeal).where(ChainSeal.chain == chain)).scalars():
        if sealed.seq > count or _hash_at(session, chain, sealed.seq) != sealed.hash:
            return Verdict(
                chain,
                count,
                last,
                sealed.seq,
                f"the seal of {sealed.at} does not fit entry {sealed.seq}",
            )
    fault = _text_fault(session) if chain == journal.RECORDS else None
    return Verdict(chain, count, last, *(fault or (None, "")))


def _hash_at(session: Session, chain: str, seq: int) -> str:
    table = journal.TABLES[chain]
    found = session.execute(sa.select(table.hash).where(table.id == seq)).scalar()
    return found or (journal.GENESIS if seq == 0 else "")


def _text_fault(session: Session) -> tuple[int, str] | None:
    """The first free text that is not what its event's HMAC says."""
    query = sa.select(EventText.entry_id, EventText.field, EventText.text, JournalEntry.data).join(
        JournalEntry, JournalEntry.id == EventText.entry_id
    )
    for row in session.execute(query.order_by(EventText.entry_id)):
        if json.loads(row.data).get(row.field) != cipher.seal_of_text(row.text):
            return row.entry_id, f"the text {row.field} of entry {row.entry_id} was changed"
    return None


@dataclass(frozen=True)
class Difference:
    """A column of a row that is not what the events say."""

    number: str
    where: str
    column: str
    row: Any
    fold: Any


def replay(session: Session) -> Iterator[Difference]:
    """Fold every case's events and compare with its rows; yields each difference."""
    for case in session.execute(sa.select(Case).order_by(Case.id)).scalars().yield_per(200):
        yield from replay_case(session, case)


def replay_case(session: Session, case: Case) -> Iterator[Difference]:
    """The differences of one case. A broken log counts as one difference."""
    logged = session.execute(
        sa.select(JournalEntry.case_seq, JournalEntry.data)
        .where(JournalEntry.case_id == case.id)
        .order_by(JournalEntry.case_seq)
    ).all()
    numbers = [row.case_seq for row in logged]
    if numbers != list(range(1, len(numbers) + 1)):
        yield Difference(case.number, "journal", "case_seq", numbers, "1…n")
        return
    try:
        expected = rows_of(fold([json.loads(row.data) for row in logged]))
    except (KeyError, TypeError, ValueError, StopIteration) as broken:
        yield Difference(case.number, "journal", "events", repr(broken), "a log that folds")
        return
    yield from _compare(case.number, "case", expected["case"], case)
    for name, (table, place, _) in PLACES.items():
        yield from _compare_table(session, case, name, expected[name], table, place)


def _compare(number: str, where: str, expected: dict[str, Any], row: Any) -> Iterator[Difference]:
    for column, value in expected.items():
        found = getattr(row, column)
        if found != value:
            yield Difference(number, where, column, found, value)


def _compare_table(
    session: Session, case: Case, name: str, expected: dict[str, Any], table: Any, place: Any
) -> Iterator[Difference]:
    rows = {
        _key_of(row, place): row
        for row in session.execute(sa.select(table).where(table.case_id == case.id)).scalars()
    }
    for key, columns in expected.items():
        wanted = tuple(sorted(place(key).items()))
        if wanted not in rows:
            yield Difference(case.number, name, key, None, columns)
        else:
            yield from _compare(case.number, f"{name} {key}", columns, rows.pop(wanted))
    for wanted, row in rows.items():
        if getattr(row, "received_at", True) is not None:
            yield Difference(case.number, name, str(wanted), "a row", None)


def _key_of(row: Any, place: Any) -> tuple[tuple[str, Any], ...]:
    """The row's place, in the terms the fold's keys are read in (any key shows the columns)."""
    return tuple(sorted((column, getattr(row, column)) for column in place("0/0#0")))


#: Part of the fold → table and how its key names a row (as the writer has it).
PLACES: dict[str, tuple[Any, Any, Any]] = {
    **case_rows.TABLES,
    "documents": (CaseDocument, lambda key: {"document": key}, None),
}
