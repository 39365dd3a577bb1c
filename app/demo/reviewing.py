"""What a supervisor of a demo centre decides: reviews of ratings, repeat causes, the quarter that is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.access import Principal, Role
from app.demo.activity import Activity
from app.demo.crew import NobodyThere
from app.demo.posts import Centre
from app.domain import ratings
from app.domain.bulletin import month_before
from app.domain.causes import CHANGED, UNCHANGED
from app.domain.roster import quarter_of
from app.models import Rating, RatingReview
from app.services import cause_catalogue, causes, grading, rating_reviews
from app.services.ratings import NoSuchRating

#: Working hours ago: told to whoever works out a moment.
Ago = Callable[..., datetime]
#: Reviews that are asked for; the last one waits.
REVIEWS = 3


def fill(centre: Centre, activity: Activity, *, by: Principal, ago: Ago) -> None:
    """A review decided and one waiting, a cause with a change and one without, a frozen quarter."""
    _reviews(centre, activity, by, ago)
    _causes(centre, activity, by, ago)
    begun = centre.now.date().replace(day=1)
    while quarter_of(begun) == quarter_of(centre.now.date()):
        begun -= timedelta(days=1)
    grading.freeze(centre.session, quarter_of(begun), by=by, now=centre.now)


def _reviews(centre: Centre, activity: Activity, by: Principal, ago: Ago) -> None:
    bad = sa.select(Rating).where(
        Rating.level.in_(ratings.BAD), Rating.excluded_at.is_(None), Rating.department.is_not(None)
    )
    rows = centre.session.scalars(bad.order_by(Rating.given_at, Rating.id)).all()[-REVIEWS:]
    for at, rating in enumerate(rows):
        asked = _asked(centre, activity, rating, now=ago(centre, hours=12 - at))
        if asked is None or at == len(rows) - 1:
            continue
        upheld = at == 0 and len(rows) > 1 + 1
        said = activity.text("review_upheld" if upheld else "review_kept", centre.rng)
        rating_reviews.decide(
            centre.session, rating.id, said, upheld=upheld, by=by, now=ago(centre, hours=5 - at)
        )


def _asked(
    centre: Centre, activity: Activity, rating: Rating, *, now: datetime
) -> RatingReview | None:
    try:
        head = centre.crew.one(Role.DEPARTMENT_HEAD, rating.department or "", rng=centre.rng)
        why = activity.text("review_asked", centre.rng)
        done = rating_reviews.ask(centre.session, rating.id, why, by=head, now=max(now, rating.given_at or now))  # fmt: skip
    except (NobodyThere, NoSuchRating):  # whoever is kept from the case asks for nothing of it
        return None
    return done if isinstance(done, RatingReview) else None


def _causes(centre: Centre, activity: Activity, by: Principal, ago: Ago) -> None:
    """Of last month's causes the first ends in a change, the second in a reason why not; the rest waits."""
    period = month_before(centre.now.date())
    for at, one in enumerate(causes.listed(centre.session, period)[:2]):
        offered = cause_catalogue.offered(centre.session, one.cause)
        change = at == 0 and bool(offered)
        causes.decide(
            centre.session, one.cause, period, outcome=CHANGED if change else UNCHANGED,
            named=offered[0].place if change else "", last=0,
            why=activity.text("cause_changed" if change else "cause_kept", centre.rng),
            by=by, now=ago(centre, hours=6 - at),
        )  # fmt: skip
