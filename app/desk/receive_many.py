"""Many applications from a sheet: its template, what is wrong before anything is received, each row's case."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, journal, transaction
from app.desk.received_rows import COMES_TO, ahead, came_of, left_first
from app.forms.appeal_choices import offered, plans
from app.forms.appeals import CAME
from app.guard import needs
from app.models import Job
from app.services import appeal_columns, blueprints, jobs, publishing, receiving_many
from app.services.sheet_columns import Column, columns, not_by_sheet
from app.services.sheet_template import template
from app.services.streamed_workbook import streamed
from app.services.workbook_files import NotAWorkbook
from app.taking_out import WORKBOOK, Line

pages = Blueprint("receive_many", __name__, url_prefix="/desk/receive-many")
#: A worker looks every second: whoever waits longer is told that there is none.
PATIENCE = timedelta(seconds=30)
#: Lines of a page; all of them stand in the workbook that is taken from it.
MOST = 200


@pages.get("")
@needs("case.receive")
def index() -> str:
    """Templates to take, a sheet to hand in, the latest sheets."""
    session = transaction.session()
    themes = publishing.offered(session, at=clock.now())
    left = {one.code: not_by_sheet(blueprints.blueprint(session, one.sha256)) for one in themes}
    files = receiving_many.recent(session, by=g.principal)
    return render_template("desk/many/index.html", offered=themes, left=left, files=files)


@pages.get("/template/<string:code>")
@needs("case.receive")
def take_template(code: str) -> Response:
    """The empty sheet of a theme, or of appeals."""
    asked, title = _asked(code)
    if not asked:
        abort(404)
    return _file(template(asked, title=title, words=_("Words")), f"{code}.xlsx")


def _asked(code: str) -> tuple[list[Column], str]:
    """The columns of a sheet and what it is called; none of what is not received here any more."""
    session, now = transaction.session(), clock.now()
    if code == appeal_columns.CODE:
        choices = offered(session, plans(session, now=now), by=g.principal)
        return appeal_columns.columns(choices.classes, CAME, say=_), _("Appeals")
    version = publishing.current(session, "joint", code, at=now)
    if version is None or not version.offered:
        return [], ""
    return columns(blueprints.blueprint(session, version.sha256), say=_), version.name


def _received_by_sheet(code: str) -> str:
    """A code that a sheet may be of."""
    return code if _asked(code)[0] else abort(404)


@pages.post("")
@needs("case.receive")
def hand_in() -> Response:
    """Take a sheet to be tried; nothing is received yet."""
    given, code = request.files.get("file"), request.form.get("code", "")
    here = redirect(url_for("receive_many.index"), code=303)
    if given is None or not given.filename:
        flash(_("Choose a file first."), "danger")
        return here
    try:
        job = receiving_many.take(
            transaction.session(), given.filename, given.read(), code=_received_by_sheet(code),
            source=request.form.get("source", ""), by=g.principal, now=clock.now(),
            language=str(get_locale()),
        )  # fmt: skip
    except NotAWorkbook:
        flash(_("This is no workbook that can be read."), "danger")
        return here
    return redirect(url_for("receive_many.show", token=job.token), code=303)


@pages.get("/<string:token>")
@needs("case.receive")
def show(token: str) -> str:
    """One sheet: how far it is, what is wrong in it, what came of each row."""
    job, now = _job(token), clock.now()
    watched = job.state in jobs.OPEN
    late = job.state == "waiting" and now - job.at > PATIENCE
    late = late and not jobs.at_work(transaction.session(), now=now)
    rows = sorted(came_of(job), key=left_first) if job.state == "done" else []
    wrong = (job.result or {}).get("wrong", [])
    columns = Counter(f"{letter} {head}".strip() for _sheet, _row, letter, head, _said in wrong)
    return render_template(
        "desk/many/sheet.html", job=job, watched=watched, late=late, rows=rows,
        most=MOST, columns=columns.most_common(8), comes_to=COMES_TO,
        ahead=ahead(job) if job.state == "proposed" else [],
    )  # fmt: skip


def _job(token: str) -> Job:
    return receiving_many.of(transaction.session(), token, by=g.principal) or abort(404)


@pages.post("/<string:token>/receive")
@needs("case.receive")
def receive(token: str) -> Response:
    """Have the rows of a sheet without errors received."""
    try:
        receiving_many.confirm(transaction.session(), token, by=g.principal, now=clock.now())
    except receiving_many.NoSuchSheet:
        flash(_("This sheet was received already, or has errors."), "warning")
    return redirect(url_for("receive_many.show", token=token), code=303)


@pages.post("/<string:token>/drop")
@needs("case.receive")
def drop(token: str) -> Response:
    """Leave a sheet that was tried: nothing of it is received, and nothing of it is kept."""
    try:
        receiving_many.drop(transaction.session(), token, by=g.principal)
    except receiving_many.NoSuchSheet:
        abort(404)
    flash(_("The sheet is forgotten; nothing of it was received."), "good")
    return redirect(url_for("receive_many.index"), code=303)


@pages.post("/<string:token>/annotated")
@needs("case.receive")
def annotated(token: str) -> Response:
    """The sheet that was handed in, with a note at every cell that is wrong."""
    asked, _title = _asked(_job(token).payload["code"])
    try:
        made = receiving_many.annotated(
            transaction.session(), token, by=g.principal, columns=asked, words=_("Words")
        )
    except receiving_many.NoSuchSheet:
        abort(404)
    return _file(made, "annotated.xlsx")


@pages.post("/<string:token>/result")
@needs("case.receive")
def result(token: str) -> Response:
    """What came of each row, with the number of its case."""
    job = _job(token)
    if job.state != "done":
        abort(404)
    journal.access(transaction.session(), "case", "receive-many", "exported", format="xlsx")
    head: Line = [_("Row"), _("What came of it"), _("Case number")]
    return _file(b"".join(streamed([head, *map(list, came_of(job))])), "result.xlsx")


def _file(data: bytes, name: str) -> Any:
    heads = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, mimetype=WORKBOOK, headers=heads)
