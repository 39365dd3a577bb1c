"""Somebody stands in for an absent colleague: seen in their queue, on record in their acts, over by itself."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.domain.case import Refusal
from app.models import Cover, JournalEntry, Message, Task
from app.services import case_events, cases, covers, queue, queue_counts, replay
from tests.conftest import keep
from tests.factories import desk

NOW = desk.NOW
TODAY = NOW.date()
HEAD = desk.officer("SCJG", "scjg0", role="department_head")
ONE, TWO = desk.officer("SCJG", "scjg1"), HEAD


def test_an_absent_colleagues_parts_stand_in_the_covers_queue_and_stay_the_colleagues(claimed):
    assert mine(claimed, TWO) == []
    arranged(claimed)
    assert mine(claimed, TWO) == ["scjg1"]
    assert queue_counts.around(claimed, by=TWO, today=TODAY).counts["mine"] == 1


def test_it_ends_by_itself_after_its_last_day(claimed):
    arranged(claimed, until=TODAY + timedelta(days=1))
    assert mine(claimed, TWO, now=NOW + timedelta(days=1))
    assert not mine(claimed, TWO, now=NOW + timedelta(days=2))


def test_it_does_not_begin_before_its_first_day(claimed):
    tomorrow = TODAY + timedelta(days=1)
    arranged(claimed, since=tomorrow, until=tomorrow)
    assert not mine(claimed, TWO)


def test_whoever_is_back_early_ends_it(claimed):
    row = arranged(claimed)
    covers.end(claimed, row.id, by=ONE, now=NOW)
    claimed.flush()
    assert not mine(claimed, TWO)
    assert covers.end(claimed, row.id, by=ONE, now=NOW) == covers.ENDED


def test_what_a_cover_does_says_who_acted_and_for_whom(claimed):
    arranged(claimed)
    event = finish(claimed, TWO)
    assert (event["by"], event["acted_by"], event["acted_for"]) == ("scjg0", "scjg0", "scjg1")
    part = task(claimed)
    assert (part.owner, part.acted_by) == ("scjg1", "scjg0")
    keep(claimed)
    assert list(replay.replay(claimed)) == []


def test_papers_that_a_cover_takes_in_say_so_until_that_is_taken_back(claimed):
    arranged(claimed)
    number = task(claimed).number.rpartition("-")[0]
    papers = [next(iter(cases.take(claimed, number, lock=False).state["documents"]))]
    supply = {"verb": "supply", "task": "reg", "documents": papers}
    (came, *_more) = cases.perform(claimed, number, supply, by=TWO, now=NOW).events
    claimed.expire_all()
    assert (came["acted_for"], task(claimed).acted_by) == ("scjg1", "scjg0")
    keep(claimed)
    log = case_events.events_of(claimed, task(claimed).case_id)
    taken_back = {"verb": "undo", "task": None, "log": log}
    done = cases.perform(claimed, number, taken_back, by=TWO, now=NOW)
    assert isinstance(done, cases.Performed), done
    claimed.expire_all()
    assert task(claimed).acted_by is None
    keep(claimed)
    assert list(replay.replay(claimed)) == []


def test_without_a_cover_nobody_acts_for_anybody_whatever_a_form_says(claimed):
    event = finish(claimed, TWO, cover_for="scjg1")
    assert "acted_for" not in event


@pytest.mark.parametrize(
    ("by", "person", "stands_in", "until", "refused"),
    [
        (ONE, "scjg0", "scjg1", 0, covers.NOT_YOURS),
        (ONE, "scjg1", "scjg1", 0, covers.THEMSELVES),
        (ONE, "scjg1", "xfjy1", 0, covers.UNABLE),
        (HEAD, "xfjy1", "scjg1", 0, covers.NOT_YOURS),
        (ONE, "scjg1", "scjg0", -1, covers.BACKWARDS),
    ],
)
def test_who_may_not_arrange_it(session, by, person, stands_in, until, refused):
    days = {"since": TODAY, "until": TODAY + timedelta(days=until)}
    assert covers.arrange(session, person, stands_in=stands_in, by=by, now=NOW, **days) == refused


def test_two_covers_of_one_person_do_not_overlap(session):
    arranged(session, by=ONE)
    again = covers.arrange(
        session, "scjg1", stands_in="scjg0", since=TODAY, until=TODAY, by=HEAD, now=NOW
    )
    assert again == covers.TWICE


def test_a_head_arranges_it_and_who_is_away_is_told_once(session):
    arranged(session, by=HEAD)
    told = session.scalars(sa.select(Message.person).order_by(Message.person))
    assert list(told) == ["scjg1"]
    keep(session)
    entry = session.scalars(sa.select(JournalEntry).where(JournalEntry.noun == "cover")).one()
    assert json.loads(entry.data) == {
        "person": "scjg1", "stands_in": "scjg0", "since": "2026-09-18", "until": "2026-09-18",
    }  # fmt: skip


def test_who_is_away_in_another_department_is_not_shown(session):
    arranged(session, by=HEAD)
    assert [row.person for row in covers.listed(session, by=TWO)] == ["scjg1"]
    assert covers.listed(session, by=desk.officer("XFJY")) == []
    with pytest.raises(covers.NoSuchCover):
        covers.end(session, session.scalar(sa.select(Cover.id)), by=desk.officer("XFJY"), now=NOW)


def arranged(session, *, since: date = TODAY, until: date = TODAY, by=ONE):
    row = covers.arrange(
        session, "scjg1", stands_in="scjg0", since=since, until=until, by=by, now=NOW
    )
    assert isinstance(row, Cover), row.say if isinstance(row, Refusal) else row
    return row


def mine(session, by, now=NOW):
    return [row.owner for row in queue.page(session, queue.Filter("mine"), by=by, now=now).rows]


def task(session):
    return session.scalars(sa.select(Task).where(Task.key == "reg")).one()


def finish(session, by, **more):
    number = task(session).number.rpartition("-")[0]
    command = {"verb": "finish_step", "task": "reg", **more}
    done = cases.perform(session, number, command, by=by, now=NOW)
    session.expire_all()
    return next(event for event in done.events if event["type"] == "step_done")


@pytest.fixture
def claimed(session):
    """A case whose registration one officer has claimed."""
    number = desk.accepted_case(session).number
    cases.perform(session, number, {"verb": "claim", "task": "reg"}, by=ONE, now=NOW)
    return session
