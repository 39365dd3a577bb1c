"""A sheet tried before anything is received: every row through the forms and through receipt, which is undone."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app import transaction
from app.domain.case import Refusal
from app.jobs.receiving_sorts import Ready, Sort
from app.jobs.work import Work
from app.refusals import sentence
from app.services import external, jobs, receiving_many
from app.services.sheet_reading import Row, Sheet

#: Rows tried between two words of how far it is.
TRIED = 20
#: Where what is wrong is about the row as a whole.
WHOLE = ""


class _Rehearsed(Exception):
    """A row was received only to see whether it can be."""


@dataclass(frozen=True)
class Taken:
    """A sheet taken out: what it holds, and its rows."""

    sort: Sort
    sheet: Sheet

    def place(self, row: Row, name: str) -> list[Any]:
        """Sheet, row, column's letter and heading of what is wrong; the row's first cell where no column is named."""
        titles = {column.name: column.title for column in self.sort.columns}
        letter = self.sheet.letters.get(name, "A")
        return [self.sheet.name, row.number, letter, titles.get(name, _("Whole row"))]

    def in_order(self, wrong: dict[str, str]) -> list[tuple[str, str]]:
        """What is wrong with a row from its first cell to its last; what is about the whole row comes before."""
        places = {name: at for at, name in enumerate(self.sheet.letters, start=1)}
        return sorted(wrong.items(), key=lambda one: places.get(one[0], 0))


@dataclass
class _Found:
    """What a trial comes to, row by row."""

    wrong: list[list[Any]] = field(default_factory=list)
    again: list[list[Any]] = field(default_factory=list)
    #: row, what it comes to, papers that lack: of those that are not simply accepted
    beside: list[list[Any]] = field(default_factory=list)
    seen: dict[tuple[str, str], int] = field(default_factory=dict)


def try_out(work: Work, taken: Taken) -> None:
    """What is wrong, by its cell; what came before; what the rest come to."""
    found, count = _Found(), len(taken.sheet.rows)
    for at, row in enumerate(taken.sheet.rows, start=1):
        _row(found, taken, row, key=receiving_many.key_of(work.job.payload, row), now=work.now())
        if at % TRIED == 0:
            with work.step() as session:
                jobs.progress(session, work.job, done=at, total=count, now=work.now())
    with work.step() as session:
        result = {"wrong": found.wrong, "again": found.again, "beside": found.beside, "rows": count}
        state = "refused" if found.wrong else "proposed"
        jobs.keep(session, work.job, state=state, result=result, total=count, done=0, lease_until=None)  # fmt: skip


def _row(found: _Found, taken: Taken, row: Row, *, key: tuple[str, str], now: datetime) -> None:
    if key in found.seen:
        say = _("Row %(row)s has the same number.", row=found.seen[key])
        found.wrong.append([*taken.place(row, "ref.number"), say])
        return
    found.seen[key] = row.number
    if len(row.of("ref").get("number", "")) > external.REF:
        # Shortened it might be another's, and this one be taken for received.
        say = _("A text of at most %(max)s signs is expected here.", max=external.REF)
        found.wrong.append([*taken.place(row, "ref.number"), say])
        return
    with transaction.reading() as session:
        before = external.case_number(session, *key)
    if before:
        # Nothing of it is received again, so nothing in it need be right.
        found.again.append([row.number, before])
        return
    ready = taken.sort.ready(row, source=key[0], ref=key[1])
    wrong = ready.wrong or _refused(taken, row, ready, now=now)
    found.wrong += [[*taken.place(row, name), said] for name, said in taken.in_order(wrong)]
    if ready.lacks:
        found.beside.append([row.number, ready.comes_to, [*ready.lacks]])


def _refused(taken: Taken, row: Row, ready: Ready, *, now: datetime) -> dict[str, str]:
    """What the house says to a row, by the columns that it is about."""
    receive = ready.receive
    assert receive is not None  # noqa: S101 - a row without errors is ready
    refused: dict[str, str] = {}
    with suppress(_Rehearsed), transaction.unit() as session:
        done = receive(session, now)
        if isinstance(done, Refusal):
            refused = dict.fromkeys(taken.sort.places(row, done) or [WHOLE], sentence(done))
        raise _Rehearsed
    return refused
