"""轮岗培训: what is on record in a quarter, and who is due (R87)."""

from __future__ import annotations

import re
from datetime import date, timedelta

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, transaction
from app.access import may
from app.desk.roster import day_of
from app.domain.case import Refusal
from app.domain.roster import quarter_of
from app.guard import needs
from app.refusals import sentence
from app.services import reference as names
from app.services import training
from app.telling import days

pages = Blueprint("training", __name__, url_prefix="/desk/training")
Answer = Response | str | tuple[str, int]
QUARTER = re.compile(r"20\d\dQ[1-4]")
NO_DAY = Refusal("R87", "Give the day of the training.", {})
#: Quarters offered besides this one.
BACK = 4


@pages.get("")
@needs("training.read")
def show() -> str:
    """A quarter: the one that runs, or the one asked for."""
    return _page()


def _page(why: str = "") -> str:
    session, by, today = transaction.session(), g.principal, clock.today()
    asked = request.args.get("quarter", "")
    quarter = asked if QUARTER.fullmatch(asked) else quarter_of(today)
    return render_template(
        "desk/training.html", quarter=quarter, quarters=_quarters(today), why=why, words=days,
        due=training.due(session, quarter, by=by), rows=training.listed(session, quarter, by=by),
        people=training.everybody(session, by=by) if may(by, "roster.write") else {},
        known=names.reference(session), today=today, sent=request.form,
    )  # fmt: skip


def _quarters(today: date) -> list[str]:
    """The quarter that runs and those before it, the newest first."""
    found, day = [quarter_of(today)], today
    while len(found) <= BACK:
        day -= timedelta(days=28)
        found += [quarter_of(day)] if quarter_of(day) != found[-1] else []
    return found


@pages.post("")
@needs("roster.write")
def record() -> Answer:
    """People were trained."""
    day = day_of(request.form.get("done_on"))
    done = NO_DAY if day is None else training.record(
        transaction.session(), request.form.getlist("people"),
        topic=request.form.get("topic", ""), done_on=day, by=g.principal, now=clock.now(),
    )  # fmt: skip
    if isinstance(done, Refusal):
        transaction.rollback()
        return _page(sentence(done)), 422
    flash(_("The training of %(count)s people is on record.", count=len(done)), "good")
    return redirect(url_for("training.show", quarter=done[0].quarter), code=303)
