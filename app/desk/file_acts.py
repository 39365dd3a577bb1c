"""Files of a case's papers: added while it runs, struck out with a reason."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from app import clock, transaction
from app.desk import adding
from app.desk.cases import opened, rendered
from app.domain.refusal import Refusal
from app.guard import needs
from app.refusals import sentence
from app.services import case_files
from app.services.attachments import Place
from app.services.case_page import Page

pages = Blueprint("file_acts", __name__, url_prefix="/desk/cases")
Answer = Response | tuple[str, int]


@pages.post("/<string:number>/files")
@needs("attachment.write")
def add(number: str) -> Answer:
    """Keep the files that came, each with its paper; what is wrong with one is said at its paper."""
    page = _page(number)
    wrong = dict(filter(None, (_not_now(page, box) for box in request.files)))
    kept = adding.keep(lambda box: _place(page, box))
    added = [(adding.paper_of(box), file) for box, file in kept.numbers]
    case_files.note_added(transaction.session(), page, added)
    wrong |= kept.wrong
    if wrong:
        transaction.commit()  # the others are kept
        return rendered(page, "documents", refused=wrong), 422
    box = request.form.get("part", "").partition(":")[2] or None
    return redirect(url_for("cases.show", number=number, tab="documents", _anchor=box), code=303)


@pages.post("/<string:number>/files/<int:file>/strike")
@needs("attachment.write")
def strike(number: str, file: int) -> Answer:
    """Say that a file does not count; it stays, struck out."""
    page = _page(number)
    stored = case_files.seen(transaction.session(), page).get(file)
    if stored is None or not stored.document:
        abort(404)
    why = request.form.get(f"why-{file}", "")
    refused = case_files.strike(transaction.session(), page, file, why=why, now=clock.now())
    box = adding.PAPER + stored.document
    if refused:
        return rendered(page, "documents", refused={box: sentence(refused)}), 422
    return redirect(url_for("cases.show", number=number, tab="documents", _anchor=box), code=303)


def _page(number: str) -> Page:
    return opened(number, want="documents") or abort(404)


def _place(page: Page, box: str) -> Place | None:
    paper = adding.paper_of(box)
    allowed = paper and case_files.may_add(page, paper) is None
    return Place(case=page.case.id, document=paper) if allowed else None


def _not_now(page: Page, name: str) -> Any:
    """What stands in the way of a box that something was sent for; None where nothing does."""
    box = name.removesuffix(adding.ADDED)
    sent = request.files[name].filename
    refused = case_files.may_add(page, adding.paper_of(box)) if sent else None
    return (box, sentence(refused)) if isinstance(refused, Refusal) else None
