"""Who asks under /api/: whoever's key stands in the Authorization header, else who is signed in.

A key is read there and nowhere else. With a key nothing of the browser counts; without one an act
needs the token of the page, as everywhere.
"""

from __future__ import annotations

import math
from typing import Any

from flask import Flask, Response, current_app, g, request, session
from flask_wtf.csrf import CSRFError

from app import clock, problems, transaction
from app.access import ANONYMOUS, Principal
from app.extensions import csrf
from app.services import api_keys, wrong_keys

SCHEME = "bearer"


def offered(path: str, header: str | None) -> str | None:
    """The secret that a request brings; None where it brings none, or is no program's."""
    if not path.startswith(problems.AREA) or not header:
        return None
    scheme, _blank, secret = header.partition(" ")
    # Another scheme is no key, and yet not nobody: what cannot be read must not fall back to a cookie.
    return secret.strip() if scheme.lower() == SCHEME else ""


def principal(secret: str) -> Principal:
    """Who acts by this secret; nobody where it opens nothing."""
    # No other site's page can send a key: the forms of the house need not ask for the page's token.
    g.csrf_valid = True
    opened = api_keys.open_key(transaction.session(), secret, now=clock.now()) if secret else None
    g.key = opened
    return opened.by if opened else ANONYMOUS


def source() -> str | None:
    """Under which name this request's key sends cases; None where a person is signed in."""
    opened = g.get("key")
    return opened.source if opened else None


def init_app(app: Flask) -> None:
    """Ask programs for a key or for the page's token, and remember which keys are in use."""
    app.before_request(_speak)
    app.before_request(_slow)
    app.before_request(_token_or_key)
    app.after_request(_note)


def _speak() -> None:
    """A program says in its header which language it reads; a person chose one on the page."""
    if "bearer" in g:
        languages = [*current_app.config["LANGUAGES"]]
        session["locale"] = request.accept_languages.best_match(languages, languages[0])


def _slow() -> Response | None:
    """Whoever sends one wrong key after another waits; a key that opens is never turned away for them.

    A whole centre may stand behind one address: what is wrong with one of its systems shuts out no other.
    """
    if "bearer" not in g or g.principal.is_authenticated:
        return None
    address, now = request.remote_addr or "", clock.now()
    left = wrong_keys.wait(transaction.session(), address, now=now)
    transaction.aside(lambda unit: wrong_keys.count(unit, address, now=now))
    if left is None:
        return None
    return problems.answer(429, headers={"Retry-After": str(math.ceil(left.total_seconds()))})


def _token_or_key() -> Response | None:
    """An act by cookie alone may be another site's: it needs the page's token."""
    if not problems.wanted() or "bearer" in g or request.method in transaction.SAFE_METHODS:
        return None
    if not g.principal.is_authenticated:
        return problems.answer(401, headers=problems.CHALLENGE)
    if not current_app.config["WTF_CSRF_ENABLED"]:
        return None
    try:
        csrf.protect()
    except CSRFError as missing:
        return problems.answer(400, str(missing.description))
    return None


def _note(response: Response) -> Response:
    opened: Any = g.get("key")
    if opened is None:
        return response
    now = clock.now()
    if opened.used_at is None or now - opened.used_at >= api_keys.USED_EVERY:
        transaction.aside(lambda unit: api_keys.used(unit, opened.key_id, now=now))
    return response
