"""Everybody at once: six officers decide in the same second, two take the same task."""

from __future__ import annotations

import json
import threading
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.case import Refusal
from app.models import CalendarRevision, Case, JournalEntry, Message, Task
from app.services import calendar_acts, calendars, cases, post_checks, verification
from tests.conftest import keep
from tests.factories import desk, lives
from tests.services.test_cases import grant

SIX = (
    ("food", "SCJG"),
    ("sign", "CGZF"),
    ("env", "STHJ"),
    ("fire", "XFJY"),
    ("tax", "SWJ"),
    ("seal", "GAJ"),
)


def test_six_officers_deciding_in_the_same_second_are_six_successes_and_one_join(session):
    done = desk.accepted_case(session)
    grant(session, done.number, "reg", "SCJG")
    keep(session)
    session.rollback()
    answers = at_once(
        session,
        [lambda unit, key=key, code=code: grant(unit, done.number, key, code) for key, code in SIX],
    )
    assert all(isinstance(answer, cases.Performed) for answer in answers)
    case = session.execute(sa.select(Case)).scalar_one()
    assert (case.phase, session.scalar(sa.select(Task.state).where(Task.key == "hand_over"))) == (
        "issuing",
        "open",
    )
    assert list(verification.replay(session)) == []


def test_of_six_who_claim_one_task_exactly_one_has_it(session):
    done = desk.accepted_case(session)
    keep(session)
    session.rollback()

    def claim(unit, name):
        return cases.perform(
            unit,
            done.number,
            {"verb": "claim", "task": "reg"},
            by=desk.officer("SCJG", name),
            now=desk.NOW,
        )

    answers = at_once(session, [lambda unit, name=f"scjg{n}": claim(unit, name) for n in range(6)])
    assert sorted(isinstance(answer, Refusal) for answer in answers) == [False, *[True] * 5]


def test_a_case_accepted_in_the_second_of_a_calendar_change_has_the_dates_after_it(session):
    flood = {"since": "2026-09-22T12:00", "until": "2026-09-23T17:00", "reason": "暴雨内涝"}
    token = calendar_acts.propose(session, "close", flood, by="mulu", now=desk.NOW)
    keep(session)
    mulu = desk.person("mulu", "catalogue_admin")
    calendar_acts.confirm(session, token, reason="暴雨内涝", by=mulu, now=desk.NOW)
    session.flush()
    done = []

    def accept():
        with Session(session.get_bind(), expire_on_commit=False) as unit:
            done.append(desk.accepted_case(unit).number)
            keep(unit)

    window = threading.Thread(target=accept)
    window.start()
    window.join(timeout=0.5)
    assert done == []  # it waits for the change
    keep(session)
    window.join()
    revision = session.scalar(sa.select(sa.func.max(CalendarRevision.id)))
    told = session.scalars(sa.select(JournalEntry.data).filter_by(ref=done[0], type="due_set"))
    assert {json.loads(data)["calendar"] for data in told} == {revision}


def test_two_systems_that_send_one_number_in_the_same_second_have_one_case(session):
    """Nobody is told to try again: who came second is given what the first one made."""
    keep(session)
    theirs = {"external_source": "province", "external_ref": "JL-1"}

    def send(unit):
        taken = desk.intake_of(unit, **theirs)
        return cases.receive(unit, taken, by=desk.CLERK, now=desk.NOW, then=[desk.ACCEPT])

    answers = at_once(session, [send] * 4)
    assert len({answer.number for answer in answers}) == 1
    assert sorted(bool(answer.events) for answer in answers) == [False] * 3 + [True]
    assert session.scalar(sa.select(sa.func.count()).select_from(Case)) == 1


def test_two_workers_at_one_post_check_in_the_same_second_tell_of_it_once(session):
    number = desk.accepted_case(session).number
    lives.all_granted(session, number)
    due = session.scalar(sa.select(Task.due_at).where(Task.kind == "check", Task.state == "open"))
    keep(session)
    session.rollback()
    late = due + timedelta(hours=8)
    calendar = calendars.current(session)
    session.rollback()
    found = at_once(session, [lambda unit: post_checks.look(unit, calendar, now=late)] * 2)
    assert sorted(one["told"] for one in found) == [0, 2]
    told = session.execute(sa.select(Message.person, Message.kind).filter_by(kind="check_late"))
    assert sorted(told.all()) == [("ducha", "check_late"), ("xfjy0", "check_late")]


def at_once(session, acts):
    """Every act in a thread and a transaction of its own, begun together."""
    engine, gate, answers = session.get_bind(), threading.Barrier(len(acts)), []

    def run(act):
        gate.wait()
        with Session(engine, expire_on_commit=False) as unit:
            answer = act(unit)
            keep(unit)
            answers.append(answer)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == len(acts)
    return answers
