"""Passwords at rest: a slow salted hash, and one comparison per attempt whoever is asked for."""

from __future__ import annotations

from functools import lru_cache

from werkzeug.security import check_password_hash, generate_password_hash

_method: list[str] = ["scrypt"]


def use(method: str) -> None:
    """Hash with this method from now on (tests take a fast one); the factory sets it."""
    _method[:] = [method]
    nobodys.cache_clear()


def hashed(password: str) -> str:
    """A new salted hash."""
    return generate_password_hash(password, method=_method[0])


def matches(stored: str | None, password: str) -> bool:
    """Whether the password is the stored one; where nothing is stored it takes as long and says no."""
    right = check_password_hash(stored or nobodys(), password)
    return right and stored is not None


@lru_cache(maxsize=1)
def nobodys() -> str:
    """The hash that names without an account are compared with."""
    return hashed("nobody has this password")
