"""A file that answers a field: given back to whoever sees the answer, never opened inside a page."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, abort, g

from app import journal, transaction
from app.access import may
from app.desk.green_intake import Intake
from app.guard import needs
from app.services import attachments, case_read, cases
from app.services import reference as names
from app.services.attachments import Stored
from app.services.case_page import Page

pages = Blueprint("files", __name__, url_prefix="/desk")
#: Whatever a file holds, a browser that opens it runs nothing of it.
SANDBOX = "default-src 'none'; sandbox"


@pages.get("/green-channel/<string:token>/files/<int:file>")
@needs("draft.write")
def of_draft(token: str, file: int) -> Response:
    """A file of an intake in progress."""
    stored = Intake.open(token).files.get(file)
    return _given(stored) if stored else abort(404)


@pages.get("/cases/<string:number>/files/<int:file>")
@needs("attachment.write")
def of_case(number: str, file: int) -> Response:
    """A file of a case, for those who handle it; the reading is journaled."""
    session = transaction.session()
    known = names.reference(session)
    try:
        page = case_read.open_page(session, number, by=g.principal, known=known)
    except cases.NoSuchCase:
        abort(404)
    stored = of_page(page).get(file)
    if stored is None:
        abort(404)
    journal.access(session, "case", page.case.number, "file_read", file=file)
    return _given(stored)


def of_page(page: Page) -> dict[int, Stored]:
    """The files of a case that answer what this person sees answered, by number.

    Who only reads (an auditor) sees that there are files, and opens none: a file has no mask.
    """
    if not may(page.by, "attachment.write"):
        return {}
    seen = [answer["spec"] for answer in page.answers]
    fields = [spec["key"] for spec in seen if spec["kind"] in ("attachment", "group")]
    return attachments.of_case(transaction.session(), page.case.id, fields=fields) if fields else {}


def _given(stored: Stored) -> Response:
    answer = Response(attachments.content_of(stored), mimetype=stored.media_type)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stored.name)}"
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
