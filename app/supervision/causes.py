"""重复原因: what people appeal about again and again, and what changes of the catalogue for it, or why nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, transaction
from app.access import may
from app.domain.bulletin import Period, before
from app.domain.causes import Cause, waiting
from app.domain.refusal import Refusal
from app.guard import needs
from app.refusals import sentence
from app.services import cause_catalogue, cause_reasons, causes
from app.services import reference as names
from app.supervision import cause_words as words
from app.telling import days

pages = Blueprint("causes", __name__, url_prefix="/supervision/causes")
Answer = Response | str | tuple[str, int]


@pages.get("")
@needs("cause.read")
def show() -> str:
    """The causes of the last ninety days, or of the days that are asked for: what waits for a decision first."""
    session, period = transaction.session(), _period()
    found = causes.listed(session, period)
    return render_template(
        "supervision/causes.html",
        rows=found,
        open=waiting(one.line for one in found),
        period=period,
        asked=_asked(),
        called=words.called(session),
        known=names.reference(session),
        leads=words.leads,
        outcome_of=words.outcome,
        words=days,
    )


@pages.get("/<string:cause>")
@needs("cause.read")
def one(cause: str) -> str:
    """A cause: its appeals, what was decided about it, and the form for who decides."""
    return _page(_cause(cause))


def _page(cause: Cause, why: str = "") -> str:
    session, period = transaction.session(), _period()
    try:
        seen = causes.seen(session, cause, period)
    except causes.NoSuchCause:
        abort(404)
    decides = may(g.principal, "cause.decide")
    decisions = causes.decisions(session, cause)
    return render_template(
        "supervision/cause.html",
        seen=seen,
        period=period,
        earlier=before(period),
        asked=_asked(),
        appeals=causes.appeals(session, cause, period, by=g.principal),
        decisions=decisions,
        reasons=cause_reasons.reasons(session, decisions, by=g.principal),
        followed=cause_catalogue.followed(session, decisions),
        offered=words.grouped(cause_catalogue.offered(session, cause)) if decides else [],
        called=words.called(session),
        known=names.reference(session),
        leads=words.leads,
        label=words.label,
        outcome_of=words.outcome,
        words=days,
        why=why,
    )


@pages.post("/<string:cause>")
@needs("cause.decide")
def decide(cause: str) -> Answer:
    """Put on record what changes, or why nothing does."""
    session, asked = transaction.session(), _cause(cause)
    given = {name: request.form.get(name, "") for name in ("outcome", "named", "why")}
    last = request.form.get("last", type=int) or 0
    try:
        done = causes.decide(
            session, asked, _period(), **given, last=last, by=g.principal, now=clock.now()
        )
    except causes.NoSuchCause:
        abort(404)
    if isinstance(done, Refusal):
        transaction.rollback()
        return _page(asked, sentence(done)), 422
    flash(_("The decision is on record; what comes in from now on is counted apart."), "good")
    return redirect(url_for("causes.one", cause=cause, **_asked()), code=303)


def _cause(key: str) -> Cause:
    return Cause.read(key) or abort(404)


def _asked() -> dict[str, Any]:
    """The days that the address asks for; none where they are no days."""
    found = {name: request.args.get(name, "") for name in ("since", "until")}
    try:
        first, last = (date.fromisoformat(text) for text in found.values())
    except ValueError:
        return {}
    return found if first <= last else {}


def _period() -> Period:
    asked = _asked()
    if not asked:
        return causes.usual(clock.today())
    return Period(*(date.fromisoformat(asked[name]) for name in ("since", "until")))
