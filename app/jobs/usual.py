"""How long parts usually take, worked out anew once a day: the queue's order by risk stands on it."""

from __future__ import annotations

from app.jobs.work import Work
from app.services import jobs, usual_times


def run(work: Work) -> None:
    """One step: what was known is replaced by what is known now. Begun anew it finds the same."""
    with work.step() as session:
        sorts = usual_times.refresh(session, now=work.now())
        jobs.finish(session, work.job, {"sorts": sorts}, now=work.now())
