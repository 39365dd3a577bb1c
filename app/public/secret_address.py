"""An address that is its own key: whoever has it comes in, whoever guesses is slowed down, nobody keeps it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import abort, current_app, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app import clock, transaction
from app.public.pace import Pace

TOO_MANY = 429
Found = TypeVar("Found")


@dataclass(frozen=True)
class SecretAddress(Generic[Found]):
    """A kind of such addresses: what a secret looks like and who finds what stands behind it."""

    noun: str
    shape: re.Pattern[str]
    find: Callable[[Session, str], Found | None]

    def opened(self, secret: str) -> Found | None:
        """What stands behind a secret, or None, which counts as a miss of whoever asks."""
        self.turn_away()
        found = self.find(transaction.session(), secret) if self.shape.fullmatch(secret) else None
        if found is None:
            self.missed()
        return found

    def turn_away(self, of: str = "") -> None:
        """Answer 429 to an address that guessed too often: it learns nothing even where it hits.

        ``of``: what is guessed at, where guesses at one thing are counted from wherever they come.
        """
        if self._pace().is_over(of or request.remote_addr or "", now=clock.now()):
            abort(TOO_MANY)

    def missed(self, of: str = "") -> None:
        """Count one more guess of whoever asks, or at what is guessed at."""
        self._pace().missed(of or request.remote_addr or "", now=clock.now())

    def _pace(self) -> Pace:
        paces: dict[str, Pace] = current_app.extensions.setdefault("paces", {})
        return paces.setdefault(self.noun, Pace())


def keep_secret(answer: Any) -> Response:
    """Let no cache keep this answer, no search engine list it, and no other page hear its address."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
