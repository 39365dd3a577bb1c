"""Both chains and every case proved for who asked: read in one view, said while it runs, kept in the chain."""

from __future__ import annotations

from collections.abc import Callable

from app import journal, transaction
from app.jobs.work import Work
from app.services import jobs, proving


def run(work: Work) -> None:
    """Prove, then write what was found and the end of the job in one transaction.

    A worker that is asked to stop leaves the proof to the next, from the beginning: half of a chain
    proves nothing.
    """
    with transaction.reading_apart() as apart:
        total = proving.size(apart)
        found = proving.prove(apart, _said(work, total))
    with work.step() as session:
        session.info["actor"] = work.job.by
        proving.keep(session, found)
        journal.write_access(session, journal.take_access(session))
        session.info.pop("actor")
        jobs.finish(session, work.job, found, now=work.now())


def _said(work: Work, total: int) -> Callable[[int], None]:
    """How far it is, in a transaction of its own; also where the worker is asked to stop."""

    def went(done: int) -> None:
        with work.step() as session:
            jobs.progress(session, work.job, done=done, total=total, now=work.now())

    return went
