"""好差评: one rating a closed case and way, by a link that works once; bad ones are answered by others (R90)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.domain.refusal import Refusal
from app.models import Case, JournalEntry, Paper, Rating, Task
from app.services import cases, rating_links, ratings, replay
from tests.conftest import keep
from tests.factories import closed, desk, rated
from tests.factories.rated import GIVEN


def test_a_link_rates_once_and_says_nothing_of_it_the_second_time(session):
    token = rated.link(session)
    given = ratings.give(session, token, level=5, words="", contact=False, now=GIVEN)
    assert (given.level, given.given_at) == (5, GIVEN)
    again = ratings.give(session, token, level=1, words="", contact=False, now=GIVEN)
    assert again == ratings.USED
    assert session.scalars(sa.select(Rating.level)).all() == [5]


def test_the_table_holds_no_link_and_a_link_is_the_same_whenever_it_is_shown(session):
    token = rated.link(session)
    row = session.scalars(sa.select(Rating)).one()
    assert token not in (row.token, row.salt)
    assert rating_links.token(row) == token


def test_nobody_rated_is_no_level_at_all(session):
    rated.link(session)
    assert session.scalars(sa.select(Rating.level)).all() == [None]


def test_each_way_rates_once_and_a_running_case_has_no_link(session):
    case = rated.case(session)
    rated.rated(session, 5, of=case)
    assert rating_links.link(session, case, "window", by="lijing", now=GIVEN) == rating_links.GIVEN
    rated.rated(session, 4, of=case, channel="paper")
    number = closed.received(session, GIVEN)
    running = session.scalars(sa.select(Case).filter_by(number=number)).one()
    assert (
        rating_links.link(session, running, "window", by="lijing", now=GIVEN) == rating_links.OPEN
    )


def test_a_link_runs_out_with_its_last_day_and_is_made_anew(session):
    case = rated.case(session)
    token = rated.link(session, case)
    late = GIVEN + timedelta(days=31)
    assert (
        ratings.give(session, token, level=5, words="", contact=False, now=late) == ratings.EXPIRED
    )
    made = rating_links.link(session, case, "window", by="lijing", now=late)
    assert rating_links.token(made) != token
    assert ratings.find(session, token) is None


@pytest.mark.parametrize("level", [0, 6, -1])
def test_there_are_five_levels_and_no_other(session, level):
    token = rated.link(session)
    assert (
        ratings.give(session, token, level=level, words="", contact=False, now=GIVEN)
        == ratings.LEVEL
    )


@pytest.mark.parametrize(("level", "opens"), [(5, False), (3, False), (2, True), (1, True)])
def test_a_bad_one_opens_its_rectification_at_once_with_five_working_days(session, level, opens):
    given = rated.rated(session, level)
    assert (given.rectification_id is not None) == opens
    if opens:
        case = session.get_one(Case, given.rectification_id)
        # Friday the 18th; the 20th is worked, the 25th and 26th are off.
        assert (case.kind, case.due_at.date().isoformat()) == ("rectification", "2026-09-24")
        assert session.scalars(sa.select(Paper).filter_by(case_id=case.id)).all() == []


@pytest.mark.parametrize("verb", ["claim", "finish_step", "grant", "transfer"])
def test_whoever_handled_the_case_touches_its_rectification_by_no_act(session, verb):
    given = rated.rated(session, 1)
    number = session.get_one(Case, given.rectification_id).number
    command = {
        "verb": verb,
        "task": "main",
        "reply": "没有问题",
        "department": "ZHCK",
        "reason": "x",
    }
    for handler in ("lijing", "swj1"):
        moved = desk.officer("DCKP", handler)
        done = cases.perform(session, number, command, by=moved, now=GIVEN)
        assert isinstance(done, Refusal)
        assert done.rule == "R80"


def test_nor_is_it_given_to_them(session):
    case = rated.case(session)
    case.first_contact = "dckp1"
    given = rated.rated(session, 1, of=case)
    number = session.get_one(Case, given.rectification_id).number
    head = desk.officer("DCKP", "head", "department_head")
    command = {"verb": "assign", "task": "main", "owner": "dckp1"}
    assert cases.perform(session, number, command, by=head, now=GIVEN).rule == "R80"


@pytest.mark.parametrize("verb", ["grant", "refuse", "grant_partly"])
def test_it_closes_with_a_reply_alone_which_the_rater_then_reads(session, verb):
    given = rated.rated(session, 2)
    number = session.get_one(Case, given.rectification_id).number
    step = {"verb": "finish_step", "task": "main", "opinion": "属实"}
    cases.perform(session, number, step, by=rated.RECTIFIER, now=GIVEN)
    close = {"verb": verb, "task": "main", "reason": "理由", "law": "条例", "remedy": "复核"}
    refused = cases.perform(session, number, close, by=rated.RECTIFIER, now=GIVEN)
    assert isinstance(refused, Refusal)
    done = cases.perform(
        session, number, close | {"reply": "改好了"}, by=rated.RECTIFIER, now=GIVEN
    )
    assert done.state["closed_at"]
    session.refresh(given)
    assert (given.reply, given.replied_at) == ("改好了", GIVEN)


def test_nothing_waits_at_a_window_after_the_reply_and_the_rows_are_the_fold(session):
    given = rated.rated(session, 2)
    rated.answered(session, given)
    keep(session)
    tasks = sa.select(Task.state).where(Task.case_id == given.rectification_id)
    assert set(session.scalars(tasks)) == {"closed"}
    assert list(replay.replay(session)) == []


def test_what_answers_a_rating_is_not_rated_itself(session):
    given = rated.rated(session, 2)
    rated.answered(session, given)
    case = session.get_one(Case, given.rectification_id)
    assert rating_links.link(session, case, "window", by="x", now=GIVEN) == rating_links.ANSWER


def test_a_rating_stands_where_the_centre_has_no_rectification(session):
    token = rated.link(session)
    session.execute(
        sa.text("UPDATE appeal_class SET retired_at = '2026-01-01' WHERE rectification")
    )
    given = ratings.give(session, token, level=1, words="", contact=False, now=GIVEN)
    assert (given.level, given.rectification_id) == (1, None)


def test_the_journal_says_that_and_how_and_no_word_of_the_rater(session):
    rated.rated(session, 1, "窗口的人态度差 13804331234")
    keep(session)
    entries = session.scalars(sa.select(JournalEntry.data)).all()
    assert not any("态度差" in data or "13804331234" in data for data in entries)
    kinds = session.scalars(sa.select(JournalEntry.type).filter_by(noun="rating")).all()
    assert kinds == ["rating_linked", "rated"]
