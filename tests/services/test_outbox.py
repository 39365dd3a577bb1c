"""What goes out: written with the act, once each, tried again later, given up and begun anew by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User

from app import outside, transaction
from app.jobs import channels, sending
from app.models import JournalEntry, Message, OutboxMessage
from app.services import cases, inbox, outbox, reminders
from tests.conftest import keep
from tests.factories import desk

NOW = desk.NOW
WAYS = outside.Channels(
    mail="smtps://mail.example", mail_from="youshi@centre.example",
    webhook="https://other.example/in", secret="geheim",
)  # fmt: skip


def test_an_act_and_what_goes_out_of_it_are_kept_together_or_not_at_all(session, ways):
    told(session)
    assert states(session) == [("mail", "scjg1", "waiting"), ("webhook", None, "waiting")]
    session.rollback()
    assert states(session) == []


def test_who_is_told_of_an_occasion_is_not_told_twice(session, ways):
    assert (told(session), told(session)) == (["scjg1"], [])
    assert len(states(session)) == 2
    assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == 1


def test_each_of_the_centres_ways_has_a_message_of_its_own(session, ways, monkeypatch):
    monkeypatch.setattr(outside, "_held", [replace(WAYS, apprise=("wecombot://a",))])
    told(session)
    assert [way for way, *_more in states(session)] == ["mail", "webhook", "apprise"]


def test_nobody_whose_account_is_closed_is_written_to(session, ways):
    told(session)
    session.execute(sa.update(User).where(User.username == "scjg1").values(active=False))
    (letter, _hook) = outbox.lease(session, now=NOW, most=5)
    assert (letter.channel, letter.address) == ("mail", None)
    with pytest.raises(channels.Undeliverable, match="no_address"):
        channels.mail(letter)


def test_outside_they_learn_the_case_the_item_and_the_day_and_nobodys_name(session, ways):
    number = desk.accepted_case(session).number
    give = {"verb": "assign", "task": "reg", "owner": "scjg1"}
    head = desk.officer("SCJG", "scjg0", role="department_head")
    cases.perform(session, number, give, by=head, now=NOW)
    reminders.remind(session, f"{number}-01", by=desk.CLERK, now=NOW)
    session.flush()
    found = session.scalars(sa.select(OutboxMessage)).all()
    assert {row.kind for row in found} == {"assigned", "reminded"}
    assert all(set(row.content) <= {"item", "due"} for row in found)
    assert "金海" not in json.dumps([row.content for row in found], ensure_ascii=False)


def test_what_failed_waits_longer_each_time_and_is_given_up_at_last(session, ways):
    told(session)
    at, waits = NOW, []
    for _try in outbox.BACK_OFF:
        (message, *_others) = outbox.lease(session, now=at)
        outbox.failed(session, message, why="URLError", now=at)
        next_at = session.scalar(
            sa.select(OutboxMessage.next_at).where(OutboxMessage.id == message.id)
        )
        session.execute(
            sa.update(OutboxMessage).where(OutboxMessage.id != message.id).values(state="sent")
        )
        waits.append(next_at - at)
        at = next_at
    (message,) = outbox.lease(session, now=at)
    outbox.failed(session, message, why="URLError", now=at)
    assert (waits, outbox.lease(session, now=at)) == (list(outbox.BACK_OFF), [])
    admin = desk.person("xitong", "system_admin")
    assert outbox.try_again(session, message.id, by=admin, now=at)
    anew = outbox.lease(session, now=at)
    assert [(one.token, one.attempts) for one in anew] == [(message.token, 1)]
    assert outbox.sent(session, anew[0], now=at)
    assert not outbox.try_again(session, message.id, by=admin, now=at)


def test_once_the_way_is_mended_all_that_was_given_up_goes_out_and_what_waits_keeps_its_time(
    session, ways
):
    told(session)
    given_up, waits = session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id))
    given_up.state, given_up.attempts = "failed", 7
    waits.next_at, waits.attempts = NOW + timedelta(hours=4), 3
    session.flush()
    assert outbox.try_all_again(session, by=desk.person("xitong", "system_admin"), now=NOW) == 1
    assert [one.token for one in outbox.lease(session, now=NOW, most=5)] == [given_up.token]
    session.refresh(waits)
    assert waits.attempts == 3
    keep(session)
    asked = sa.select(JournalEntry.ref, JournalEntry.by).where(JournalEntry.type == "sent_again")
    assert session.execute(asked).all() == [(given_up.token, "xitong")]


def test_what_was_sent_is_forgotten_after_a_month_and_what_nobody_came_for_after_three(
    session, ways
):
    ages = {"sent": (29, 31), "failed": (89, 91), "waiting": (99,)}
    for state, days in [(state, days) for state, all_of in ages.items() for days in all_of]:
        row = {"kind": "soon", "channel": "mail", "content": {}, "attempts": 1, "next_at": NOW}
        age = {"at": NOW - timedelta(days=days), "state": state, "token": f"{state}{days}"}
        session.add(OutboxMessage(**row, **age))
    session.flush()
    assert outbox.sweep(session, now=NOW) == 2
    left = session.scalars(sa.select(OutboxMessage.token).order_by(OutboxMessage.id)).all()
    assert left == ["sent29", "failed89", "waiting99"]


def test_a_worker_that_lost_its_lease_notes_nothing(session, ways):
    told(session)
    (slow,) = outbox.lease(session, now=NOW)
    later = NOW + outbox.LEASE + timedelta(seconds=1)
    (fresh,) = [one for one in outbox.lease(session, now=later, most=5) if one.id == slow.id]
    assert not outbox.failed(session, slow, why="TimeoutError", now=later)
    assert outbox.sent(session, fresh, now=later)


def test_the_worker_sends_what_waits_and_says_why_something_does_not_go(app, ways):
    def send(message):
        if message.channel == "mail":
            raise channels.Undeliverable("no_address")

    with app.app_context():
        with transaction.unit() as session:
            told(session)
        while sending.send_next(now=lambda: NOW, send=send):
            pass
        with transaction.reading() as session:
            query = sa.select(OutboxMessage.channel, OutboxMessage.state, OutboxMessage.why)
            found = session.execute(query.order_by(OutboxMessage.id))
            assert [tuple(row) for row in found] == [
                ("mail", "waiting", "no_address"), ("webhook", "sent", None),
            ]  # fmt: skip


def test_one_way_that_fails_keeps_no_other_waiting_and_what_they_answered_is_not_kept(app, ways):
    def send(message):
        if message.channel == "mail":
            raise type("E" * 99, (OSError,), {})("no such user: scjg1@centre.example")

    with app.app_context():
        with transaction.unit() as session:
            told(session)
        while sending.send_next(now=lambda: NOW, send=send):
            pass
        with transaction.reading() as session:
            query = sa.select(OutboxMessage.state, OutboxMessage.why).order_by(OutboxMessage.id)
            found = [tuple(row) for row in session.execute(query)]
    assert found == [("waiting", "E" * 64), ("sent", None)]


def told(session):
    content = {"item": "登记", "who": "lijing"}
    return inbox.tell(session, {"scjg1"}, "reminded", occasion="o", content=content, now=NOW)


def states(session):
    query = sa.select(OutboxMessage.channel, OutboxMessage.person, OutboxMessage.state)
    return [tuple(row) for row in session.execute(query.order_by(OutboxMessage.id))]


@pytest.fixture
def ways(app, monkeypatch):
    """A mail server and a webhook are set up."""
    monkeypatch.setattr(outside, "_held", [WAYS])
