"""排班: looked at before it is kept, kept as it was looked at; set by hand within the rules; gaps named once."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.domain.case import Refusal
from app.models import JournalEntry, Message, Shift
from app.services import leaves, post_terms, roster, roster_gaps, roster_setting, rostering
from tests.conftest import keep
from tests.factories import desk
from tests.factories.posts import HEAD, LI, MONDAY, NOW, at, shift, third_clerk

WANTED = rostering.Wanted(MONDAY, MONDAY + timedelta(days=18), ("ZH01",))


def test_a_rotation_is_kept_as_it_was_looked_at_and_everybody_in_it_is_told(clerks):
    made = looked(clerks)
    assert rows(clerks) == []
    assert rostering.keep(clerks, WANTED, mark=made.mark, by=HEAD, now=NOW) == len(made.shifts)
    assert {(row.a, row.b) for row in rows(clerks)} == {(one.a, one.b) for one in made.shifts}
    assert told(clerks, "roster_made") == ["jinhai", "lijing", "piaoyu"]
    assert all(abs(one.more) < 2 for one in made.standings)
    keep(clerks)
    entry = clerks.scalars(sa.select(JournalEntry).where(JournalEntry.noun == "roster")).one()
    assert json.loads(entry.data)["changed"] == len(made.shifts)


def test_what_changed_since_it_was_looked_at_is_looked_at_once_more(clerks):
    made = looked(clerks)
    away(clerks, "lijing", MONDAY)
    assert rostering.keep(clerks, WANTED, mark=made.mark, by=HEAD, now=NOW) == rostering.OTHER
    assert "lijing" not in looked(clerks).shifts[0].people


def test_made_anew_it_changes_nothing_and_keeps_what_was_set_by_hand(clerks):
    rostering.keep(clerks, WANTED, mark=looked(clerks).mark, by=HEAD, now=NOW)
    first = rows(clerks)[0]
    number, seats = first.id, (first.b, first.a)
    put(clerks, a=first.b, b=first.a, version=0)
    again = looked(clerks)
    rostering.keep(clerks, WANTED, mark=again.mark, by=HEAD, now=NOW)
    kept = clerks.get(Shift, number)
    assert (kept.a, kept.b, kept.edited) == (*seats, True)
    assert rostering.keep(clerks, WANTED, mark=looked(clerks).mark, by=HEAD, now=NOW) == 0


@pytest.mark.parametrize(
    ("change", "by", "refused"),
    [
        ({"first": date(2026, 9, 18)}, HEAD, rostering.PASSED),
        ({"last": date(2026, 9, 1)}, HEAD, rostering.BACKWARDS),
        ({"last": date(2027, 12, 31)}, HEAD, rostering.LONG),
        ({"windows": ()}, HEAD, rostering.NOWHERE),
        ({"windows": ("NONE",)}, HEAD, rostering.NOBODY),
        ({}, LI, roster.NOT_YOURS),
    ],
)
def test_what_no_rotation_is_made_for(session, change, by, refused):
    assert rostering.preview(session, replace(WANTED, **change), by=by, now=NOW) == refused


def test_half_a_post_and_none_count_in_the_rotation(clerks):
    post_terms.put(clerks, "jinhai", share=0, windows=[], by=HEAD)
    post_terms.put(clerks, "piaoyu", share=100, windows=["ZH02"], by=HEAD)
    made = looked(clerks)
    assert {person for one in made.shifts for person in one.people} == {"lijing"}
    assert (made.thin, made.gaps) == (len(made.shifts) * 2, [])


@pytest.mark.parametrize(
    ("change", "rule"),
    [({"b": "lijing"}, "R85"), ({"b": ""}, "R85"), ({"b": "xfjy1"}, "roster"), ({"version": 7}, "roster"),
     ({"since": at(MONDAY, 8, 0)}, "roster"), ({"window": "ZH02"}, "R86")],
)  # fmt: skip
def test_what_is_not_set_by_hand(session, change, rule):
    shift(session, "piaoyu", None)
    fresh = {"window", "since"} & change.keys()
    refused = put(session, **{"version": -1 if fresh else 0, **change})
    assert isinstance(refused, Refusal) and refused.rule == rule


def test_only_the_head_of_the_centre_sets_and_only_windows_of_ones_own_are_seen(session):
    assert put(session, by=LI) == roster.NOT_YOURS
    assert [place.code for place in roster.places(session, by=LI)][:2] == ["ZH01", "ZH02"]
    assert roster.places(session, by=desk.officer("WSJK")) == []


def test_who_is_set_or_taken_out_is_told_and_who_stays_is_not(session):
    shift(session, "lijing", "jinhai")
    assert isinstance(put(session, a="lijing", b="piaoyu", version=0), Shift)
    assert told(session, "post_set") == ["jinhai", "piaoyu"]


def test_gaps_of_the_next_two_weeks_are_named_once_and_again_where_they_open_anew(session):
    for day in (18, 21, 22, 23, 24, 28, 29, 30):
        shift(session, "lijing", "piaoyu", day=date(2026, 9, day))
    assert roster_gaps.name(session, now=NOW)[0].since.date() == date(2026, 9, 20)
    before = told(session, "post_gap")
    assert before == ["zhuren"]
    assert roster_gaps.name(session, now=NOW + timedelta(minutes=1)) == []
    added = shift(session, "lijing", "piaoyu", day=date(2026, 9, 20))
    roster_gaps.name(session, now=NOW + timedelta(minutes=2))
    session.delete(added)
    session.flush()
    assert roster_gaps.name(session, now=NOW + timedelta(minutes=3))
    assert told(session, "post_gap") == ["zhuren", "zhuren"]


def test_a_window_that_never_had_a_roster_is_not_named(session):
    assert roster_gaps.name(session, now=NOW) == []


@pytest.fixture
def clerks(session):
    third_clerk(session)
    return session


def looked(session):
    made = rostering.preview(session, WANTED, by=HEAD, now=NOW)
    assert isinstance(made, rostering.Made), made
    return made


def rows(session):
    return session.scalars(sa.select(Shift).order_by(Shift.since)).all()


def put(session, *, a="lijing", b="piaoyu", version=-1, by=HEAD, window="ZH01", since=None):
    found = session.scalar(sa.select(Shift.until).where(Shift.since == at(MONDAY)))
    until = found or at(MONDAY, 17, 0)
    wanted = roster_setting.Wanted(window, since or at(MONDAY), until, a, b, version)
    return roster_setting.put(session, wanted, by=by, now=NOW)


def away(session, person, day):
    wanted = leaves.Wanted(person, at(day, 0, 0), at(day, 23, 59), "sick")
    return leaves.ask(session, wanted, by=HEAD, now=NOW)


def told(session, kind):
    query = sa.select(Message.person).where(Message.kind == kind).order_by(Message.person)
    return session.scalars(query).all()
