"""A sheet of applications in the hands of a worker: tried row by row and undone, then received row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask_babel import force_locale

from app import transaction
from app.domain.case import Refusal
from app.domain.refusal import msgid
from app.jobs.receiving_sorts import sort_of
from app.jobs.receiving_trial import Taken, try_out
from app.jobs.work import Work
from app.refusals import sentence
from app.services import jobs, receiving_many
from app.services.sheet_reading import Row, read
from app.services.workbook_files import NotAWorkbook

NOBODY = msgid("Who handed it in may not receive cases any more.")


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


def _taken(work: Work) -> Taken:
    """The sheet under the version in force now. Raises NotAWorkbook where it cannot be gone on with."""
    said = work.job.payload
    with transaction.reading() as session:
        by = receiving_many.acting(session, work.job.by)
        if by is None or "case.receive" not in by.grants:
            raise NotAWorkbook(NOBODY)
        sort = sort_of(session, said["code"], by=by, now=work.now())
    return Taken(sort, read(receiving_many.file_of(said), sort.columns))


def _receive(work: Work, taken: Taken) -> None:
    """Each row one transaction with how far it is: who goes on after a kill begins behind it."""
    rows, result = taken.sheet.rows, dict(work.job.result)
    for place, row in enumerate(rows[work.job.done :], start=work.job.done + 1):
        with work.step() as session, _as(session, work.job.by):
            for noted, entry in _received(session, work, taken, row):
                result = {**result, noted: [*result.get(noted, ()), entry]}
            jobs.keep(session, work.job, result=result, done=place, total=len(rows))
    with work.step() as session:
        # What was received stands in its case: the file is needed no longer.
        jobs.keep(session, work.job, payload={"code": work.job.payload["code"]})
        jobs.finish(session, work.job, result, now=work.now())


def _received(
    session: transaction.UnitSession, work: Work, taken: Taken, row: Row
) -> Iterator[tuple[str, list[Any]]]:
    """What is noted of one row, each under its word."""
    key = receiving_many.key_of(work.job.payload, row)
    ready = taken.sort.ready(row, source=key[0], ref=key[1])
    if ready.receive is None:
        yield "refused", [row.number, next(iter(ready.wrong.values()))]
        return
    done = ready.receive(session, work.now())
    if isinstance(done, Refusal):
        yield "refused", [row.number, sentence(done)]
        return
    yield "keys" if done.events else "again", [row.number, *key]
    if done.events and ready.lacks:
        yield "beside", [row.number, ready.comes_to]


@contextmanager
def _as(session: transaction.UnitSession, username: str) -> Iterator[None]:
    """What is journaled of a row is by who handed the sheet in."""
    before = session.info.get("actor")
    session.info["actor"] = username
    try:
        yield
    finally:
        session.info["actor"] = before or "system"


STEPS: dict[str, Callable[[Work, Taken], None]] = {"try": try_out, "receive": _receive}
