"""The square on the paper an applicant leaves with: one link a case, made with the paper, the same when reprinted (R90)."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from app.domain.refusal import Refusal
from app.models import Case, JournalEntry, Paper, Rating
from app.services import cases, papers, rating_papers, ratings
from tests.conftest import keep
from tests.factories import closed, desk, lives, rated
from tests.factories.rated import CLOSED, GIVEN


def test_the_paper_that_closes_a_case_brings_its_link_of_which_only_the_hash_is_kept(session):
    paper = picked_up(session)
    row = session.scalars(sa.select(Rating).filter_by(channel="paper")).one()
    assert (row.case_id, row.level) == (paper.case_id, None)
    assert paper.content["values"]["rating_until"] == row.expires_at.isoformat()
    link = rating_papers.printed(session, paper)
    assert link not in (row.token, row.salt)
    given = ratings.give(session, link, level=2, words="", contact=False, now=GIVEN)
    assert (given.channel, given.rectification_id is not None) == ("paper", True)


def test_a_reprint_has_the_same_link_until_it_is_used_and_none_afterwards(session):
    paper = picked_up(session)
    link = rating_papers.printed(session, paper, until=GIVEN)
    assert rating_papers.printed(session, paper, until=GIVEN + timedelta(days=1)) == link
    ratings.give(session, link, level=5, words="", contact=False, now=GIVEN)
    assert rating_papers.printed(session, paper, until=GIVEN) is None
    # What is drawn for the archive says what was given out, whenever it is drawn.
    assert rating_papers.printed(session, paper) == link


def test_a_link_that_ran_out_is_not_printed_again(session):
    paper = picked_up(session)
    late = GIVEN + timedelta(days=31)
    assert rating_papers.printed(session, paper, until=late) is None


def test_a_paper_in_the_place_of_a_void_one_has_the_same_link_and_the_void_one_has_none(session):
    paper = picked_up(session)
    link = rating_papers.printed(session, paper)
    number = session.scalar(sa.select(Case.number))
    papers.void(session, paper, "姓名写错", case=number, anew=True, by="ducha", now=GIVEN)
    another = session.scalars(sa.select(Paper).filter_by(kind="pickup", void_at=None)).one()
    assert rating_papers.printed(session, another) == link
    assert rating_papers.printed(session, paper) is None


def test_papers_of_a_running_case_and_results_that_are_mailed_invite_to_nothing(session):
    number = desk.accepted_case(session).number
    lives.all_granted(session, number)
    assert session.scalars(sa.select(Rating)).all() == []
    lives.act(session, number, "finish_step", task="hand_over")
    lives.act(session, number, "deliver", task="hand_over", way="mail", tracking="EX1")
    assert session.scalars(sa.select(Rating)).all() == []


def test_who_made_it_is_on_record_and_no_link_is(session):
    paper = picked_up(session)
    link = rating_papers.printed(session, paper)
    keep(session)
    said = session.scalars(sa.select(JournalEntry).filter_by(noun="rating")).all()
    assert [(one.type, one.by) for one in said] == [("rating_linked", "lijing")]
    assert not any(link in text for text in session.scalars(sa.select(JournalEntry.data)))


def test_each_way_has_a_link_of_its_own(session):
    case = session.get_one(Case, picked_up(session).case_id)
    assert rated.rated(session, 5, of=case).channel == "window"
    assert len(session.scalars(sa.select(Rating)).all()) == 2


def picked_up(session):
    number = closed.received(session, CLOSED)
    for by, command in (
        (desk.officer("SWJ"), {"verb": "grant", "task": "main"}),
        (desk.CLERK, {"verb": "finish_step", "task": "hand_over"}),
        (desk.CLERK, {"verb": "deliver", "task": "hand_over", "receiver": "金海", "way": "window", "collector": "applicant"}),
    ):  # fmt: skip
        done = cases.perform(session, number, command, by=by, now=CLOSED)
        assert not isinstance(done, Refusal), done
    return session.scalars(sa.select(Paper).filter_by(kind="pickup")).one()
