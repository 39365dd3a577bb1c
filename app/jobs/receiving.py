"""A sheet of applications in the hands of a worker: tried row by row and undone, then received row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from app import transaction
from app.domain.case import Refusal
from app.domain.refusal import msgid
from app.jobs.receiving_sorts import Sort, sort_of
from app.jobs.work import Work
from app.refusals import sentence
from app.services import external, jobs, receiving_many
from app.services.sheet_reading import Row, Sheet, read
from app.services.workbook_files import NotAWorkbook

NOBODY = msgid("Who handed it in may not receive cases any more.")
#: Rows tried between two words of how far it is.
TRIED = 20


class _Rehearsed(Exception):
    """A row was received only to see whether it can be."""


@dataclass(frozen=True)
class _Taken:
    """A sheet taken out: what it holds, and its rows."""

    sort: Sort
    sheet: Sheet

    def place(self, row: Row, name: str) -> list[Any]:
        """Sheet, row, column's letter and heading of what is wrong; the row's first cell where no column is named."""
        titles = {column.name: column.title for column in self.sort.columns}
        letter = self.sheet.letters.get(name, "A")
        return [self.sheet.name, row.number, letter, titles.get(name, "")]


def run(work: Work) -> None:
    """Go on from the step that the row says, in the language of who handed it in."""
    with force_locale(work.job.payload["language"]):
        try:
            taken = _taken(work)
        except NotAWorkbook as problem:
            with work.step() as session:
                jobs.fail(session, work.job, str(problem), now=work.now())
            return
        STEPS[work.job.payload["step"]](work, taken)


def _taken(work: Work) -> _Taken:
    """The sheet under the version in force now. Raises NotAWorkbook where it cannot be gone on with."""
    said = work.job.payload
    with transaction.reading() as session:
        by = receiving_many.acting(session, work.job.by)
        if by is None or "case.receive" not in by.grants:
            raise NotAWorkbook(NOBODY)
        sort = sort_of(session, said["code"], by=by, now=work.now())
    return _Taken(sort, read(receiving_many.file_of(said), sort.columns))


def _try(work: Work, taken: _Taken) -> None:
    """Every row through the forms and through receipt, which is undone: what is wrong, by its cell."""
    wrong: list[list[Any]] = []
    again: list[list[Any]] = []
    seen: dict[tuple[str, str], int] = {}
    for at, row in enumerate(taken.sheet.rows, start=1):
        key = receiving_many.key_of(work.job.payload, row)
        found, before = _tried(taken, row, key, now=work.now())
        if key in seen:
            found = {"ref.number": _("Row %(row)s has the same number.", row=seen[key])}
        seen.setdefault(key, row.number)
        again += [[row.number, before]] if before else []
        wrong += [[*taken.place(row, name), said] for name, said in found.items()]
        if at % TRIED == 0:
            with work.step() as session:
                jobs.progress(session, work.job, done=at, total=len(taken.sheet.rows), now=work.now())  # fmt: skip
    count = len(taken.sheet.rows)
    with work.step() as session:
        result = {"wrong": wrong, "again": again, "rows": count}
        state = "refused" if wrong else "proposed"
        jobs.keep(session, work.job, state=state, result=result, total=count, done=0, lease_until=None)  # fmt: skip


def _tried(
    taken: _Taken, row: Row, key: tuple[str, str], *, now: datetime
) -> tuple[dict[str, str], str | None]:
    """What is wrong with a row, and the number of the case that it is already."""
    ready = taken.sort.ready(row, source=key[0], ref=key[1])
    with transaction.reading() as session:
        before = external.case_number(session, *key)
    if ready.receive is None or before:
        return ready.wrong, before
    refused: dict[str, str] = {}
    with suppress(_Rehearsed), transaction.unit() as session:
        done = ready.receive(session, now)
        if isinstance(done, Refusal):
            refused = {"ref.number": sentence(done)}
        raise _Rehearsed
    return refused, None


def _receive(work: Work, taken: _Taken) -> None:
    """Each row one transaction with how far it is: who goes on after a kill begins behind it."""
    rows, result = taken.sheet.rows, dict(work.job.result)
    for place, row in enumerate(rows[work.job.done :], start=work.job.done + 1):
        with work.step() as session, _as(session, work.job.by):
            noted, entry = _received(session, work, taken, row)
            result = {**result, noted: [*result[noted], entry]}
            jobs.keep(session, work.job, result=result, done=place, total=len(rows))
    with work.step() as session:
        # What was received stands in its case: the file is needed no longer.
        jobs.keep(session, work.job, payload={"code": work.job.payload["code"]})
        jobs.finish(session, work.job, result, now=work.now())


def _received(
    session: transaction.UnitSession, work: Work, taken: _Taken, row: Row
) -> tuple[str, list[Any]]:
    """What is noted of one row, and under which word."""
    key = receiving_many.key_of(work.job.payload, row)
    ready = taken.sort.ready(row, source=key[0], ref=key[1])
    if ready.receive is None:
        return "refused", [row.number, next(iter(ready.wrong.values()))]
    done = ready.receive(session, work.now())
    if isinstance(done, Refusal):
        return "refused", [row.number, sentence(done)]
    return "keys" if done.events else "again", [row.number, *key]


@contextmanager
def _as(session: transaction.UnitSession, username: str) -> Iterator[None]:
    """What is journaled of a row is by who handed the sheet in."""
    before = session.info.get("actor")
    session.info["actor"] = username
    try:
        yield
    finally:
        session.info["actor"] = before or "system"


STEPS: dict[str, Callable[[Work, _Taken], None]] = {"try": _try, "receive": _receive}
