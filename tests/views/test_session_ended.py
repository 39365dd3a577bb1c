"""A session that runs out while somebody types: what was typed is sent after signing in, and by them alone."""

from __future__ import annotations

import html
import re

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import MultiDict

from app.models import CaseNote
from tests.factories import green
from tests.factories.browser import text_of

WORDS = "\n申请人下午再来 <3点>"
OURS = {"Origin": "http://localhost"}
KEPT = re.compile(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', re.DOTALL)


def test_whoever_signs_in_again_sends_what_was_typed_without_typing_it_anew(clerk, rows, notes):
    typed = {"csrf_token": clerk.token, "text": WORDS, "colour": ["red", "blue"]}
    clerk.post("/logout/")
    ended = clerk.client.post(notes, data=typed, headers=OURS)
    assert ended.status_code == 401
    assert "登录已过期。 您填的都留在本页" in text_of(ended.text)
    clerk.sign_in("lijing")
    again = clerk.client.post(notes, data=kept(ended), headers=OURS)
    assert (again.status_code, kept(again).getlist("colour")) == (400, ["red", "blue"])
    assert rows(sa.select(CaseNote.text)) == []
    assert clerk.client.post(notes, data=kept(again), headers=OURS).status_code == 303
    assert rows(sa.select(CaseNote.text)) == [(WORDS.strip(),)]


@pytest.mark.parametrize("origin", [{}, {"Origin": "http://elsewhere"}])
def test_what_another_site_sends_is_laid_before_nobody(app, clerk, notes, origin):
    sent = {"csrf_token": "theirs", "text": WORDS}
    for client in (app.test_client(), clerk.client):
        answer = client.post(notes, data=sent, headers=origin)
        assert (answer.status_code in (400, 401), KEPT.findall(answer.text)) == (True, [])


def test_a_form_without_any_token_is_refused_as_ever(clerk, notes):
    assert clerk.client.post(notes, data={"text": WORDS}, headers=OURS).status_code == 400


def kept(answer):
    """What the page would send."""
    token = re.search(r'<form method="post" action="[^"]+/notes"><input type="hidden" name="csrf_token" value="([^"]+)"', answer.text).group(1)  # fmt: skip
    pairs = [(name, html.unescape(value)) for name, value in KEPT.findall(answer.text)]
    return MultiDict([("csrf_token", token), *pairs])


@pytest.fixture
def clerk(sign_in):
    return sign_in("lijing")


@pytest.fixture
def notes(clerk):
    """Where notes of a case are written."""
    case = green.receive(clerk, "catering_green_channel").headers["Location"]
    clerk.get(case)
    return f"{case}/notes"
