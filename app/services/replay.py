"""Prove that the rows are the fold of the events: what a case's log says against what its rows hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.domain.case import fold, rows_of
from app.models import Case, CaseDocument, JournalEntry, Task
from app.services import case_rows, correcting

#: What a log that was tampered with can make the fold raise.
UNFOLDABLE = (LookupError, TypeError, ValueError, AttributeError, StopIteration)


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
    for differences in replayed(session):
        yield from differences


def replayed(session: Session) -> Iterator[list[Difference]]:
    """The differences of each case, none where its rows are right; last those of cases without a row."""
    # In parts: a centre of ten years does not fit into memory.
    for case in session.execute(sa.select(Case).order_by(Case.id)).scalars().yield_per(200):
        yield list(replay_case(session, case))
    yield list(_without_row(session))


def _without_row(session: Session) -> Iterator[Difference]:
    """Cases that the journal knows and the tables do not."""
    query = (
        sa.select(JournalEntry.case_id, sa.func.min(JournalEntry.ref))
        .where(JournalEntry.case_id.is_not(None), JournalEntry.case_id.not_in(sa.select(Case.id)))
        .group_by(JournalEntry.case_id)
    )
    for case_id, number in session.execute(query.order_by(JournalEntry.case_id)):
        yield Difference(number, "case", "id", None, case_id)


def replay_case(session: Session, case: Case) -> Iterator[Difference]:
    """The differences of one case. A broken log counts as one difference."""
    table = JournalEntry.__table__
    query = sa.select(table).where(table.c.case_id == case.id).order_by(table.c.case_seq)
    logged = list(session.execute(query).mappings())
    fault = _log_fault(case, logged)
    if fault:
        yield fault
        return
    events = [json.loads(row["data"]) for row in logged]
    try:
        expected = rows_of(fold(events))
    except UNFOLDABLE as broken:
        yield Difference(case.number, "journal", "events", repr(broken), "a log that folds")
        return
    yield from _compare(case.number, "case", expected["case"], case)
    for name, (table_of, place, _) in PLACES.items():
        yield from _compare_table(session, case, name, expected[name], table_of, place)
    # Marks and not values: what a report says is read by whoever runs it.
    for field, now, then in correcting.differing(session, case, events):
        yield Difference(case.number, "corrected", field, now, then)


def _log_fault(case: Case, logged: list[Any]) -> Difference | None:
    """Why the log itself is not what was written: an event dropped, moved, changed, of another case."""
    numbers = [row["case_seq"] for row in logged]
    if not numbers or numbers != list(range(1, len(numbers) + 1)):
        return Difference(case.number, "journal", "case_seq", numbers, "1…n")
    # Two events exchanged keep every number in place; only the order of the entries shows it.
    entries = [row["id"] for row in logged]
    if entries != sorted(entries):
        return Difference(case.number, "journal", "id", entries, "in the order of the events")
    changed = [row["id"] for row in logged if not journal.is_intact(row)]
    if changed:
        return Difference(case.number, "journal", "hash", changed, "entries as they were written")
    # The number is in no event: a case renamed by hand would fold to the same rows.
    refs = {row["ref"] for row in logged}
    if refs != {case.number}:
        return Difference(case.number, "case", "number", case.number, ", ".join(sorted(refs)))
    return None


def _compare(number: str, where: str, expected: dict[str, Any], row: Any) -> Iterator[Difference]:
    for column, value in expected.items():
        found = getattr(row, column)
        if found != value:
            yield Difference(number, where, column, found, value)
    if isinstance(row, Task) and not row.number.startswith((f"{number}-", f"{number}/")):
        yield Difference(number, where, "number", row.number, f"{number}-…")


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
        # a line of the merged list whose paper has not come is a row without an event
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
