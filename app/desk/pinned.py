"""What a case is pinned to: its version and calendar, for those who may read versions (house §8)."""

from __future__ import annotations

from flask import Blueprint, abort, g, render_template
from flask_babel import gettext as _

from app import clock, transaction
from app.desk import acts
from app.guard import needs
from app.services import case_read, cases, pinned, pinned_case
from app.services.calendar_rows import BY_PACKAGE
from app.services.case_page import Page
from app.telling import days

pages = Blueprint("pinned", __name__, url_prefix="/desk/cases")


@pages.get("/<string:number>/version")
@needs("version.read")
def show(number: str) -> str:
    """The version whole, what differs today, and which calendar set the due dates; nobody's name."""
    session = transaction.session()
    try:
        page = case_read.open_page(session, number, by=g.principal)
    except cases.NoSuchCase:
        abort(404)
    stood = pinned_case.under(session, page.events)
    found = pinned.describe(session, stood[-1][1], now=clock.now(), translate=_)
    calendars = [
        (row, _reason(row.reason), [_clock(page, key) for key in keys])
        for row, keys in pinned_case.calendars_of(session, page.events)
    ]
    return render_template(
        "desk/pinned.html", page=page, found=found, stood=stood, calendars=calendars, words=days
    )


def _reason(said: str) -> str:
    """Why the calendar changed; of one that came in by package not who brought it."""
    return _("came in by package") if said.startswith(BY_PACKAGE) else said


def _clock(page: Page, key: str) -> str:
    """What a clock is called: the case's own, or its part's."""
    row = page.task(key)
    return acts.part_name(row) if row is not None else _("The whole case")
