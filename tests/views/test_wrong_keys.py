"""Whoever tries keys at the interface is slowed down, and nobody with a right one is."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.models.account import LoginGuard
from app.services import wrong_keys
from tests.conftest import NOW
from tests.factories import program


def test_after_ten_wrong_keys_an_address_waits_and_is_told_how_long(app, at):
    answers = [tried(app) for _ in range(wrong_keys.MOST + 1)]
    assert [answer.status_code for answer in answers] == [401] * wrong_keys.MOST + [429]
    assert answers[-1].mimetype == "application/problem+json"
    assert answers[-1].headers["Retry-After"] == "900"
    at.now = NOW + timedelta(minutes=16)
    assert tried(app).status_code == 401


def test_a_key_that_opens_is_not_turned_away_for_anothers_mistakes(app):
    program.account(app)
    right = program.Program(app, program.key(app))
    for _ in range(wrong_keys.MOST + 1):
        tried(app)
    assert right.get("/me").status_code == 200
    assert tried(app).status_code == 429


def test_each_address_is_counted_for_itself_and_none_stands_in_clear(app, rows):
    for _ in range(wrong_keys.MOST + 1):
        tried(app)
    assert tried(app, "10.0.0.9").status_code == 401
    kept = str(rows(sa.select(LoginGuard)))
    assert "127.0.0.1" not in kept and "10.0.0.9" not in kept


@pytest.mark.parametrize(("second", "same"), [("2001:db8::2", True), ("2001:db8:1::1", False)])
def test_who_has_a_whole_net_has_one_count(app, second, same):
    for _ in range(wrong_keys.MOST):
        tried(app, "2001:db8::1")
    assert (tried(app, second).status_code == 429) is same


def tried(app, address="127.0.0.1"):
    """Somebody with a key that opens nothing."""
    stranger = app.test_client(use_cookies=False)
    heads = {"Authorization": "Bearer youshi_0000000000_x"}
    return stranger.get("/api/v1/me", headers=heads, environ_base={"REMOTE_ADDR": address})
