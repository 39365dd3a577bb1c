"""评价: the page behind a link that works once. Nobody signs in here, and whoever is signed in is turned away."""

from __future__ import annotations

import ipaddress
import re
from typing import Any

from flask import Blueprint, current_app, g, make_response, render_template, request
from werkzeug.wrappers import Response

from app import clock, paper_words, transaction
from app.domain.masking import mask_number
from app.domain.ratings import LEVELS
from app.domain.refusal import Refusal
from app.guard import open_to_all
from app.models import Case, Rating
from app.public.secret_address import SecretAddress, keep_secret
from app.refusals import sentence
from app.services import ratings
from app.telling import ratings as words

pages = Blueprint("rating", __name__, url_prefix="/ratings")
RATING = SecretAddress("rating", re.compile(r"[A-Za-z0-9_-]{24}"), ratings.find)
FORBIDDEN, NOT_FOUND, WRONG = 403, 404, 422


@pages.get("/<string:token>")
@open_to_all
def show(token: str) -> Response:
    """The form; what became of the rating once it was given; every other address gets one same answer."""
    found = _opened(token)
    return found if isinstance(found, Response) else _page(found)


@pages.post("/<string:token>")
@open_to_all
def give(token: str) -> Response:
    """Rate, once."""
    found = _opened(token)
    if isinstance(found, Response):
        return found
    done = ratings.give(
        transaction.session(),
        token,
        level=request.form.get("level", 0, type=int),
        words=request.form.get("words", ""),
        contact="contact" in request.form,
        now=clock.now(),
    )
    if isinstance(done, Refusal) and done != ratings.USED:
        transaction.rollback()
        return _page(found, why=done, status=WRONG)
    return _page(found if isinstance(done, Refusal) else done, thanks=isinstance(done, Rating))


def _opened(token: str) -> Rating | Response:
    """The rating behind an address, or the answer to whoever has no business here."""
    # Whoever works here rates nothing, whosever link it is (R90).
    if g.principal.is_authenticated:
        return _answer({"staff": True}, FORBIDDEN)
    if _at_a_counter():
        return _answer({"counter": True}, FORBIDDEN)
    found = RATING.opened(token)
    return _answer({}, NOT_FOUND) if found is None else found


def _at_a_counter() -> bool:
    """Whether it is asked from the counters' own network, where the centre says which that is."""
    networks = current_app.config.get("YOUSHI_COUNTERS", ())
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return False
    return any(address in network for network in networks)


def _page(
    rating: Rating, *, why: Refusal | None = None, thanks: bool = False, status: int = 200
) -> Response:
    session = transaction.session()
    case = session.get_one(Case, rating.case_id)
    closed = ratings.stands(session, rating, now=clock.now())
    shown = {
        "rating": {"name": case.name, "number": mask_number(case.number)},
        "closed": closed,
        "why": why,
        "thanks": thanks,
        "reply": rating.reply if closed == ratings.USED else None,
        "replied": rating.replied_at and paper_words.moment(rating.replied_at),
        "until": paper_words.moment(rating.expires_at),
        "answered_by": _answered_by(rating) if rating.reply is None else None,
    }
    return _answer(shown, status)


def _answered_by(rating: Rating) -> str | None:
    """Until when whoever rated badly is answered; None where nobody answers any more."""
    if rating.rectification_id is None:
        return None
    answer = transaction.session().get_one(Case, rating.rectification_id)
    return paper_words.moment(answer.due_at) if answer.due_at and not answer.closed_at else None


def _answer(shown: dict[str, Any], status: int) -> Response:
    with paper_words.centres_language():
        page = render_template(
            "public/rating.html",
            sentence=sentence,
            levels=[(level, words.LEVELS[level]) for level in LEVELS],
            longest=ratings.LONGEST,
            **{"rating": None, "staff": False, "counter": False, **shown},
        )
    return keep_secret(make_response(page, status))
