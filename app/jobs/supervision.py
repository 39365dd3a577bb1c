"""What the supervisor's board counts by walks over everything, once an hour in office hours."""

from __future__ import annotations

from app import transaction
from app.jobs.work import Work
from app.services import jobs, supervising


def run(work: Work) -> None:
    """Counted in one view, kept in one step."""
    now = work.now()
    with transaction.reading_apart() as apart:
        found = supervising.counted(apart, now=now)
    with work.step() as session:
        jobs.finish(session, work.job, found, now=now)
