"""我的班: one's own shifts, what is asked of each other, and the calendar that follows along."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, transaction
from app.access import may
from app.domain.case import Refusal
from app.guard import needs
from app.refusals import sentence
from app.services import post_feeds, roster, swaps
from app.services import reference as names
from app.telling import days, posts

pages = Blueprint("swaps", __name__, url_prefix="/desk/shifts")
Answer = Response | str | tuple[str, int]
AHEAD = timedelta(days=56)


@pages.get("")
@needs("swap.read")
def show() -> str:
    """The next eight weeks of one's own."""
    return _page()


def _page(why: str = "", secret: str = "", whose: str = "") -> str:
    session, by, today = transaction.session(), g.principal, clock.today()
    places = roster.places(session, by=by)
    others = {one: name for place in places for one, name in place.able.items() if one != by.username}  # fmt: skip
    window = request.values.get("subject") if request.values.get("kind") == "window" else ""
    return render_template(
        "desk/shifts.html", rows=roster.mine(session, by=by, first=today, last=today + AHEAD),
        others=dict(sorted(others.items())), swaps=swaps.listed(session, by=by), places=places,
        windows={place.code: place.name for place in places}, known=names.reference(session),
        theirs=_theirs(session, by, today, set(others)), words=days, posts=posts, why=why,
        secret=secret and url_for("calendars.show", secret=secret, _external=True), whose=whose,
        alive=post_feeds.alive(session, "person", by.username), now=clock.now(), window=window,
        asks=may(by, "roster.ask"),
    )  # fmt: skip


def _theirs(session: Any, by: Any, today: Any, others: set[str]) -> list[tuple[Any, str]]:
    """Shifts of others that may be given in return: (shift, whose)."""
    found = roster.rows(session, today, today + AHEAD, *(place.code for place in roster.places(session, by=by)))  # fmt: skip
    return [
        (row, one) for row in found for one in (row.a, row.b)
        if one in others and by.username not in (row.a, row.b) and row.since > clock.now()
    ]  # fmt: skip


@pages.post("")
@needs("roster.ask")
def ask() -> Answer:
    """Ask somebody to take a shift; ``in_return`` is a shift of theirs and its owner, or a favour."""
    sent = request.form
    back, _dash, whose = sent.get("in_return", "").partition("-")
    other = whose or sent.get("other", "")
    try:
        done = swaps.ask(
            transaction.session(), sent.get("shift", 0, type=int), other=other,
            in_return=int(back) if back.isdigit() else None, by=g.principal, now=clock.now(),
        )  # fmt: skip
    except swaps.NoSuchSwap:
        abort(404)
    return _answered(done, _("Asked; you find the answer in your inbox."))


@pages.post("/<int:swap>/<any(agree, decline, withdraw):act>")
@needs("roster.ask")
def act(swap: int, act: str) -> Answer:
    """Answer what is asked of oneself, or take one's own back."""
    try:
        done = ACTS[act](transaction.session(), swap, by=g.principal, now=clock.now())
    except swaps.NoSuchSwap:
        abort(404)
    return _answered(done, SAID[act]())


ACTS: dict[str, Any] = {
    "agree": lambda *row, **how: swaps.answer(*row, agree=True, **how),
    "decline": lambda *row, **how: swaps.answer(*row, agree=False, **how),
    "withdraw": swaps.withdraw,
}
SAID: dict[str, Any] = {
    "agree": lambda: _("The shifts are swapped; they are told."),
    "decline": lambda: _("Declined; they are told."),
    "withdraw": lambda: _("Taken back."),
}


def _answered(done: Any, said: str) -> Answer:
    if isinstance(done, Refusal):
        transaction.rollback()
        return _page(sentence(done)), 422
    flash(said, "good")
    return redirect(url_for("swaps.show"), code=303)


@pages.post("/calendar/<any(make, end):act>")
@needs("roster.ask", "roster.write")
def follow(act: str) -> Answer:
    """A fresh calendar address, shown once; or the one there is ends."""
    kind = "window" if request.form.get("kind") == "window" else "person"
    subject = request.form.get("subject", "") if kind == "window" else g.principal.username
    how = {"by": g.principal, "now": clock.now()}
    try:
        if act == "end":
            return _answered(post_feeds.end(transaction.session(), kind, subject, **how), _("The address opens nothing any more."))  # fmt: skip
        done = post_feeds.make(transaction.session(), kind, subject, **how)
    except roster.NoSuchWindow:
        abort(404)
    if isinstance(done, Refusal):
        return _answered(done, "")
    # Shown on the answer itself and never again: neither a notice nor an address carries a secret.
    return _page(secret=done[1], whose=subject)
