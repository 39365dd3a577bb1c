"""The day's look at post-checks: which fall due, which are late."""

from __future__ import annotations

from app.jobs.work import Work
from app.services import calendars, jobs, post_checks


def run(work: Work) -> None:
    """One step; who was told stands in rows, so begun anew it tells nobody twice."""
    with work.step() as session:
        now = work.now()
        found = post_checks.look(session, calendars.current(session), now=now)
        jobs.finish(session, work.job, found, now=now)
