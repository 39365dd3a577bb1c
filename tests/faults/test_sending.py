"""A worker that is killed while it sends: nothing is lost, no row is doubled, the token stays."""

from __future__ import annotations

import multiprocessing
import os
import signal
from datetime import timedelta

import sqlalchemy as sa

from app import outside, transaction
from app.extensions import db
from app.jobs import sending
from app.models import Message, OutboxMessage
from app.services import inbox, outbox
from tests.conftest import NOW

HOOK = outside.Channels(webhook="https://other.example/in", secret="s")


def test_killed_between_sending_and_noting_it_is_sent_again_under_the_same_token(app, monkeypatch):
    monkeypatch.setattr(outside, "_held", [HOOK])
    with app.app_context():
        with transaction.unit() as session:
            inbox.tell(
                session, {"scjg1"}, "soon", occasion="once", content={"item": "登记"}, now=NOW
            )
        assert killed(app) == -signal.SIGKILL
        went: list[str] = []
        send = {"send": lambda message: went.append(message.token)}
        assert not sending.send_next(now=lambda: NOW + timedelta(minutes=1), **send)
        later = NOW + outbox.LEASE + timedelta(seconds=1)
        assert sending.send_next(now=lambda: later, **send)
        assert not sending.send_next(now=lambda: later, **send)
        assert went == [outbox.token("once", channel="webhook", person=None)]
        with transaction.reading() as session:
            rows = session.execute(sa.select(OutboxMessage.state, OutboxMessage.attempts)).all()
            assert [tuple(row) for row in rows] == [("sent", 2)]
            assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == 1


def killed(app):
    """How a worker ended that was killed while somebody outside was taking a message."""
    db.session.remove()
    db.engine.dispose()
    child = multiprocessing.get_context("fork").Process(target=die, args=(app,))
    child.start()
    child.join(30)
    return child.exitcode


def die(app):
    with app.app_context():
        sending.send_next(
            now=lambda: NOW, send=lambda _message: os.kill(os.getpid(), signal.SIGKILL)
        )
