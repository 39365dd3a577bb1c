"""好差评: what applicants said, by department, item and channel; what was replied, reviewed and called upon."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, transaction
from app.domain.refusal import Refusal
from app.guard import needs
from app.refusals import sentence
from app.services import rating_links, rating_reads, rating_reviews, ratings
from app.services import reference as names
from app.services.rating_reads import KINDS, LEVELS, Asked
from app.telling import days
from app.telling import ratings as words

pages = Blueprint("ratings", __name__, url_prefix="/supervision/ratings")
Answer = Response | str | tuple[str, int]
NARROWED = ("kind", "level", "department", "channel", "item")


@pages.get("")
@needs("rating.read")
def show() -> str:
    """The ratings asked for with their averages: how many, and a dash where there are none."""
    session, by = transaction.session(), g.principal
    wanted = asked()
    lines, more = rating_reads.listed(session, wanted, by=by, after=_after())
    return render_template(
        "supervision/ratings.html",
        asked=wanted,
        lines=lines,
        more=more and f"{lines[-1].rating['given_at'].isoformat()}.{lines[-1].rating['id']}",
        figures=rating_reads.figures(session, wanted, by=by),
        call_by=partial(rating_reads.call_by, days=rating_links.days(session)["revisit_days"]),
        known=names.reference(session),
        told=words,
        words=days,
        now=clock.now(),
    )


def asked() -> Asked:
    """What the address asks for."""
    given = {name: request.args.get(name, "")[:64] for name in NARROWED}
    if given["kind"] not in KINDS or given["level"] not in LEVELS:
        abort(400)
    return Asked(**given, since=_day("since"), until=_day("until"))


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, "").strip())
    except ValueError:
        return None  # what is no day narrows nothing; the field shows that it is empty


def _after() -> tuple[datetime, int] | None:
    at, _dot, number = request.args.get("after", "").rpartition(".")
    try:
        return (datetime.fromisoformat(at), int(number)) if at else None
    except ValueError:
        abort(400)


@pages.get("/<int(max=2147483647):rating>")
@needs("rating.read")
def one(rating: int) -> str:
    """One rating with its words, the reply, the review and the calls."""
    return _page(rating)


def _page(rating: int, why: str = "", contact: dict[str, str] | None = None) -> str:
    session, by = transaction.session(), g.principal
    line = found(lambda: rating_reads.one(session, rating, by=by))
    return render_template(
        "supervision/rating.html",
        line=line,
        review=rating_reviews.of_rating(session, rating),
        calls=rating_reads.calls(session, rating),
        call_by=rating_reads.call_by(line.rating, days=rating_links.days(session)["revisit_days"]),
        known=names.reference(session),
        contact=contact,
        told=words,
        words=days,
        now=clock.now(),
        why=why,
    )


def found(act: Any) -> Any:
    """What an act gives; a rating that is not theirs is none."""
    try:
        return act()
    except ratings.NoSuchRating:
        abort(404)


@pages.post("/<int(max=2147483647):rating>/exclude")
@needs("rating.review")
def exclude(rating: int) -> Answer:
    """Take an untrue one out of the averages."""
    done = found(
        lambda: ratings.exclude(
            transaction.session(), rating, request.form.get("why", ""), by=g.principal, now=clock.now()
        )
    )  # fmt: skip
    return answered(rating, done, _("It counts in no average any more, and stays to be read."))


@pages.post("/<int(max=2147483647):rating>/revisits")
@needs("rating.revisit")
def call(rating: int) -> Answer:
    """Put a call on record."""
    came = request.form.get("found", "")
    done = found(
        lambda: ratings.revisit(
            transaction.session(), rating, way=request.form.get("way", ""), reached=came != "missed",
            satisfied={"content": True, "not_content": False}.get(came),
            said=request.form.get("said", ""), by=g.principal, now=clock.now(),
        )
    )  # fmt: skip
    return answered(rating, done, _("The call is on record."))


@pages.post("/<int(max=2147483647):rating>/contact")
@needs("rating.revisit")
def contact(rating: int) -> Answer:
    """Name and telephone of a rater who agreed to be called; the reading leaves a trace."""
    session = transaction.session()
    purpose = _("To call on somebody who rated")
    person = found(lambda: rating_reads.contact(session, rating, by=g.principal, purpose=purpose))
    if person is None:
        return _page(rating, sentence(ratings.UNASKED)), 422
    return _page(rating, contact=person)


def answered(rating: int, done: Any, said: str) -> Answer:
    """Back to the rating; with the reason where the act was refused."""
    if isinstance(done, Refusal):
        transaction.rollback()
        return _page(rating, sentence(done)), 422
    flash(said, "good")
    return redirect(url_for("ratings.one", rating=rating), code=303)
