"""Files of an intake or a case: given back to whoever sees what they belong to, never run in a page."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from flask import Blueprint, Response, abort, current_app, g, render_template, request
from flask_babel import gettext as _

from app import journal, transaction
from app.cipher import CipherError
from app.desk.green_intake import Intake
from app.errors import request_number
from app.files import FileAltered, FileGone
from app.guard import needs
from app.refusals import sentence
from app.services import attachments, case_files, case_read, cases
from app.services.attachments import Stored
from app.services.case_page import Page
from app.services.unmasking import LONGEST, NO_PURPOSE

pages = Blueprint("files", __name__, url_prefix="/desk")
#: Whatever a file holds, a browser that opens it runs nothing of it.
SANDBOX = "default-src 'none'; sandbox"
JPEG = "image/jpeg"


@pages.get("/green-channel/<string:token>/files/<int:file>")
@needs("draft.write")
def of_draft(token: str, file: int) -> Response:
    """A file of an intake in progress."""
    return _given(Intake.open(token).files.get(file))


@pages.get("/green-channel/<string:token>/files/<int:file>/preview")
@needs("draft.write")
def of_draft_preview(token: str, file: int) -> Response:
    """A picture of an intake, as small as a thumb."""
    return _preview(Intake.open(token).files.get(file))


@pages.get("/cases/<string:number>/files/<int:file>")
@needs("attachment.write")
def of_case(number: str, file: int) -> Response:
    """A file of a case, for those who handle it; the reading is journaled."""
    page = _page(number)
    stored = _of(page, file)
    journal.access(transaction.session(), "case", page.case.number, "file_read", file=file)
    return _given(stored)


@pages.get("/cases/<string:number>/files/<int:file>/preview")
@needs("attachment.write")
def of_case_preview(number: str, file: int) -> Response:
    """A picture of a case, too small to read a number from: looking at it is no reading."""
    return _preview(_of(_page(number), file))


@pages.post("/cases/<string:number>/files/<int:file>")
@needs("applicant.unmask")
def with_purpose(number: str, file: int) -> Response:
    """A file for who only reads: for a stated purpose, which stands in the journal with the reading."""
    page, purpose = _page(number), request.form.get("purpose", "").strip()
    stored = _of(page, file)
    if not purpose:
        abort(_refused(sentence(NO_PURPOSE)))
    journal.access(
        transaction.session(), "case", page.case.number, "file_read",
        purpose=purpose[:LONGEST], file=file,
    )  # fmt: skip
    return _given(stored)


def _page(number: str) -> Page:
    try:
        return case_read.open_page(transaction.session(), number, by=g.principal)
    except cases.NoSuchCase:
        abort(404)


def _of(page: Page, file: int) -> Stored:
    return case_files.seen(transaction.session(), page).get(file) or abort(404)


def _refused(words: str) -> Response:
    page = render_template("errors/file.html", said=words, request_number=request_number())
    return Response(page, 422)


def _given(stored: Stored | None) -> Response:
    return _sent(stored, attachments.content_of, stored.media_type) if stored else abort(404)


def _preview(stored: Stored | None) -> Response:
    if stored is None or not stored.preview:
        abort(404)
    return _sent(stored, attachments.preview_of, JPEG)


def _sent(stored: Stored, read: Callable[[Stored], bytes], media_type: str) -> Response:
    answer = Response(read(stored), mimetype=media_type)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stored.name)}"
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


@pages.errorhandler(FileGone)
@pages.errorhandler(FileAltered)
@pages.errorhandler(CipherError)
def not_as_it_was(problem: Exception) -> tuple[str, int]:
    """Bytes that are gone or are others than were handed in: nobody is shown them."""
    current_app.logger.error("request %s: %s %s", request_number(), type(problem).__name__, problem)
    said = _("It is not in the store as it was handed in, so it is not shown. Tell the system administrator the request number.")  # fmt: skip
    return render_template("errors/file.html", said=said, request_number=request_number()), 500
