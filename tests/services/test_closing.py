"""The centre closes for a flood: which running cases move, by how much, and that the act is one."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from app.access import SYSTEM
from app.domain.refusal import Refused
from app.jobs import running as jobs_running
from app.models import CalendarRevision, Job, JournalEntry, Task
from app.services import calendar_acts, calendars, cases, moving, verification
from tests.conftest import keep
from tests.factories import desk
from tests.factories.ticking import dues

ADMIN = desk.person("mulu", "catalogue_admin")
FLOOD = {"since": "2026-09-22T12:00", "until": "2026-09-23T17:00", "reason": "暴雨内涝"}


def test_the_dry_run_says_what_the_act_then_does_and_replay_stays_green(session):
    number, before = running(session)
    asked = calendar_acts.read(session, propose(session, "close", FLOOD), by="mulu")
    seen = moving.page(session, asked.after, since=asked.since).found
    done = confirm(session, asked.token)
    assert [one.number for one in seen] == [number]
    assert {line.part: line.after for line in seen[0].lines if line.limit == "promise"} == {
        called(session, key): at for key, at in dues(session, number).items() if at != before[key]
    }
    assert (done.cases, done.left, done.more) == (1, 0, False)
    assert dues(session, number)["case"].date().isoformat() == "2026-09-28"
    assert list(verification.replay(session)) == []


def test_the_case_says_who_moved_it_from_when_to_when_the_centre_is_closed_and_why(session):
    number, _before = running(session)
    confirm(session, propose(session, "close", FLOOD))
    told = event(session, number)
    assert (told["by"], told["calendar"], told["closure"]) == (
        "mulu", calendars.current(session).revision, {"from": FLOOD["since"], "until": FLOOD["until"]},
    )  # fmt: skip
    assert "暴雨" not in str(told)


def test_pressed_twice_one_closure_and_one_event(session):
    number, _before = running(session)
    token = propose(session, "close", FLOOD)
    first, second = confirm(session, token), confirm(session, token)
    assert (first.revision, second.again) == (second.revision, True)
    assert count(session, CalendarRevision) == 2
    assert count(session, JournalEntry, type="recalculated", ref=number) == 1


def test_a_closure_shortened_or_withdrawn_brings_the_dates_back_as_further_revisions(session):
    number, before = running(session)
    confirm(session, propose(session, "close", FLOOD))
    shorter = {"since": FLOOD["since"], "until": "2026-09-22T17:00"}
    assert confirm(session, propose(session, "reclose", shorter), reason="水退了").cases == 1
    assert dues(session, number) == before
    confirm(session, propose(session, "reclose", {**shorter, "until": None}), reason="没有进水")
    assert calendars.current(session).closures == ()
    assert count(session, CalendarRevision) == 4
    assert list(verification.replay(session)) == []


def test_old_revisions_stay_as_they_were(session):
    first = calendars.latest(session).id
    said = calendars.as_package(session.get_one(CalendarRevision, first))
    confirm(session, propose(session, "close", FLOOD))
    assert calendars.as_package(session.get_one(CalendarRevision, first)) == said


def test_a_case_on_hold_is_not_moved_and_gets_its_date_when_it_goes_on(session):
    number, _before = running(session)
    for task in session.scalars(sa.select(Task.key).filter_by(state="open", kind="work")).all():
        answer = cases.perform(
            session, number,
            {"verb": "suspend", "task": task, "kind": "force_majeure", "notice": True, "expected": "2026-10-20"},
            by=SYSTEM, now=desk.NOW,
        )  # fmt: skip
        assert isinstance(answer, cases.Performed), answer
    keep(session)
    assert confirm(session, propose(session, "close", FLOOD)).cases == 0


def test_what_ended_before_the_closure_is_not_even_looked_at(session):
    running(session)
    late = {"since": "2027-06-01T12:00", "until": "2027-06-02T17:00", "reason": "检修"}
    asked = calendar_acts.read(session, propose(session, "close", late), by="mulu")
    assert moving.survey(session, asked.after, since=asked.since).cases == 0


def test_the_dry_run_looks_no_further_than_it_says_and_leads_on(session, monkeypatch):
    numbers = [running(session)[0] for _ in range(3)]
    monkeypatch.setattr(moving, "COUNTED", 1)
    monkeypatch.setattr(moving.look, "__kwdefaults__", {"after": 0, "most": 1})
    monkeypatch.setattr(moving, "CHUNK", 1)
    asked = calendar_acts.read(session, propose(session, "close", FLOOD), by="mulu")
    counted = moving.survey(session, asked.after, since=asked.since)
    assert (counted.cases, counted.more, counted.looked) == (1, True, 1)
    seen = moving.page(session, asked.after, since=asked.since)
    assert ([one.number for one in seen.found], seen.after is None) == (numbers[:1], False)


@pytest.mark.parametrize(
    ("act", "payload", "field"),
    [
        ("close", {**FLOOD, "until": "2026-09-22T11:00"}, "until"),
        ("close", {"since": "2026-09-25T08:00", "until": "2026-09-25T17:00", "reason": "x"}, "since"),
        ("reclose", {"since": "2026-09-22T12:00", "until": None}, "since"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_before_anything_is_kept(session, act, payload, field):
    with pytest.raises(Refused) as refused:
        propose(session, act, payload)
    assert refused.value.refusal.rule == field
    assert count(session, Job) == 0


def test_without_a_reason_nothing_moves(session):
    token = propose(session, "close", FLOOD)
    with pytest.raises(Refused, match="reason"):
        confirm(session, token, reason=" ")
    assert count(session, CalendarRevision) == 1


def test_somebody_elses_proposal_is_not_there(session):
    token = propose(session, "close", FLOOD)
    with pytest.raises(calendar_acts.NoSuchProposal):
        calendar_acts.read(session, token, by="other")


def test_more_cases_than_one_act_moves_are_moved_on_by_a_worker(app, session, monkeypatch):
    numbers = [running(session)[0] for _ in range(3)]
    monkeypatch.setattr(calendar_acts, "AT_ONCE", 1)
    done = confirm(session, propose(session, "close", FLOOD))
    assert (done.cases, done.more) == (1, True)
    with app.app_context():
        while jobs_running.run_next(now=lambda: desk.NOW):
            pass
    assert [count(session, JournalEntry, type="recalculated", ref=one) for one in numbers] == [
        1
    ] * 3
    assert session.scalar(sa.select(Job.result).filter_by(kind="moves")) == {"cases": 2, "left": []}
    assert {event(session, one)["by"] for one in numbers} == {"mulu"}


def running(session):
    """An accepted case, and its dues."""
    number = desk.accepted_case(session).number
    keep(session)
    return number, dues(session, number)


def propose(session, act, payload):
    token = calendar_acts.propose(session, act, payload, by="mulu", now=desk.NOW)
    keep(session)
    return token


def confirm(session, token, reason="暴雨内涝"):
    done = calendar_acts.confirm(session, token, reason=reason, by=ADMIN, now=desk.NOW)
    keep(session)
    return done


def called(session, key):
    """A part's name; the case as a whole has none."""
    return "" if key == "case" else session.scalar(sa.select(Task.name).filter_by(key=key))


def event(session, number):
    query = sa.select(JournalEntry.data).filter_by(ref=number, type="recalculated")
    return json.loads(session.scalars(query).one())


def count(session, table, **where):
    return session.scalar(sa.select(sa.func.count()).select_from(table).filter_by(**where))
