"""The page behind the square on a paper: it proves the paper and says nothing of whose it is."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, make_response, render_template
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app import paper_words
from app.guard import open_to_all
from app.models import Paper
from app.public.secret_address import SecretAddress, keep_secret
from app.services.papers import mark_of, spelled

pages = Blueprint("proof", __name__, url_prefix="/papers")


def _paper(session: Session, token: str) -> Paper | None:
    return session.execute(sa.select(Paper).where(Paper.token == token)).scalar()


PAPER = SecretAddress("paper", re.compile(r"[A-Za-z0-9_-]{24}"), _paper)
NOT_FOUND = 404


@pages.get("/<string:token>")
@open_to_all
def show(token: str) -> Response:
    """Kind, number, day, centre, mark, and whether it stands; every other token gets one same answer."""
    return _page(PAPER.opened(token))


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
    return keep_secret(make_response(page, 200 if paper else NOT_FOUND))
