"""The file of a closed case, made apart from the request that asks for it: drawn, read once, hashed, kept."""

from __future__ import annotations

import sqlalchemy as sa

from app import archive_file, files, paper_pdf, transaction
from app.domain.refusal import msgid
from app.jobs.work import Work
from app.models import Case, CaseFile, Paper
from app.services import archive_reading, archiving, jobs, papers

NO_FONTS = msgid("No font on the server draws Chinese: tell the system administrator.")
NOT_WHOLE = msgid("A file of the case is not in the store as it was handed in: tell the system administrator.")  # fmt: skip


def run(work: Work) -> None:
    """Draw what is not drawn yet, then the whole; begun anew it finds what is there."""
    try:
        _papers(work)
        with transaction.reading() as session:
            row = session.get_one(CaseFile, work.job.payload["file"])
            number = session.get_one(Case, row.case_id).number
            made = archive_file.put_together(archive_reading.whole(session, number))
        with work.step() as session:
            row = session.get_one(CaseFile, work.job.payload["file"])
            archiving.keep(session, row, made.entries, dated=made.dated, now=work.now())
            jobs.finish(session, work.job, {"entries": row.entries}, now=work.now())
    except paper_pdf.NoFonts:
        _failed(work, NO_FONTS)
    except (files.FileGone, files.FileAltered):
        _failed(work, NOT_WHOLE)


def _papers(work: Work) -> None:
    """Every paper of the case has its archived sheet, drawn now where the worker has not yet."""
    with work.step() as session:
        case = sa.select(CaseFile.case_id).where(CaseFile.id == work.job.payload["file"])
        query = sa.select(Paper).where(Paper.case_id == case.scalar_subquery()).order_by(Paper.id)
        for paper in session.execute(query).scalars():
            if papers.archived(paper) is None:
                paper_pdf.keep(session, paper)


def _failed(work: Work, why: str) -> None:
    with work.step() as session:
        jobs.fail(session, work.job, why, now=work.now())
