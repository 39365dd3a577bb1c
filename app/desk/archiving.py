"""归档: the page on which a closed case is made into a file for the archive, and its files are taken out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from app import clock, files, transaction
from app.archive_file import PDF
from app.cipher import CipherError
from app.domain.refusal import Refusal
from app.errors import request_number
from app.guard import needs
from app.models import Case, CaseFile
from app.refusals import sentence
from app.services import archive_entries, archiving, jobs
from app.services import reference as names
from app.telling import days

pages = Blueprint("archiving", __name__, url_prefix="/desk/cases")
#: A worker looks every second: whoever waits longer is told that there is none.
PATIENCE = timedelta(seconds=30)
UNPROCESSABLE = 422


@pages.get("/<string:number>/archive")
@needs("case.archive")
def show(number: str) -> str:
    """What the file holds, why there is none yet, who made which and what for."""
    return _page(_case(number))


@pages.post("/<string:number>/archive")
@needs("case.archive")
def ask(number: str) -> Answer | tuple[str, int]:
    """Have the file made, for a purpose that is written down."""
    case = _case(number, lock=True)
    purpose = request.form.get("purpose", "")
    asked = archiving.ask(
        transaction.session(), case, purpose=purpose, by=g.principal, now=clock.now()
    )
    if isinstance(asked, Refusal):
        return _page(case, wrong=sentence(asked)), UNPROCESSABLE
    return redirect(url_for("archiving.show", number=number), code=303)


@pages.post("/<string:number>/archive/<int:seq>")
@needs("case.archive")
def take(number: str, seq: int) -> Answer | tuple[str, int]:
    """Take a file out, whole or as the document alone; the reading is journaled with its purpose."""
    case = _case(number)
    row = archiving.one_of(transaction.session(), case, seq) or abort(404)
    kind = request.form.get("format", "zip")
    made = GIVEN.get(kind) or abort(400)
    dated, parts = archive_entries.opened_list(row.stored or "")
    gone = next((one.name for one in parts.values() if not archive_entries.is_there(one)), None)
    if gone:
        raise files.FileGone(gone)
    purpose = request.form.get("purpose", "")
    refused = archiving.note_taken(transaction.session(), case, row, purpose=purpose, kind=kind)
    if refused:
        return _page(case, wrong=sentence(refused), at=seq), UNPROCESSABLE
    return _sent(made(row, parts, dated), number, row, kind)


def _whole(row: CaseFile, parts: Any, dated: Any) -> tuple[Any, int, str]:
    return archiving.pieces(parts, dated), row.size or 0, "application/zip"


def _document(_row: CaseFile, parts: Any, _dated: Any) -> tuple[Any, int, str]:
    return [archive_entries.content(parts[PDF])], parts[PDF].size, "application/pdf"


#: What of a file is taken → its bytes, how many, their type.
GIVEN: dict[str, Callable[..., tuple[Any, int, str]]] = {"zip": _whole, "pdf": _document}


def _sent(made: tuple[Any, int, str], number: str, row: CaseFile, kind: str) -> Answer:
    answer = Response(made[0], mimetype=made[2])
    # What is broken off on its way is not taken for the whole.
    answer.headers["Content-Length"] = str(made[1])
    name = quote(_("Case file %(number)s-%(seq)s", number=number, seq=row.seq))
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}.{kind}"
    return answer


def _case(number: str, *, lock: bool = False) -> Case:
    session = transaction.session()
    return archiving.case_of(session, number, by=g.principal, lock=lock) or abort(404)


def _page(case: Case, *, wrong: str = "", at: int = 0) -> str:
    session, now = transaction.session(), clock.now()
    found = archiving.files_of(session, case)
    running = next((job for _row, job in found if job and job.state in jobs.OPEN), None)
    runs = archiving.runs(session, case)
    late = running and running.state == "waiting" and now - running.at > PATIENCE
    return render_template(
        "desk/archive.html",
        case=case,
        files=found,
        people=names.reference(session).people,
        refused=sentence(runs) if runs else "",
        after=[] if runs else archiving.still_open(session, case),
        running=running,
        late=late and not jobs.at_work(session, now=now),
        wrong=wrong,
        at=at,
        words=days,
    )


@pages.errorhandler(files.FileGone)
@pages.errorhandler(files.FileAltered)
@pages.errorhandler(CipherError)
def not_as_it_was(problem: Exception) -> tuple[str, int]:
    """Bytes that are gone or are others than were put there: no file is sent that would not prove itself."""
    current_app.logger.error("request %s: %s %s", request_number(), type(problem).__name__, problem)
    said = _("A part of the file is not in the store as it was. Have it made anew; if that fails too, tell the system administrator the request number.")  # fmt: skip
    return render_template("errors/file.html", said=said, request_number=request_number()), 500
