"""What is late and due today is said once in the morning."""

from __future__ import annotations

from app.jobs.work import Work
from app.services import jobs, mornings


def run(work: Work) -> None:
    """One step; begun anew it tells nobody twice."""
    with work.step() as session:
        told = mornings.tell(session, now=work.now())
        jobs.finish(session, work.job, {"people": told}, now=work.now())
