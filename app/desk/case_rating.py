"""评价 on a case: the link for its applicant, what was rated, and what a rectification answers."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, paper_qr, transaction
from app.access import may
from app.domain.refusal import Refusal
from app.guard import needs
from app.models import Case
from app.refusals import sentence
from app.services import case_access, rating_links, rating_reads
from app.telling import days
from app.telling import ratings as words

pages = Blueprint("case_rating", __name__, url_prefix="/desk/cases")
#: Whoever stands before the applicant shows them the square; the one on the receipt is printed.
HERE = "window"
Answer = Response | str | tuple[str, int]


@pages.get("/<string:number>/rating")
@needs("task.read")
def show(number: str) -> Answer:
    """The square where there is one, what was rated as far as the reader may know, what this answers."""
    return _page(_case(number))


@pages.post("/<string:number>/rating")
@needs("paper.print")
def make(number: str) -> Answer:
    """Make the link for an applicant at the window."""
    case = _case(number)
    done = rating_links.link(
        transaction.session(), case, HERE, by=g.principal.username, now=clock.now()
    )
    if isinstance(done, Refusal):
        transaction.rollback()
        return _page(_case(number), sentence(done)), 422
    flash(_("The square is ready. Turn the screen to the applicant, or let them take the link along."), "good")  # fmt: skip
    return redirect(url_for("case_rating.show", number=case.number), code=303)


def _case(number: str) -> Case:
    query = sa.select(Case).where(Case.number == number, case_access.visible(g.principal))
    found = transaction.session().scalars(query).one_or_none()
    if found is None:
        abort(404)
    return found


def _page(case: Case, why: str = "") -> str:
    session, by = transaction.session(), g.principal
    square = _square(case) if may(by, "paper.print") else None
    return render_template(
        "desk/case_rating.html",
        case=case,
        rows=rating_reads.of_case(session, case.id, by=by),
        answers=rating_reads.answered_by(session, case.id, by=by),
        square=square,
        makes=may(by, "paper.print") and not rating_links.refused(session, case, HERE),
        told=words,
        words=days,
        why=why,
    )


def _square(case: Case) -> dict[str, Any] | None:
    """The link that waits to be used, drawn; none where it was used or has run out."""
    rating = rating_links.waiting(transaction.session(), case, HERE, now=clock.now())
    if rating is None:
        return None
    address = paper_qr.rating(rating_links.token(rating))
    return {"address": address, "drawn": paper_qr.drawn(address), "until": rating.expires_at}
