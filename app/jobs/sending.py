"""What goes out is sent, and what turns yellow soon is told of: looked after by the worker."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from flask_babel import force_locale

from app import transaction
from app.jobs import channels
from app.services import calendars, forewarning, outbox

log = logging.getLogger("youshi.worker")


def send_next(
    *, now: Callable[[], datetime], send: Callable[[outbox.Leased], None] = channels.send
) -> bool:
    """Send the oldest message that nobody is sending; whether there was one.

    Leased in one transaction, noted in another: nobody waits in the database for somebody outside.
    A worker that dies in between leaves a lease that ends; the next sends it under the same token.
    """
    with transaction.reading() as session:
        # Asked every few seconds, so it must not take the lock that writers take.
        if not outbox.anything(session, now=now()):
            return False
    with transaction.unit() as session:
        leased = outbox.lease(session, now=now())
    for message in leased:
        why = _tried(message, send)
        with transaction.unit() as session:
            if why:
                outbox.failed(session, message, why=why, now=now())
            else:
                outbox.sent(session, message, now=now())
    return bool(leased)


def _tried(message: outbox.Leased, send: Callable[[outbox.Leased], None]) -> str:
    """Why it did not go out; empty where it did. The sort only: what others say may repeat the message."""
    try:
        with force_locale("zh"):
            send(message)
    except channels.Undeliverable as problem:
        return str(problem)
    except Exception as problem:  # noqa: BLE001 - whatever is wrong with one way out keeps no other waiting
        log.warning("message %s was not sent: %s", message.token, type(problem).__name__)
        return type(problem).__name__
    return ""


def forewarn(*, now: datetime) -> int:
    """Tell of limits before they turn yellow, each once; gives how many lines that made."""
    with transaction.reading() as session:
        soon = forewarning.due(session, calendars.current(session), now=now)
    if not soon:
        return 0
    with transaction.unit() as session:
        return forewarning.remind(session, soon, now=now)
