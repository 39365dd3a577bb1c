"""The page behind the square on a paper: it proves the paper and says nothing of whose it is."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, abort, current_app, make_response, render_template, request
from werkzeug.wrappers import Response

from app import clock, paper_words, transaction
from app.guard import open_to_all
from app.models import Paper
from app.public.pace import Pace
from app.services.papers import mark_of, spelled

pages = Blueprint("proof", __name__, url_prefix="/papers")
#: A token as it is made; anything else is not looked up.
TOKEN = re.compile(r"[A-Za-z0-9_-]{24}")
NOT_FOUND, TOO_MANY = 404, 429


@pages.get("/<string:token>")
@open_to_all
def show(token: str) -> Response:
    """Kind, number, day, centre, mark, and whether it stands; every other token gets one same answer."""
    pace: Pace = current_app.extensions.setdefault("paper_pace", Pace())
    address, now = request.remote_addr or "", clock.now()
    # Before anything is looked up: an address that guesses learns nothing even where it hits.
    if pace.is_over(address, now=now):
        abort(TOO_MANY)
    paper = _paper(token)
    if paper is None:
        pace.missed(address, now=now)
    return _page(paper)


def _paper(token: str) -> Any:
    if not TOKEN.fullmatch(token):
        return None
    return transaction.session().execute(sa.select(Paper).where(Paper.token == token)).scalar()


def _page(paper: Any) -> Response:
    with paper_words.centres_language():
        said = paper and {
            "title": paper.title,
            "number": paper.number,
            "day": paper_words.moment(paper.issued_at),
            "void": paper.void_at and paper_words.moment(paper.void_at),
            "mark": spelled(mark_of(paper)),
        }
        page = render_template("public/paper.html", paper=said)
    answer = make_response(page, 200 if paper else NOT_FOUND)
    # The address is the key: it is kept by no cache, no search engine, and told to no other page.
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
