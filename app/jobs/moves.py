"""The calendar changed under more cases than one act moves: the others follow, some hundred at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app import transaction
from app.access import SYSTEM
from app.jobs.work import Work
from app.services import calendars, jobs, moving

#: Cases in one transaction: short enough that nobody at a counter waits for it.
STEP = 100


def run(work: Work) -> None:
    """Step by step, each with its events and how far it is; a case that was moved is found no more.

    The one who confirmed the change stands in every event, with the reason that was given then.
    """
    told = work.job.payload
    since, after = date.fromisoformat(told["since"]), told["after"]
    with transaction.reading() as session:
        counted = moving.survey(session, calendars.current(session), since=since)
    left: list[str] = []
    cases, total = work.job.done, work.job.done + counted.cases
    while after is not None:
        with work.step() as session:
            done = moving.move(
                session, since=since, reason=work.job.title, closure=told["closure"],
                by=replace(SYSTEM, username=work.job.by), now=work.now(), after=after, most=STEP,
            )  # fmt: skip
            cases, after, left = cases + done.cases, done.after, [*left, *done.left]
            jobs.progress(session, work.job, done=cases, total=max(total, cases), now=work.now())
    with work.step() as session:
        jobs.finish(session, work.job, {"cases": cases, "left": left[:20]}, now=work.now())
