"""Keeping what was typed of an appeal as a draft; setting aside what came in online and is no appeal."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, idempotency, transaction
from app.desk import appeal_begun
from app.domain.case import Refusal
from app.guard import needs
from app.refusals import sentence
from app.services import appeal_drafts, drafts, online_appeals

pages = Blueprint("appeal_kept", __name__, url_prefix="/desk/appeals")


@pages.post("/draft")
@needs("draft.write")
def keep() -> Response:
    """Keep what was typed; nothing of it is checked yet, and nothing registered."""
    session, token = transaction.session(), request.form.get("draft", "")
    key = request.form.get("key") and f"{request.form['key']} draft"
    led_to = None if token else idempotency.seen(key)
    if led_to:
        return redirect(led_to, code=303)
    try:
        typed = appeal_begun.typed_in(request.form)
        draft = appeal_drafts.put(session, token, typed, by=g.principal, now=clock.now())
    except drafts.NoSuchDraft:
        abort(404)
    except drafts.DraftDone as done:
        return appeal_begun.over(session, appeal_begun.Begun(case_id=done.case_id))
    if isinstance(draft, Refusal):
        flash(sentence(draft), "bad")
        return redirect(url_for("appeals.ask"), code=303)
    address = url_for("appeals.ask", draft=draft.token)
    if not token:
        idempotency.answered(key, "draft", address)
    flash(_("Kept as a draft. It stands in the list of the appeal window for 30 days."), "good")
    return redirect(address, code=303)


@pages.post("/online/<string:number>/set-aside")
@needs("online_appeal.settle")
def set_aside(number: str) -> Response:
    """It is no appeal: the person reads why."""
    session, reason = transaction.session(), request.form.get("reason", "")
    try:
        done = online_appeals.set_aside(
            session, number, reason=reason, by=g.principal, now=clock.now()
        )
    except online_appeals.NoSuchAppeal:
        abort(404)
    if isinstance(done, Refusal):
        flash(sentence(done), "bad")
        return redirect(url_for("appeals.ask", online=number), code=303)
    flash(_("Set aside: %(number)s. The person reads the reason.", number=number), "good")
    return redirect(url_for("appeals.show"), code=303)
