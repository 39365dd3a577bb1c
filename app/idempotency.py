"""Keys of forms: made with the form, kept with the act."""

from __future__ import annotations

import secrets

from flask import Flask, g

from app import clock, transaction
from app.services import idempotency

LONGEST = 64


def fresh() -> str:
    """A key for one form."""
    return secrets.token_urlsafe(12)


def seen(key: str | None) -> str | None:
    """Where the act under this key led, if it was done already; else the key is this request's."""
    if not key:
        return None
    return idempotency.reserve(
        transaction.session(), owner=g.principal.username, key=key[:LONGEST], now=clock.now()
    )


def answered(key: str | None, act: str, location: str) -> None:
    """Remember where the act led; it is committed with the act."""
    if key:
        idempotency.keep(
            transaction.session(),
            owner=g.principal.username,
            key=key[:LONGEST],
            act=act,
            location=location,
            now=clock.now(),
        )


def is_same(key: str | None, fingerprint: str) -> bool:
    """Whether the act that was done under this key was this very one."""
    act = idempotency.act(transaction.session(), owner=g.principal.username, key=key or "")
    return act is not None and act.endswith(fingerprint)


def init_app(app: Flask) -> None:
    """Give the templates keys."""
    app.jinja_env.globals["fresh_key"] = fresh
