"""What follows a rating: it stays as it was given, a review takes it out of averages alone, raters are called on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import Case, Rating
from app.services import rating_reads, ratings
from app.services.rating_reads import Asked
from tests.conftest import keep
from tests.factories import desk, rated
from tests.factories.rated import GIVEN

HEAD = desk.officer("SWJ", "swj0", "department_head")
CALL = {"way": "phone", "reached": True, "satisfied": True, "said": "现在好了"}


@pytest.mark.parametrize("wrong", ["UPDATE rating SET level = 5", "UPDATE rating SET given_at = NULL", "UPDATE rating SET channel = 'paper'", "UPDATE rating SET excluded_by = 'x', excluded_at = NULL", "DELETE FROM rating"])  # fmt: skip
def test_what_was_given_is_changed_by_nobody_not_even_in_the_table(session, wrong):
    given = rated.rated(session, 1)
    ratings.exclude(session, given.id, "不实", by=desk.SUPERVISOR, now=GIVEN)
    keep(session)
    with pytest.raises(sa.exc.DatabaseError, match="does not change"):
        session.execute(sa.text(wrong))


def test_a_review_takes_it_out_of_the_averages_and_hides_nothing(session):
    given = rated.rated(session, 1)
    whole = rating_reads.figures(session, Asked(), by=desk.SUPERVISOR).whole
    assert (whole.many, whole.mean) == (1, 100)
    ratings.exclude(session, given.id, "当天没来过", by=desk.SUPERVISOR, now=GIVEN)
    assert rating_reads.figures(session, Asked(), by=desk.SUPERVISOR).whole.mean is None
    lines, more = rating_reads.listed(session, Asked(kind="excluded"), by=desk.SUPERVISOR)
    assert [line.rating["excluded_why"] for line in lines] == ["当天没来过"]
    again = ratings.exclude(session, given.id, "又一次", by=desk.SUPERVISOR, now=GIVEN)
    assert again == ratings.EXCLUDED


def test_without_a_reason_or_by_whoever_handled_the_case_nothing_is_excluded(session):
    given = rated.rated(session, 1)
    assert (
        ratings.exclude(session, given.id, " ", by=desk.SUPERVISOR, now=GIVEN) == ratings.NO_REASON
    )
    lijing = desk.person("lijing", "supervisor")
    assert ratings.exclude(session, given.id, "不实", by=lijing, now=GIVEN) == ratings.RATED
    with pytest.raises(ratings.NoSuchRating):
        ratings.exclude(session, given.id, "不实", by=HEAD, now=GIVEN)


def test_a_head_reads_the_ratings_of_their_department_and_a_clerk_none(session):
    rated.rated(session, 4)
    other = desk.officer("GAJ", "gaj0", "department_head")
    counts = [
        len(rating_reads.listed(session, Asked(), by=by)[0]) for by in (HEAD, other, desk.CLERK)
    ]
    assert counts == [1, 0, 0]


def test_who_agreed_is_called_on_after_the_answer_until_they_are_reached(session):
    given = rated.rated(session, 2, contact=True)
    assert due(session) == []
    rated.answered(session, given)
    assert due(session) == [given.id]
    ratings.revisit(session, given.id, **CALL | {"reached": False}, by=desk.SUPERVISOR, now=GIVEN)
    assert due(session) == [given.id]
    ratings.revisit(session, given.id, **CALL, by=desk.SUPERVISOR, now=GIVEN)
    assert due(session) == []
    assert [call.satisfied for call in rating_reads.calls(session, given.id)] == [True, None]


def test_nobody_is_called_who_did_not_agree_or_who_rated_well(session):
    case = rated.case(session)
    silent, content = rated.rated(session, 1, of=case), rated.rated(session, 5, of=case, contact=True, channel="paper")  # fmt: skip
    refused = [ratings.revisit(session, one.id, **CALL, by=desk.SUPERVISOR, now=GIVEN) for one in (silent, content)]  # fmt: skip
    assert refused == [ratings.UNASKED, ratings.GOOD]
    assert rating_reads.contact(session, silent.id, by=desk.SUPERVISOR, purpose="x") is None


def test_of_two_who_send_one_link_at_once_exactly_one_rates(session, app):
    token = rated.link(session)
    keep(session)
    ready, bind = Barrier(2), session.get_bind()

    def send(level):
        with Session(bind) as unit:
            ready.wait()
            done = ratings.give(unit, token, level=level, words="", contact=False, now=GIVEN)
            keep(unit)
            return isinstance(done, Rating)

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(send, (1, 2))) == [False, True]
    session.expire_all()
    assert session.scalar(sa.select(sa.func.count()).where(Rating.given_at.is_not(None))) == 1
    opened = sa.select(sa.func.count()).where(Case.kind == "rectification")
    assert session.scalar(opened) == 1


def due(session):
    lines, _more = rating_reads.listed(session, Asked(kind="to_call"), by=desk.SUPERVISOR)
    return [line.rating["id"] for line in lines]
