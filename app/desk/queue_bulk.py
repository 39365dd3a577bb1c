"""One act on many rows of the queue: each in a transaction of its own, each with its result in words."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, render_template, request
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response

from app import clock, transaction
from app.desk import papers
from app.desk.queue import back
from app.domain.case import Refusal
from app.guard import needs
from app.refusals import sentence
from app.services import bulk, cases

pages = Blueprint("queue_bulk", __name__, url_prefix="/desk/queue")
#: As many as two pages of a list that somebody works through; more is no choosing.
MOST = 200


@pages.post("/<any(claim, release):verb>")
@needs("task.claim")
def take(verb: str) -> Response | str:
    """Claim or release the chosen rows."""
    return _results(verb)


@pages.post("/assign")
@needs("task.assign")
def assign() -> Response | str:
    """Give the chosen rows to a colleague; who that is, is asked first."""
    if request.form.get("owner"):
        return _results("assign")
    chosen = _chosen()
    people = bulk.owners(transaction.session(), chosen, by=g.principal)
    return render_template("desk/bulk_assign.html", chosen=chosen, people=people, back=back())


@pages.post("/remind")
@needs("task.remind")
def remind() -> Response | str:
    """Ask whoever handles the chosen rows to go on."""
    return _results("remind")


@pages.post("/print")
@needs("paper.print")
def print_papers() -> Response | str:
    """The papers of the chosen rows that nobody has printed yet, on one page."""
    return _results("print")


def _chosen() -> list[str]:
    return list(dict.fromkeys(request.form.getlist("task")))[:MOST]


def _results(verb: str) -> str:
    results = [_one(verb, number) for number in _chosen()]
    sheets = [sheet for result in results for sheet in result["sheets"]]
    return render_template("desk/bulk.html", verb=verb, results=results, sheets=sheets, back=back())


def _one(verb: str, number: str) -> dict[str, Any]:
    """One row: done and kept, or skipped or failed and nothing of it kept."""
    unit, owner = transaction.session(), request.form.get("owner", "")
    try:
        done = bulk.act(unit, verb, number, by=g.principal, now=clock.now(), owner=owner)
        if isinstance(done, Refusal):
            transaction.rollback()
            return _said(number, "skipped", sentence(done))
        sheets = [papers.sheet(paper, given=True) for paper in done]
        transaction.commit()
    except cases.NoSuchCase:
        transaction.rollback()
        return _said(number, "failed", _("This number is not in your queue."))
    except DBAPIError:
        # The database was busy or away for this one: the others are tried all the same.
        transaction.rollback()
        return _said(number, "failed", _("The database did not take it; try it again."))
    return _said(number, "done", "") | {"sheets": sheets}


def _said(number: str, state: str, why: str) -> dict[str, Any]:
    return {"number": number, "state": state, "why": why, "sheets": []}
