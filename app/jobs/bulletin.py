"""A bulletin counted anew from the events alone, for who asked: what it says, or where it differs."""

from __future__ import annotations

from collections.abc import Callable

from app import transaction
from app.jobs.work import Work
from app.services import bulletin_proof, bulletins, jobs


def run(work: Work) -> None:
    """Fold the records up to the bulletin's entry; begun anew it begins from the start."""
    with transaction.reading_apart() as apart:
        row = bulletins.get(apart, work.job.payload["bulletin"])
        anew = bulletin_proof.derived(apart, row.period, upto=row.head_seq, went=_said(work))
        found = {"differing": bulletin_proof.differing(bulletins.counts(row), anew)[:20]}
    with work.step() as session:
        jobs.finish(session, work.job, found, now=work.now())


def _said(work: Work) -> Callable[[int], None]:
    """How far it is; also where the worker is asked to stop."""

    def went(done: int) -> None:
        with work.step() as session:
            jobs.progress(session, work.job, done=done, total=0, now=work.now())

    return went
