"""The ways out of the house: what a letter and a webhook carry, to whom, and which ways are not safe."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import urllib.error
import urllib.request
from email.message import Message

import pytest

from app import outside
from app.jobs import channels
from app.services import outbox
from tests.factories import desk

WAYS = outside.Channels(
    mail="smtps://mail.example", mail_from="youshi@centre.example",
    webhook="https://other.example/in", secret="geheim",
)  # fmt: skip


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


@pytest.mark.parametrize(
    "wrong",
    [
        {"YOUSHI_WEBHOOK": "http://a", "YOUSHI_WEBHOOK_SECRET": "s"},
        {"YOUSHI_WEBHOOK": "https://a"},  # nothing to sign with
        {"YOUSHI_MAIL": "mail.example", "YOUSHI_MAIL_FROM": "a@b"},
        {"YOUSHI_MAIL": "smtps://mail.example"},  # from nobody
    ],
)
def test_a_way_out_that_is_not_safe_is_refused_at_the_start(wrong):
    with pytest.raises(outside.ChannelsUnreadable):
        outside.parse(wrong)


def test_what_is_signed_for_one_address_is_sent_to_no_other():
    asked = urllib.request.Request("https://other.example/in", data=b"{}", method="POST")
    elsewhere = Message()
    elsewhere["Location"] = "https://elsewhere.example/"
    with pytest.raises(urllib.error.HTTPError, match="302"):
        channels._OPENER.error("http", asked, io.BytesIO(), 302, "Found", elsewhere)


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
        "number": "LJ1", "content": {"item": "食品经营许可", "due": "2026-09-24T23:59:59"}, "at": desk.NOW,
    }  # fmt: skip
    return outbox.Leased(**said | changes)


@pytest.fixture
def ways(app, monkeypatch):
    """A mail server and a webhook are set up."""
    monkeypatch.setattr(outside, "_held", [WAYS])
