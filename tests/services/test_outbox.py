"""What goes out: written with the act, once each, tried again later, given up and begun anew by hand."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import outside, transaction
from app.jobs import channels, sending
from app.models import Message, OutboxMessage
from app.services import cases, inbox, outbox, reminders
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
    assert [one.token for one in outbox.lease(session, now=at)] == [message.token]


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


def test_a_webhook_is_signed_over_its_moment_and_its_body():
    body = channels.payload(message())
    said = hmac.new(b"geheim", b"1789." + body, hashlib.sha256).hexdigest()
    assert channels.signature("geheim", "1789", body=body) == f"sha256={said}"
    assert set(json.loads(body)) == {"id", "kind", "number", "at", "item", "due"}


def test_a_letter_has_the_token_as_its_id_and_no_more_than_case_item_and_day(
    app, ways, monkeypatch
):
    letters = []
    monkeypatch.setattr(channels, "connected", lambda _url: Post(letters))
    with app.app_context():
        channels.mail(message(channel="mail", address="scjg1@centre.example"))
    (letter,) = letters
    assert letter["Message-ID"] == "<t0ken@centre.example>"
    assert letter.get_content().split("\n")[1:3] == ["食品经营许可", "9月24日到期"]


@pytest.mark.parametrize("wrong", [{"YOUSHI_WEBHOOK": "http://a"}, {"YOUSHI_MAIL": "mail.example"}])
def test_a_way_out_that_is_not_safe_is_refused_at_the_start(wrong):
    with pytest.raises(outside.ChannelsUnreadable):
        outside.parse(wrong)


class Post:
    """A mail server that only keeps what it was given."""

    def __init__(self, letters):
        self.send_message = letters.append

    def __enter__(self):
        return self

    def __exit__(self, *_problem):
        return None


def message(**changes):
    said = {
        "id": 1, "token": "t0ken", "channel": "webhook", "address": None, "kind": "soon", "attempts": 1,
        "number": "LJ1", "content": {"item": "食品经营许可", "due": "2026-09-24T23:59:59"}, "at": NOW,
    }  # fmt: skip
    return outbox.Leased(**said | changes)


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
