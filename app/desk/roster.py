"""值班表: windows by days with A and B, what nobody covers, and a shift set by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, transaction
from app.desk import roster_cells
from app.domain import roster_coverage
from app.domain.case import Refusal
from app.domain.field_readers import half_width
from app.domain.roster import days as days_between
from app.domain.roster import slots_of
from app.forms.calendar_texts import read_day
from app.guard import needs
from app.refusals import sentence
from app.services import reference as names
from app.services import roster, roster_gaps, roster_setting
from app.telling import days, posts

pages = Blueprint("roster", __name__, url_prefix="/desk/roster")
Answer = Response | str | tuple[str, int]
LISTED = 8


@pages.get("")
@needs("roster.read")
def show() -> str:
    """A week; ``day`` is one of it."""
    session, by, today = transaction.session(), g.principal, clock.today()
    monday = roster_cells.monday_of(day_of(request.args.get("day")) or today)
    week = roster.week(session, monday, monday + timedelta(days=6), by=by)
    known = names.reference(session)
    shown = [
        day
        for day in days_between(monday, monday + timedelta(days=6))
        if known.calendar.works_on(day) or any(at == day for _window, at in week.shifts)
    ]
    codes = [place.code for place in week.places]
    gaps = roster_coverage.gaps(roster_gaps.ahead(session, now=clock.now(), windows=codes))
    return render_template(
        "desk/roster.html", week=week, shown=shown, monday=monday, today=today, known=known,
        grid=[(place, [roster_cells.cell(week, place, day, known.people) for day in shown]) for place in week.places],
        absent=roster_cells.absent(week, shown, known.people), words=days, turn=timedelta(days=7),
        gaps=roster_cells.gap_lines(gaps[:LISTED], {one.code: one.name for one in week.places}),
        more=max(0, len(gaps) - LISTED),
    )  # fmt: skip


def day_of(text: str | None) -> date | None:
    """A day as an address or a field writes it, or as people type it: 2026/9/18, 2026年9月18日."""
    return read_day(half_width(text or ""))


@pages.get("/<string:window>/<string:day>")
@needs("roster.write")
def edit(window: str, day: str) -> str:
    """The shifts of a window on a day, each with its A and its B."""
    return _form(window, day)


def _form(window: str, day: str, why: str = "") -> str:
    session, at = transaction.session(), day_of(day) or abort(404)
    try:
        place = roster.place(session, window, by=g.principal)
    except roster.NoSuchWindow:
        abort(404)
    rows = roster.rows(session, at, at, window)
    known = names.reference(session)
    away = roster.away(session, at, at)
    return render_template(
        "desk/roster_shift.html", place=place, day=at, rows=_shown(rows, at, known), away=away,
        known=known, words=days, posts=posts, why=why,
    )  # fmt: skip


def _shown(rows: list[Any], day: date, known: Any) -> list[Any]:
    """What there is; where nothing is, the stretches of the day to begin with."""
    if rows:
        return rows
    return [
        {"since": span.since, "until": span.until, "a": None, "b": None, "version": -1, "edited": False}
        for span in slots_of(known.calendar, first=day, last=day, halves=True)
    ]  # fmt: skip


@pages.post("/<string:window>/<string:day>")
@needs("roster.write")
def put(window: str, day: str) -> Answer:
    """Set one shift."""
    sent = request.form
    try:
        wanted = roster_setting.Wanted(
            window, datetime.fromisoformat(f"{day}T{sent.get('since', '')}"),
            datetime.fromisoformat(f"{day}T{sent.get('until', '')}"),
            sent.get("a", ""), sent.get("b", ""), sent.get("version", -1, type=int),
        )  # fmt: skip
        done = roster_setting.put(
            transaction.session(), wanted, by=g.principal, now=clock.now()
        )  # fmt: skip
    except roster.NoSuchWindow:
        abort(404)
    except ValueError:
        done = roster.NO_HOURS
    if isinstance(done, Refusal):
        transaction.rollback()
        return _form(window, day, sentence(done)), 422
    flash(_("The shift is set; they find it in their inbox."), "good")
    return redirect(url_for("roster.show", day=day), code=303)
