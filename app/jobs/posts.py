"""The day's look at the roster: gaps two weeks ahead are named, hand-overs nobody took are asked for again."""

from __future__ import annotations

from app.jobs.work import Work
from app.services import handing_over, jobs, roster_gaps


def run(work: Work) -> None:
    """One step: what was named stands in rows, so begun anew it names nothing twice."""
    with work.step() as session:
        now = work.now()
        named = roster_gaps.name(session, now=now)
        asked = handing_over.remind(session, now=now)
        jobs.finish(session, work.job, {"gaps": len(named), "asked": asked}, now=now)
