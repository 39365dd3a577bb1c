"""Versions whose day has come: the states follow the validity, which alone decides what is in force."""

from __future__ import annotations

from app.jobs.work import Work
from app.services import jobs, publishing, versions


def run(work: Work) -> None:
    """Scheduled becomes published, what it follows is retired at the very instant (spine §5, §6)."""
    with work.step() as session:
        now = work.now()
        moved = [
            [version.name, version.number, state]
            for version, state in versions.behind(session, now=now)
        ]
        publishing.come_into_force(session, now=now)
        jobs.finish(session, work.job, {"versions": moved}, now=now)
