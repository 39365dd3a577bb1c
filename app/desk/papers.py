"""A numbered paper: on the screen with the name masked, on paper in full, counted and journaled."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from app import clock, journal, paper_pdf, paper_qr, paper_words, transaction
from app.access import POLICIES
from app.domain.refusal import Refusal
from app.guard import needs
from app.models import Case, Paper
from app.refusals import sentence
from app.services import papers, rating_papers
from app.translations import lazy_gettext as _l
from app.typesetting import NotDrawn

pages = Blueprint("papers", __name__, url_prefix="/desk/papers")
UNPROCESSABLE = 422
LONGEST = 500
#: Why there is no PDF now → what whoever asked for it does.
UNDRAWN: dict[type[Exception], Any] = {
    paper_pdf.NoFonts: _l("No font on the server draws Chinese: print the paper, and tell the system administrator."),
    NotDrawn: _l("The server could not draw the PDF: print the paper, and tell the system administrator."),
}  # fmt: skip


@pages.get("/<int:paper_id>")
@needs("paper.print")
def show(paper_id: int) -> str:
    """The sheet as a preview, personal values masked."""
    paper, number = _paper(paper_id)
    return page(paper, number=number, given=False)


@pages.post("/<int:paper_id>/print")
@needs("paper.print")
def give(paper_id: int) -> str:
    """The sheet to print: counted, and journaled as a reading of the full name."""
    paper, number = _paper(paper_id)
    paper.printed += 1
    journal.access(transaction.session(), "paper", paper.number, "printed", count=paper.printed)
    return page(paper, number=number, given=True)


@pages.post("/<int:paper_id>/pdf")
@needs("paper.print")
def archived(paper_id: int) -> Answer:
    """The archived sheet, drawn now where the worker has not yet; journaled like a printing."""
    paper, number = _paper(paper_id)
    drawn = papers.archived(paper)
    if drawn is None:
        try:
            drawn = paper_pdf.keep(transaction.session(), paper, aside=True)
        except tuple(UNDRAWN) as problem:
            flash(UNDRAWN[type(problem)], "warning")
            return redirect(url_for("cases.show", number=number, tab="papers"))
    journal.access(transaction.session(), "paper", paper.number, "paper_taken")
    answer = Response(drawn, mimetype="application/pdf")
    # A server takes no header that is not ASCII, and the number is Chinese.
    void = paper_words.frame(copies=1, times=1)["void"]
    name = quote(f"{paper.number}（{void}）.pdf" if paper.void_at else f"{paper.number}.pdf")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer


@pages.get("/<int:paper_id>/void")
@needs("paper.void")
def ask_void(paper_id: int) -> str:
    """What voiding does, and why it is done."""
    paper, number = _paper(paper_id, "paper.void")
    return render_template("desk/paper_void.html", paper=paper, number=number, wrong=None)


@pages.post("/<int:paper_id>/void")
@needs("paper.void")
def void(paper_id: int) -> Any:
    """A wrongly made paper is void and its number kept; another in its place where it is asked for."""
    paper, number = _paper(paper_id, "paper.void", lock=True)
    done = papers.void(
        transaction.session(),
        paper,
        request.form.get("reason", "")[:LONGEST],
        case=number,
        anew=bool(request.form.get("anew")),
        by=g.principal.username,
        now=clock.now(),
    )
    if isinstance(done, Refusal):
        again = render_template(
            "desk/paper_void.html", paper=paper, number=number, wrong=sentence(done)
        )
        return again, UNPROCESSABLE
    said = (
        _("%(old)s is void, its number stays taken. %(new)s stands in its place.", old=paper.number, new=done)
        if done
        else _("%(old)s is void, its number stays taken.", old=paper.number)
    )  # fmt: skip
    flash(said, "good")
    return redirect(url_for("cases.show", number=number, tab="papers"), 303)


def _paper(paper_id: int, grant: str = "paper.print", *, lock: bool = False) -> tuple[Paper, str]:
    seen = POLICIES["paper"].rows(g.principal, grant)
    query = sa.select(Paper).where(Paper.id == paper_id, Paper.case_id.is_not(None), seen)
    # Two who void one paper at once would give out two in its place.
    paper = transaction.session().execute(query.with_for_update() if lock else query).scalar()
    if paper is None:
        abort(404)
    number = sa.select(Case.number).where(Case.id == paper.case_id)
    return paper, transaction.session().execute(number).scalar_one()


def page(paper: Paper, *, number: str = "", given: bool, back: str = "") -> str:
    """The sheet as HTML. The first printing gives every copy that the paper is made in, a later one one."""
    drawn = sheet(paper, given=given)
    return render_template("desk/paper.html", number=number, back=back, **drawn)


def sheet(paper: Paper, *, given: bool) -> dict[str, Any]:
    """What the template of a sheet asks for, alone or among several on one page."""
    times = paper.printed if given else paper.printed + 1
    copies = paper.copies if given and times == 1 else 1
    return {
        "paper": paper,
        "given": given,
        "times": times,
        "again": times > 1,
        "said": paper_words.frame(copies=copies, times=times),
        "blocks": paper_words.sheet(paper.content, printed=times, masked=not given),
        "voided": paper_words.moment(paper.void_at) if paper.void_at else None,
        "mark": papers.spelled(papers.mark_of(paper)),
        "square": paper_qr.svg(paper.token),
        **_inviting(paper, given=given),
    }


def _inviting(paper: Paper, *, given: bool) -> dict[str, Any]:
    """The square by which the case is rated, on the printed sheet alone: a preview shows nobody a key.

    A reprint has the same one while it works, for a case is rated once by this way; afterwards none.
    """
    if not given or not rating_papers.invites(paper.content["values"]):
        return {"invitation": None, "spent": False}
    link = rating_papers.printed(transaction.session(), paper, until=clock.now())
    drawn = paper_qr.drawn(paper_qr.rating(link)) if link else None
    return {"invitation": drawn, "spent": drawn is None}
