"""What colleagues do around a case: who answers for the applicant, who helps, notes for each other."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, idempotency, transaction
from app.desk import cases as case_pages
from app.domain.case import Refusal
from app.guard import needs
from app.refusals import sentence
from app.services import assistance, cases, first_contact, notes

pages = Blueprint("together", __name__, url_prefix="/desk/cases")
TAB = "together"
Answer = Response | str | tuple[str, int]


@pages.post("/<string:number>/first-contact")
@needs("assistance.write")
def hand_over(number: str) -> Answer:
    """Another answers for the applicant."""
    done = _tried(
        first_contact.hand_over, number, to=request.form.get("to", ""), by=g.principal, now=clock.now()
    )  # fmt: skip
    return _answered(number, done, "first_contact", _("Handed over; they find it in their inbox."))


@pages.post("/<string:number>/notes")
@needs("note.write")
def note(number: str) -> Answer:
    """Keep a note."""
    if led := idempotency.seen(request.form.get("key")):
        return redirect(led, code=303)
    done = _tried(
        notes.write, number, request.form.get("text", ""), own="own" in request.form,
        by=g.principal, now=clock.now(),
    )  # fmt: skip
    return _answered(number, done, "note", _("The note is kept."))


@pages.post("/<string:number>/assistance")
@needs("assistance.write")
def arrange(number: str) -> Answer:
    """Appoint somebody to help."""
    if led := idempotency.seen(request.form.get("key")):
        return redirect(led, code=303)
    at = _moment(request.form.get("day", ""), request.form.get("time", ""))
    if at is None:
        return _answered(number, NO_TIME, "assistance", "")
    done = _tried(
        assistance.arrange, number, request.form.get("kind", ""),
        person=request.form.get("person", ""), appointed_at=at,
        place=request.form.get("place", ""), by=g.principal, now=clock.now(),
    )  # fmt: skip
    return _answered(number, done, "assistance", _("The appointment is made."))


NO_TIME = Refusal("assistance", "Give the day and the time of the appointment.", {})


@pages.post("/<string:number>/assistance/<int:row>")
@needs("assistance.write")
def end(number: str, row: int) -> Answer:
    """Say what came of it."""
    done = _tried(
        assistance.end, number, row, outcome=request.form.get("outcome", ""),
        said=request.form.get("said", ""), by=g.principal, now=clock.now(),
    )  # fmt: skip
    return _answered(number, done, "assistance", _("What came of it is on record."))


def _moment(day: str, time: str) -> datetime | None:
    try:
        return datetime.fromisoformat(f"{day.strip()}T{time.strip():0>5}")
    except ValueError:
        return None


def _tried(act: Any, *args: Any, **how: Any) -> Any:
    try:
        return act(transaction.session(), *args, **how)
    except (cases.NoSuchCase, assistance.NoSuchAssistance):
        abort(404)


def _answered(number: str, done: Any, act: str, said: str) -> Answer:
    """Back to the tab; a refusal is said above it and what was typed is still there."""
    if isinstance(done, Refusal):
        transaction.rollback()
        page = case_pages.opened(number, want=TAB)
        if page is None:
            abort(404)
        return case_pages.rendered(page, TAB, why=sentence(done)), 422
    address = url_for("cases.show", number=number, tab=TAB)
    idempotency.answered(request.form.get("key"), act, address)
    flash(said, "good")
    return redirect(address, code=303)
