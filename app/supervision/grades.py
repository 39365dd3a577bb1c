"""季度考核: the grades of departments, live while the quarter runs and frozen when it is over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app import clock, transaction
from app.domain import grades
from app.domain.refusal import Refusal
from app.domain.roster import quarter_of
from app.guard import needs
from app.refusals import sentence
from app.services import grading
from app.services import reference as names
from app.telling import days

pages = Blueprint("grades", __name__, url_prefix="/supervision/grades")
GRADES: dict[str, Any] = {
    "excellent": _l("excellent"), "good": _l("good"), "passed": _l("qualified"), "failed": _l("not qualified"),
}  # fmt: skip
DAY = timedelta(days=1)
Answer = Response | str | tuple[str, int]


@pages.get("")
@needs("grading.read")
def show() -> str:
    """The grades of a quarter: as frozen, else as they stand now."""
    return _page(request.args.get("quarter") or quarter_of(clock.today()))


@pages.post("/freeze")
@needs("grading.freeze")
def freeze() -> Answer:
    """Let a quarter stand."""
    quarter = request.form.get("quarter", "")
    _period(quarter)
    done = grading.freeze(transaction.session(), quarter, by=g.principal, now=clock.now())
    if isinstance(done, Refusal):
        transaction.rollback()
        return _page(quarter, sentence(done)), 422
    flash(_("The grades of %(quarter)s stand from now on.", quarter=days.quarter(quarter)), "good")
    return redirect(url_for("grades.show", quarter=quarter), code=303)


def _period(quarter: str) -> grades.Period:
    try:
        return grades.period_of(quarter)
    except ValueError:
        abort(404)


def _page(quarter: str, why: str = "") -> str:
    session, period = transaction.session(), _period(quarter)
    stands = grading.frozen(session, quarter)
    before = quarter_of(period.since.replace(day=1) - DAY)
    after = quarter_of(period.until + DAY)
    return render_template(
        "supervision/grades.html",
        quarter=quarter,
        period=period,
        stands=stands,
        lines=stands.figures if stands else grading.figures(session, period),
        before=before,
        after=after if period.until < clock.today() else "",
        over=period.until < clock.today(),
        said=days.quarter,
        grades=GRADES,
        known=names.reference(session),
        words=days,
        why=why,
    )
