"""What makes a password acceptable (GB/T 22239-2019 8.1.4.1; ASVS 6.2)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from app.domain.refusal import Refusal

LENGTH = 10
LONGEST = 128
CLASSES = 3
HISTORY = 5

#: Beginnings everybody guesses; compared after undoing the usual substitutions.
COMMON = (
    "password",
    "passwd",
    "qwerty",
    "qazwsx",
    "admin",
    "youshi",
    "welcome",
    "letmein",
    "iloveyou",
    "woaini",
    "123456",
    "654321",
    "111111",
    "666666",
    "888888",
    "abcdef",
    "asdfgh",
)
#: Signs that are not mistaken for one another when read out at the counter.
_READABLE = ("ACDEFGHJKLMNPQRTUVWXY", "abcdefghjkmnpqrstuvwxyz", "34679")
_UNDO = str.maketrans({"@": "a", "$": "s", "0": "o", "3": "e"})


def weakness(password: str, *, username: str) -> Refusal | None:
    """Why this password is not accepted, or None. Raises nothing."""
    lower = password.lower()
    if not LENGTH <= len(password) <= LONGEST:
        return Refusal(
            "password", "A password has at least %(length)s characters.", {"length": LENGTH}
        )
    if len(_classes(password)) < CLASSES:
        return Refusal(
            "password",
            "A password mixes three of: capitals, small letters, digits, other characters.",
            {},
        )
    if username and username.lower() in lower:
        return Refusal("password", "A password does not contain the user name.", {})
    if any(word in lower or word in lower.translate(_UNDO) for word in COMMON):
        return Refusal("password", "This password is too easy to guess.", {})
    return None


def _classes(password: str) -> set[str]:
    kinds = {"Lu": "capital", "Ll": "small", "Nd": "digit"}
    return {kinds.get(unicodedata.category(sign), "other") for sign in password}


def suggestion(choose: Callable[[str], str]) -> str:
    """A password to hand over once, in three groups easy to read out; ``choose`` picks a sign at random."""
    groups = (
        "".join(choose(signs) for signs in (_READABLE[0], *(_READABLE[1:2] * 3), _READABLE[2]))
        for _group in range(3)
    )
    return "-".join(groups)
