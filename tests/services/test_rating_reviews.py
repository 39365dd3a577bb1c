"""申诉复核: the rated department asks once with reasons, a supervisor who handled nothing decides once (R90)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.models import JournalEntry, Message, RatingReview
from app.services import rating_reads, rating_reviews, ratings
from app.services.rating_reads import Asked
from tests.conftest import keep
from tests.factories import desk, rated
from tests.factories.rated import GIVEN

HEAD = desk.officer("SWJ", "swj0", "department_head")
OTHER = desk.officer("GAJ", "gaj0", "department_head")


def test_what_is_found_untrue_counts_nowhere_and_stays_to_be_read(session):
    given = asked(session)
    decide(session, given, upheld=True)
    assert rating_reads.figures(session, Asked(), by=desk.SUPERVISOR).whole.many == 0
    line = rating_reads.one(session, given.id, by=HEAD)
    assert (line.rating["level"], line.rating["excluded_why"]) == (1, "查过监控")
    keep(session)
    kinds = session.scalars(sa.select(JournalEntry.type).filter_by(noun="rating")).all()
    assert kinds[-3:] == ["rating_review_asked", "rating_review_decided", "rating_excluded"]
    said = session.scalars(sa.select(JournalEntry.data)).all()
    assert not any("没来过" in one or "查过监控" in one for one in said)


def test_what_stands_counts_and_is_not_asked_again(session):
    given = asked(session)
    assert rating_reads.listed(session, Asked(kind="to_review"), by=desk.SUPERVISOR)[0] != []
    row = decide(session, given, upheld=False)
    assert (row.upheld, row.decided_by, given.excluded_at) == (False, "ducha", None)
    assert rating_reads.figures(session, Asked(), by=desk.SUPERVISOR).whole.many == 1
    assert ask(session, given) == rating_reviews.ASKED
    assert decide(session, given, upheld=True) == rating_reviews.NOTHING
    assert (
        ratings.exclude(session, given.id, "不实", by=desk.SUPERVISOR, now=GIVEN) == ratings.STANDS
    )
    assert rating_reads.listed(session, Asked(kind="to_review"), by=desk.SUPERVISOR)[0] == []


def test_supervisors_hear_of_the_wish_and_the_department_of_the_answer(session):
    given = asked(session)
    decide(session, given, upheld=False)
    told = sa.select(Message.person, Message.kind).where(Message.kind.like("review%"))
    assert session.execute(told.order_by(Message.id)).all() == [
        ("ducha", "review_asked"),
        ("swj0", "review_decided"),
    ]


def test_nobody_who_handled_the_case_decides_nor_whoever_asked(session):
    given = asked(session)
    handler, asker = (desk.person(name, "supervisor") for name in ("lijing", "swj0"))
    assert decide(session, given, upheld=True, by=handler) == ratings.RATED
    assert decide(session, given, upheld=True, by=asker) == rating_reviews.OWN
    assert session.scalar(sa.select(RatingReview.decided_at)) is None


@pytest.mark.parametrize(("level", "why", "refused"), [(4, "不实", rating_reviews.GOOD), (1, " ", rating_reviews.NO_REASON), (1, "x" * 1001, ratings.LONG)])  # fmt: skip
def test_only_bad_ones_are_reviewed_and_only_with_reasons(session, level, why, refused):
    given = rated.rated(session, level)
    assert ask(session, given, why) == refused


def test_what_counts_nowhere_already_is_not_asked_about(session):
    given = rated.rated(session, 1)
    ratings.exclude(session, given.id, "不实", by=desk.SUPERVISOR, now=GIVEN)
    assert ask(session, given) == ratings.EXCLUDED


def test_another_department_and_clerks_ask_for_nothing(session):
    given = rated.rated(session, 1)
    for by in (OTHER, desk.CLERK):
        with pytest.raises(ratings.NoSuchRating):
            ask(session, given, by=by)


def test_a_supervisor_does_not_pass_by_what_was_asked(session):
    given = asked(session)
    done = ratings.exclude(session, given.id, "不实", by=desk.SUPERVISOR, now=GIVEN)
    assert done == ratings.WAITS
    decide(session, given, upheld=False)
    with pytest.raises(sa.exc.DatabaseError, match="does not change"):
        session.execute(sa.text("UPDATE rating_review SET upheld = NULL"))


def ask(session, given, why="当天没来过", by=HEAD):
    return rating_reviews.ask(session, given.id, why, by=by, now=GIVEN)


def asked(session):
    given = rated.rated(session, 1)
    assert isinstance(ask(session, given), RatingReview)
    return given


def decide(session, given, *, upheld, by=desk.SUPERVISOR):
    return rating_reviews.decide(session, given.id, "查过监控", upheld=upheld, by=by, now=GIVEN)
