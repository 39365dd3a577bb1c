"""The ways out: one function a channel, which sends or raises. The library of an extra is asked for late."""

from __future__ import annotations

import hashlib
import hmac
import importlib
import json
import smtplib
import ssl
import urllib.request
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

from app import clock, outside
from app.services.outbox import Leased
from app.telling import messages

#: Seconds that somebody outside has to take a message.
PATIENCE = 10


class Undeliverable(Exception):
    """It cannot go out, however often it is tried just now; the word says why."""


def send(message: Leased) -> None:
    """Hand a message to whoever takes it; raises whatever went wrong."""
    CHANNELS[message.channel](message)


def mail(message: Leased) -> None:
    """By SMTP, in TLS from the start or after a greeting; the token is the Message-ID."""
    if not message.address:
        raise Undeliverable("no_address")
    ways = outside.held()
    letter = EmailMessage()
    letter["From"], letter["To"] = ways.mail_from, message.address
    letter["Subject"] = messages.heading(message.kind, message.number)
    letter["Message-ID"] = f"<{message.token}@{ways.mail_from.rpartition('@')[2].strip('>')}>"
    letter.set_content(messages.body(message.kind, message.number, message.content))
    with connected(ways.mail) as server:
        server.send_message(letter)


def connected(url: str) -> smtplib.SMTP:
    """A server that was greeted, in TLS, signed in where the setting has a name."""
    to, safe = urlsplit(url), ssl.create_default_context()
    if to.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            to.hostname or "", to.port or 465, timeout=PATIENCE, context=safe
        )
    else:
        server = smtplib.SMTP(to.hostname or "", to.port or 25, timeout=PATIENCE)
        server.starttls(context=safe)
    if to.username:
        server.login(unquote(to.username), unquote(to.password or ""))
    return server


def webhook(message: Leased) -> None:
    """A signed POST: whoever has the secret knows that it is ours, when it was sent and that it is whole."""
    ways, body = outside.held(), payload(message)
    sent_at = str(int(clock.now().timestamp()))
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": message.token,
        "X-Youshi-Timestamp": sent_at,
        "X-Youshi-Signature": signature(ways.secret, sent_at, body=body),
    }
    request = urllib.request.Request(ways.webhook, data=body, headers=headers, method="POST")  # noqa: S310 - app.outside lets https through alone
    with _OPENER.open(request, timeout=PATIENCE) as answer:
        answer.read(1)


class _Stays(urllib.request.HTTPRedirectHandler):
    """What is signed for one address is sent to no other."""

    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        """Not followed: it fails with its status."""


_OPENER = urllib.request.build_opener(_Stays)


def payload(message: Leased) -> bytes:
    """What a webhook is sent: which message, of which case, item and day."""
    said = {"id": message.token, "kind": message.kind, "number": message.number}
    said |= {"at": message.at.isoformat(), **message.content}
    return json.dumps(said, ensure_ascii=False, sort_keys=True).encode()


def signature(secret: str, sent_at: str, *, body: bytes) -> str:
    """HMAC-SHA256 over the moment, a dot and the body."""
    whole = sent_at.encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), whole, hashlib.sha256).hexdigest()


def apprise(message: Leased) -> None:
    """WeCom, DingTalk, Feishu and the other ways of a library that only some centres install."""
    library = importlib.import_module("apprise")
    house = library.Apprise()
    for address in outside.held().apprise:
        house.add(address)
    title = messages.heading(message.kind, message.number)
    said = messages.body(message.kind, message.number, message.content)
    if not house.notify(title=title, body=said):
        raise Undeliverable("refused")


CHANNELS: dict[str, Callable[[Leased], None]] = {
    "mail": mail,
    "webhook": webhook,
    "apprise": apprise,
}
