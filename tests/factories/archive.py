"""A closed case with a scan, and its file for the archive as a worker makes it."""

from __future__ import annotations

import sqlalchemy as sa

from app.models import Attachment, Case, CaseFile
from app.services import archiving, attachments
from app.services.archive_entries import opened_list
from app.services.attachments import Place
from tests.conftest import NOW, keep
from tests.factories import closed, desk
from tests.factories.working import at_work

PDF = b"%PDF-1.7 one page"


def closed_case(session):
    closed.closed_case(session, NOW.replace(minute=0))
    return session.execute(sa.select(Case)).scalar_one()


def scan(session, case):
    """A scan whose name leads out of every folder, struck out later."""
    place = Place(case=case.id, document="NONE")
    name = "..\\../纸 表.pdf"
    number = attachments.add(session, place, name=name, content=PDF, by="lijing", now=NOW)
    row = session.get_one(Attachment, number)
    row.struck_at = NOW
    keep(session)
    session.expunge(row)
    return row


def make(app, session, case, by=desk.CLERK, now=NOW):
    """Ask for it and let a worker make it."""
    row = archiving.ask(session, case, purpose="归档", by=by, now=now)
    keep(session)
    at_work(app, now=now)
    session.expire_all()
    row = session.get_one(CaseFile, row.id)
    session.expunge(row)
    session.rollback()
    return row


def packed(row):
    dated, parts = opened_list(row.stored)
    return b"".join(archiving.pieces(parts, dated))
