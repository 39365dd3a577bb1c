"""申诉复核: a department asks, a supervisor decides; on the page of the rating."""

from __future__ import annotations

from flask import Blueprint, g, request
from flask_babel import gettext as _

from app import clock, transaction
from app.guard import needs
from app.services import rating_reviews
from app.supervision.ratings import Answer, answered, found

pages = Blueprint("rating_reviews", __name__, url_prefix="/supervision/ratings")


@pages.post("/<int(max=2147483647):rating>/review")
@needs("rating.ask_review")
def ask(rating: int) -> Answer:
    """Ask a supervisor for a review, with reasons."""
    done = found(
        lambda: rating_reviews.ask(
            transaction.session(), rating, request.form.get("why", ""), by=g.principal, now=clock.now()
        )
    )  # fmt: skip
    return answered(rating, done, _("Asked for. Until it is decided the rating counts as it is."))


@pages.post("/<int(max=2147483647):rating>/review/decision")
@needs("rating.review")
def decide(rating: int) -> Answer:
    """Decide what was asked for."""
    upheld = request.form.get("decision") == "untrue"
    done = found(
        lambda: rating_reviews.decide(
            transaction.session(), rating, request.form.get("answer", ""), upheld=upheld,
            by=g.principal, now=clock.now(),
        )
    )  # fmt: skip
    said = _("It counts in no average any more, and stays to be read.") if upheld else _("It stands and counts as it is.")  # fmt: skip
    return answered(rating, done, said)
