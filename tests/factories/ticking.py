"""A run of ``flask tick`` in a test, and what it left."""

from __future__ import annotations

import sqlalchemy as sa

from app.models import Card, Case, JournalEntry, Task
from app.services import cases
from tests.conftest import keep
from tests.factories import desk


def received(session, now):
    answer = cases.receive(session, desk.intake_of(session), by=desk.CLERK, now=now)
    keep(session)
    return answer.number


def tick(app, session):
    """One run; what it did. The test's own transaction would stand in its way."""
    session.rollback()
    said = app.test_cli_runner().invoke(args=["tick"])
    assert said.exit_code == 0, said.output
    return said.output.splitlines()[-1].partition(", ")[0]


def tick_changes(app, session, number):
    """The types of the events that a tick wrote in a case."""
    session.rollback()
    query = sa.select(JournalEntry.type).filter_by(ref=number).order_by(JournalEntry.id)
    before = len(session.scalars(query).all())
    tick(app, session)
    session.rollback()
    found = session.scalars(query).all()[before:]
    session.rollback()
    return found


def cards(session):
    session.rollback()
    return set(session.execute(sa.select(Card.clock, Card.limit_name, Card.colour)).tuples())


def dues(session, number):
    session.rollback()
    session.expire_all()
    case = session.execute(sa.select(Case).filter_by(number=number)).scalar_one()
    parts = sa.select(Task.key, Task.promise_at).filter_by(case_id=case.id, state="open")
    found = {"case": case.promise_at, **dict(session.execute(parts).tuples().all())}
    session.rollback()
    return found
