"""Signing in: five failures lock for fifteen minutes; unknown, wrong, disabled, locked look and cost the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import event

from app import hashing
from app.access import SYSTEM
from app.demo.accounts import PASSWORD
from app.models.account import LoginGuard
from app.services import accounts, sign_in
from tests.factories.desk import NOW

WRONG = "Hailan-jiang7"
A_MINUTE = timedelta(minutes=1)


def test_the_right_password_signs_in_whatever_the_capitals_of_the_name(session):
    assert attempt(session, "piaoyu").username == "piaoyu"
    assert attempt(session, "PiaoYu").username == "piaoyu"


def test_the_fifth_failure_locks_and_the_right_password_waits_fifteen_minutes(session):
    fail(session, "piaoyu", 4)
    assert attempt(session, "piaoyu")
    fail(session, "piaoyu", 5)
    assert attempt(session, "piaoyu") is None
    assert (
        attempt(session, "piaoyu", now=NOW + timedelta(minutes=15) - timedelta(seconds=1)) is None
    )
    assert attempt(session, "piaoyu", now=NOW + timedelta(minutes=15))


def test_a_lock_is_one_names_lock(session):
    fail(session, "piaoyu", 5)
    assert attempt(session, "lijing")


def test_guesses_while_locked_do_not_make_the_lock_longer(session):
    fail(session, "piaoyu", 5)
    fail(session, "piaoyu", 20, now=NOW + timedelta(minutes=10))
    assert attempt(session, "piaoyu", now=NOW + timedelta(minutes=15))


def test_failures_of_long_ago_are_forgotten(session):
    fail(session, "piaoyu", 4)
    fail(session, "piaoyu", 4, now=NOW + timedelta(minutes=16))
    assert attempt(session, "piaoyu", now=NOW + timedelta(minutes=17))


@pytest.mark.parametrize("username", ["nobody-here", "没有这个人", "' OR 1=1 --", "p" * 128])
def test_a_name_without_an_account_is_locked_like_any_other(session, username):
    fail(session, username, 5)
    assert locked(session, username)


def test_a_signed_in_persons_guesses_at_the_old_password_count_too(session):
    user = user_of(session, "piaoyu")
    for _ in range(5):
        assert not sign_in.confirmed(session, user, WRONG, now=NOW)
    assert not sign_in.confirmed(session, user, PASSWORD, now=NOW)
    assert attempt(session, "piaoyu") is None


def test_every_failure_costs_the_same(session, work):
    accounts.set_active(session, user_of(session, "gaj1"), False, by=SYSTEM)
    fail(session, "gaj0", 5)
    fail(session, "no-such-locked", 5)
    session.flush()
    every = {
        ("nobody-here", WRONG), ("piaoyu", WRONG), ("gaj1", PASSWORD), ("gaj1", WRONG),
        ("gaj0", PASSWORD), ("gaj0", WRONG), ("no-such-locked", WRONG),
    }  # fmt: skip
    costs = {
        (name, word): work(lambda name=name, word=word: attempt(session, name, word))
        for name, word in every
    }
    assert len(set(costs.values())) == 1, costs
    assert costs["nobody-here", WRONG] == (None, 1, 5)


def test_what_is_counted_is_not_the_typed_name(session):
    fail(session, WRONG, 1)
    (row,) = session.scalars(sa.select(LoginGuard)).all()
    assert WRONG.lower() not in row.name.lower()


def test_a_session_row_keeps_no_token(session):
    token = sign_in.begin(session, user_of(session, "piaoyu").id, now=NOW)
    (row,) = sign_in.live(session, user_of(session, "piaoyu").id, now=NOW)
    assert token not in repr(vars(row))
    assert row.token == sign_in.token_hash(token)


def test_a_head_reaches_the_departments_below_and_an_officer_does_not(session):
    from app.models import Department

    session.add_all(
        [
            Department(code="GAJ_A", name="户政科", parent="GAJ", more={}),
            Department(code="GAJ_B", name="一所", parent="GAJ_A", more={}),
        ]
    )
    session.flush()
    for username, reach in (("gaj0", ["GAJ", "GAJ_A", "GAJ_B"]), ("gaj1", ["GAJ"])):
        sign_in.begin(session, user_of(session, username).id, now=NOW)
        assert sign_in.live(session, user_of(session, username).id, now=NOW)[0].departments == reach


def attempt(session, username, password=PASSWORD, now=NOW):
    return sign_in.attempt(session, username=username, password=password, now=now)


def fail(session, username, times, now=NOW):
    for _ in range(times):
        assert attempt(session, username, WRONG, now=now) is None


def locked(session, username):
    return sign_in.locks(session, [username], now=NOW) == {username: NOW + sign_in.LOCKED}


def user_of(session, username):
    return session.scalars(sa.select(User).where(User.username == username)).one()


@pytest.fixture
def work(session, monkeypatch):
    """``work(act)``: what it gave, how many hashes it computed, how many statements it sent."""
    hashes, sent = [], []
    real = hashing.check_password_hash
    monkeypatch.setattr(
        hashing, "check_password_hash", lambda *given: hashes.append(1) or real(*given)
    )
    heard = lambda *_seen: sent.append(1)
    event.listen(session.get_bind(), "before_cursor_execute", heard)

    def measured(act):
        session.expire_all()
        hashes.clear(), sent.clear()
        given = act()
        session.flush()
        return given, len(hashes), len(sent)

    yield measured
    event.remove(session.get_bind(), "before_cursor_execute", heard)


@pytest.fixture
def session(untouched):
    return untouched
