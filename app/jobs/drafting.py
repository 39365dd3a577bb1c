"""The bulletin of the month that is over, drawn up as a draft for whoever publishes it."""

from __future__ import annotations

from datetime import date

from app import transaction
from app.access import SYSTEM
from app.domain.bulletin import Period, month_before
from app.jobs.work import Work
from app.services import bulletins, inbox, jobs


def run(work: Work) -> None:
    """Count in one view, keep in one step; a month that has a bulletin already gets no second draft."""
    period = month_before(_day(work))
    with transaction.reading_apart() as apart:
        drawn = bulletins.draw(apart, period, now=work.now())
    with work.step() as session:
        row = None
        if not bulletins.of_period(session, period):
            row = bulletins.keep(session, period, drawn, title=_title(period), by=SYSTEM)
            people = bulletins.keepers(session)
            content = {"title": row.title, "number": row.id}
            inbox.tell(
                session, people, "bulletin", occasion=f"bulletin:{row.id}", content=content,
                now=work.now(),
            )  # fmt: skip
        jobs.finish(session, work.job, {"bulletin": row and row.id}, now=work.now())


def _day(work: Work) -> date:
    return work.now().date()


def _title(period: Period) -> str:
    # In the words of the centre: a job has no reader whose language it could ask.
    return f"{period.since.year}年{period.since.month}月通报"
