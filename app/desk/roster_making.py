"""排班: a rotation asked for, looked through with what makes it fair, and kept as it was looked at."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app import clock, transaction
from app.desk import roster_cells
from app.desk.roster import day_of
from app.domain.case import Refusal
from app.guard import needs
from app.refusals import sentence
from app.services import post_terms, roster, rostering
from app.services import reference as names
from app.telling import days

pages = Blueprint("roster_making", __name__, url_prefix="/desk/roster")
Answer = Response | str | tuple[str, int]
NO_DAY = Refusal("roster", "Give the first and the last day.", {})
#: Days of the roster shown of a preview; the week shows the rest once it is kept.
SHOWN, LISTED = 10, 8
#: What makes somebody's duties unlike the others' → its words.
WHY: dict[str, Any] = {
    "away": _l("was away"),
    "part_time": _l("part of a post"),
    "few_windows": _l("knows some windows only"),
    "by_hand": _l("set by hand"),
}


@pages.get("/make")
@needs("roster.write")
def ask() -> str:
    """What a rotation is asked for; from the coming Monday, for four weeks."""
    return _page()


def _page(why: str = "", **more: Any) -> str:
    session, today = transaction.session(), clock.today()
    monday = roster_cells.monday_of(today) + timedelta(days=7)
    sent = request.form
    return render_template(
        "desk/roster_make.html", places=roster.places(session, by=g.principal), why=why,
        first=sent.get("first") or monday.isoformat(), words=days, reasons=WHY,
        last=sent.get("last") or (monday + timedelta(days=27)).isoformat(),
        chosen=sent.getlist("windows"), halves="halves" in sent, weekly=sent.get("turn") == "week",
        known=names.reference(session), **more,
    )  # fmt: skip


def _wanted() -> rostering.Wanted | None:
    sent = request.form
    first, last = day_of(sent.get("first")), day_of(sent.get("last"))
    if first is None or last is None:
        return None
    windows = tuple(sorted(set(sent.getlist("windows"))))
    return rostering.Wanted(first, last, windows, "halves" in sent, sent.get("turn") == "week")


@pages.post("/make")
@needs("roster.write")
def make() -> Answer:
    """Look through it, or keep what was looked through."""
    wanted = _wanted()
    if wanted is None:
        return _page(sentence(NO_DAY)), 422
    session, how = transaction.session(), {"by": g.principal, "now": clock.now()}
    mark = request.form.get("mark", "")
    done = rostering.keep(session, wanted, mark=mark, **how) if mark else rostering.preview(session, wanted, **how)  # fmt: skip
    if isinstance(done, Refusal):
        transaction.rollback()
        return _page(sentence(done)), 422
    if isinstance(done, int):
        flash(_("The roster is kept: %(count)s shifts changed; everybody in it is told.", count=done), "good")  # fmt: skip
        return redirect(url_for("roster.show", day=wanted.first.isoformat()), code=303)
    return _preview(done)


def _preview(made: rostering.Made) -> str:
    places = {place.code: place.name for place in roster.places(transaction.session(), by=g.principal)}  # fmt: skip
    shifts = sorted([*made.shifts, *made.kept], key=lambda one: (one.since, one.window))
    shown = sorted({one.since.date() for one in shifts})[:SHOWN]
    cells: dict[tuple[str, date], list[Any]] = {}
    for one in shifts:
        cells.setdefault((one.window, one.since.date()), []).append(one)
    return _page(
        made=made, cells=cells, shown=shown, windows=places,
        gaps=roster_cells.gap_lines(made.gaps[:LISTED], places), more=max(0, len(made.gaps) - LISTED),
        posts=roster_cells.posts, total=len(shifts),
    )  # fmt: skip


@pages.get("/people")
@needs("roster.write")
def people() -> str:
    """Everybody in the rotation with their terms."""
    return _people()


def _people(why: str = "") -> str:
    session = transaction.session()
    places = {place.code: place.name for place in roster.places(session, by=g.principal)}
    return render_template(
        "desk/roster_people.html", people=post_terms.everybody(session), why=why,
        terms=post_terms.known(session), windows=places,
    )  # fmt: skip


@pages.post("/people")
@needs("roster.write")
def put() -> Answer:
    """Set the terms of one person."""
    done = post_terms.put(
        transaction.session(), request.form.get("person", ""),
        share=request.form.get("share", -1, type=int), windows=request.form.getlist("windows"),
        by=g.principal,
    )  # fmt: skip
    if isinstance(done, Refusal):
        transaction.rollback()
        return _people(sentence(done)), 422
    flash(_("Kept; the next rotation goes by it."), "good")
    return redirect(url_for("roster_making.people"), code=303)
