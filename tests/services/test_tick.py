"""What runs without a person: a tick lets time act once, whoever runs it, however often, killed or not."""

from __future__ import annotations

import json
import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.cli import ScriptInfo
from sqlalchemy.orm import Session

from app import journal_cli
from app.models import Card, Case, ChainSeal, JournalEntry, Task
from app.services import cases, verification
from tests.conftest import keep
from tests.factories import desk, lives
from tests.factories.ticking import cards, received, tick
from tests.services.test_race import at_once

#: R24: received on 2 November, nothing said by the 9th.
RECEIVED, LAST_DAY, NEXT_DAY = "2026-11-02T10:00:00", "2026-11-09T23:59:59", "2026-11-10T00:00:00"


def test_what_was_not_answered_in_five_days_counts_as_accepted_since_it_was_received(
    app, session, at
):
    received(session, at.set(RECEIVED))
    at.set(LAST_DAY)
    assert tick(app, session) == "0 cases acted on"
    at.set(NEXT_DAY)
    assert tick(app, session) == "1 cases acted on"
    case = session.execute(sa.select(Case)).scalar_one()
    assert (case.deemed, str(case.accepted_at)) == (True, "2026-11-02 10:00:00")
    assert ("intake", "legal", "red") in cards(session)
    assert ("case", "promise", "yellow") in cards(session)  # it runs since the day of receipt
    assert str(case.promise_at) == "2026-11-09 23:59:59"
    assert list(verification.replay(session)) == []


def test_a_deemed_acceptance_is_by_the_system_and_gives_its_notice(app, session, at):
    received(session, at.set(RECEIVED))
    at.set(NEXT_DAY)
    tick(app, session)
    query = sa.select(JournalEntry).filter_by(type="task_closed")
    entry = session.execute(query).scalar_one()
    assert (entry.by, str(entry.at)) == ("system", "2026-11-10 00:00:00")
    assert json.loads(entry.data)["notice"] == "acceptance"


def test_a_passed_promise_is_a_yellow_card_a_passed_limit_a_red_one_each_once(app, session, at):
    number = desk.accepted_case(session, at.set(RECEIVED)).number
    keep(session)
    at.set(LAST_DAY)
    tick(app, session)
    assert ("case", "promise", "yellow") not in cards(session)
    at.set(NEXT_DAY)
    tick(app, session)
    yellow = cards(session)
    assert ("case", "promise", "yellow") in yellow
    assert ("case", "legal", "red") not in yellow
    at.set("2027-03-01T00:00:00")
    tick(app, session)
    assert ("case", "legal", "red") in cards(session)
    written = journal_length(session)
    assert tick(app, session) == "0 cases acted on"
    assert journal_length(session) == written
    assert yellow < cards(session)
    assert number in {case.number for case in session.execute(sa.select(Case)).scalars()}


def test_a_case_on_hold_gets_no_card(app, session, at):
    lives.asked(session, now=at.set(RECEIVED))
    keep(session)
    at.set("2026-12-31T00:00:00")
    assert tick(app, session) == "0 cases acted on"
    assert cards(session) == set()


def test_papers_that_did_not_come_by_their_day_are_told_and_their_part_may_be_returned(
    app, session, at
):
    number = lives.owing(session)
    lives.decided(session, number, "reg")
    keep(session)
    at.set("2026-09-22T17:00:00")
    tick(app, session)
    assert stands(session, "papers") == ("open", None)
    at.set("2026-09-22T17:00:01")
    assert tick(app, session) == "1 cases acted on"
    assert stands(session, "papers") == ("closed", "incomplete")
    by = desk.officer("WSJK")
    lives.act(session, number, "return_task", task="hyg", by=by, now=at.now, reason="没有补来")
    assert stands(session, "hyg") == ("closed", "returned")
    assert not [card for card in cards(session) if card[0] == "papers"]


def test_two_ticks_at_once_double_nothing(app, session, at):
    for _ in range(3):
        received(session, at.set(RECEIVED))
    engine, now = session.get_bind(), at.set(NEXT_DAY)
    numbers = session.scalars(sa.select(Case.number)).all()
    session.rollback()

    def whole(unit):
        for number in numbers:
            cases.let_time_act(unit, number, now=now)
            keep(unit)

    at_once(session, [whole, whole])
    assert session.scalar(sa.select(sa.func.count()).select_from(Card)) == 3 * len(cards(session))
    assert session.scalar(
        sa.select(sa.func.count()).select_from(JournalEntry).filter_by(type="card")
    ) == 3 * len(cards(session))
    session.rollback()
    with Session(engine) as unit:
        assert list(verification.replay(unit)) == []


def test_two_commands_at_once_double_nothing(app, session, at):
    for _ in range(3):
        received(session, at.set(RECEIVED))
    at.set(NEXT_DAY)
    session.rollback()
    threads = [threading.Thread(target=as_command, args=(app,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert session.scalar(
        sa.select(sa.func.count()).select_from(JournalEntry).filter_by(type="card")
    ) == 3 * len(cards(session))
    assert session.scalar(sa.select(sa.func.count()).select_from(ChainSeal)) == 2


def test_a_tick_killed_in_the_middle_is_finished_by_the_next(app, session, at, monkeypatch):
    for _ in range(3):
        received(session, at.set(RECEIVED))
    at.set(NEXT_DAY)
    with monkeypatch.context() as patch:
        patch.setattr(cases, "let_time_act", killed_at(2))
        assert app.test_cli_runner().invoke(args=["tick"]).exit_code != 0
    assert deemed(session) == [True, False, False]
    assert tick(app, session) == "2 cases acted on"
    assert deemed(session) == [True, True, True]
    assert list(verification.replay(session)) == []


def test_a_case_that_fails_keeps_no_other_waiting_and_is_named(app, session, at):
    numbers = [received(session, at.set(RECEIVED)) for _ in range(2)]
    at.set("2026-10-01T00:00:00")  # before the last entry: the clock of the machine was put back
    session.execute(
        sa.update(Task).where(Task.kind == "intake").values(legal_at=at.now - timedelta(days=1))
    )
    session.commit()
    said = app.test_cli_runner().invoke(args=["tick"])
    assert said.exit_code == 1
    assert all(
        f"{number} was left as it is: The clock stands before" in said.output for number in numbers
    )


def as_command(app):
    """The command in a thread (the runner of tests would swap the output of all threads)."""
    made = ScriptInfo(create_app=lambda: app)
    with pytest.raises(SystemExit, match="0"):
        journal_cli.tick.main(args=[], obj=made, standalone_mode=False)


def stands(session, key):
    session.expire_all()
    return session.execute(sa.select(Task.state, Task.outcome).filter_by(key=key)).one()._tuple()


def deemed(session):
    session.rollback()
    return session.scalars(sa.select(Case.deemed).order_by(Case.id)).all()


def killed_at(call):
    """The process dies in the middle of the so-manieth case, its transaction open."""
    real, calls = cases.let_time_act, []

    def act(*words, **more):
        calls.append(1)
        answer = real(*words, **more)
        if len(calls) == call:
            raise KeyboardInterrupt
        return answer

    return act


def journal_length(session):
    session.rollback()
    return session.scalar(sa.select(sa.func.count()).select_from(JournalEntry))
