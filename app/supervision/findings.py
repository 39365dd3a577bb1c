"""问责台账: findings on departments with their measures and days, and the figures beside them."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, transaction
from app.domain.case import Refusal
from app.guard import needs
from app.refusals import sentence
from app.services import findings
from app.services import reference as names
from app.telling import days

pages = Blueprint("findings", __name__, url_prefix="/supervision/findings")
Answer = Response | str | tuple[str, int]


@pages.get("")
@needs("finding.read")
def show() -> str:
    """Findings, the latest first: all of them, or those on one's own department."""
    return _page()


def _page(why: str = "", wrong: int = 0) -> str:
    session = transaction.session()
    asked = findings.Asked.read(request.args)
    rows = findings.listed(session, asked, by=g.principal)
    return render_template(
        "supervision/findings.html",
        asked=asked,
        rows=rows[: findings.PAGE],
        after=rows[findings.PAGE - 1]["row"].id if len(rows) > findings.PAGE else 0,
        figures=findings.figures(session, asked, by=g.principal),
        known=names.reference(session),
        now=clock.now(),
        words=days,
        why=why,
        wrong=wrong,
    )


@pages.post("/<int:finding>/settle")
@needs("finding.settle")
def settle(finding: int) -> Answer:
    """Say that the measures were taken."""
    said = request.form.get("said", "")
    try:
        done = findings.settle(
            transaction.session(), finding, said=said, by=g.principal, now=clock.now()
        )
    except findings.NoSuchFinding:
        abort(404)
    if isinstance(done, Refusal):
        return _page(sentence(done), finding), 422
    flash(_("Settled, and kept."), "good")
    return redirect(url_for("findings.show"), code=303)
