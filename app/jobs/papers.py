"""Papers are drawn for the archive after the act that gave them out: no act waits for that or fails by it."""

from __future__ import annotations

import logging

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import paper_pdf
from app.jobs.work import Stopped, Work
from app.models import Paper
from app.services import jobs, papers
from app.typesetting import NotDrawn

log = logging.getLogger("youshi.worker")
#: Papers drawn in one transaction.
AT_ONCE = 20


def run(work: Work) -> None:
    """Draw what has no archived sheet yet, a few at a time; it gives way to whom a job keeps waiting.

    Begun anew it goes on with the rest.
    """
    drawn, last = work.job.done, 0
    while True:
        with work.step() as session:
            waiting = papers.unarchived(session, after=last, limit=AT_ONCE)
            # Without a font nothing is kept that nobody could read; the doctor says so.
            if not waiting or not paper_pdf.has_fonts():
                jobs.finish(session, work.job, {"drawn": drawn}, now=work.now())
                return
            wanted = sa.select(Paper).where(Paper.id.in_(waiting)).order_by(Paper.id)
            for paper in session.scalars(wanted).all():
                drawn += _draw(session, paper)
            last = waiting[-1]
            jobs.keep(session, work.job, done=drawn)
            others = jobs.somebody_waits(session)
        if others:
            raise Stopped


def _draw(session: Session, paper: Paper) -> bool:
    try:
        paper_pdf.keep(session, paper)
    except NotDrawn as problem:  # one that cannot be drawn keeps no other waiting
        log.warning("paper %s was not drawn: %s", paper.number, problem)
        return False
    return True
