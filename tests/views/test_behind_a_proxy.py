"""Behind a proxy of ours: whose address counts, and that it is https, is what the proxy says and nobody else."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from flask import request

import config
from app import create_app
from tests.conftest import KEYS, close
from tests.factories.browser import Browser

#: What a browser writes itself, then what the proxy adds: the address it was asked from.
SPOOFED = {"X-Forwarded-For": "6.6.6.6, 10.1.2.3", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}  # fmt: skip


@pytest.mark.parametrize(
    ("proxies", "seen"), [(0, ("127.0.0.1", "http")), (1, ("10.1.2.3", "https"))]
)
def test_so_many_proxies_are_believed_and_no_more(database, at, proxies, seen):
    with made(database, proxies) as app:
        app.test_client().get("/healthz", headers=SPOOFED)
        assert app.seen == [(*seen, "localhost")]


def test_through_the_proxy_people_sign_in_and_act_and_stay_on_https(database, at):
    with made(database, 1, SESSION_COOKIE_SECURE=True) as app:
        clerk = Browser(app)
        clerk.client.environ_base |= {
            "HTTP_X_FORWARDED_PROTO": "https",
            "HTTP_REFERER": "https://localhost/",
        }
        clerk.sign_in("lijing")
        page = clerk.get("/desk/queue")
        assert page.headers["Strict-Transport-Security"]
        assert clerk.post("/logout/").status_code == 302


@pytest.mark.parametrize("text", ["x", "-1", "10", "１"])
def test_a_number_that_is_none_keeps_it_from_starting(monkeypatch, text):
    monkeypatch.setenv("YOUSHI_PROXIES", text)
    with pytest.raises(config.NotConfigured, match="YOUSHI_PROXIES"):
        config.chosen()


@contextmanager
def made(database, proxies, **more):
    """An application behind so many proxies, which notes what it is told of each request."""
    address = database.copy()
    more |= {"SQLALCHEMY_DATABASE_URI": address, "YOUSHI_KEYS": KEYS, "YOUSHI_PROXIES": proxies}
    app = create_app(more)
    app.seen = []
    app.before_request(lambda: app.seen.append((request.remote_addr, request.scheme, request.host)))
    yield app
    with app.app_context():
        close(app)
    database.drop(address)
