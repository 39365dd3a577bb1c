"""Personal values at rest: authenticated encryption with a key id, and a blind index for equality.

Keys come as ``id:base64`` pairs, the first one writes, all of them read; so a key is rotated by
putting a new one in front. The blind index and the HMAC of free text use keys derived from the
last (oldest) one, which therefore stays in the list for the life of the data.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import unicodedata
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
KEY = 32


class CipherError(ValueError):
    """A stored value cannot be read: its key is missing or the bytes were changed."""


class KeysUnreadable(ValueError):
    """The list of keys is empty or not ``id:base64`` of 32 bytes each."""


@dataclass(frozen=True)
class Keys:
    """The centre's keys: ``writing`` is the id that new values carry."""

    by_id: dict[str, bytes]
    writing: str
    oldest: str

    @classmethod
    def parse(cls, text: str) -> Keys:
        """Read ``id:base64,id:base64``; raises KeysUnreadable."""
        try:
            pairs = [part.strip().split(":", 1) for part in text.split(",") if part.strip()]
            by_id = {name: base64.b64decode(raw, validate=True) for name, raw in pairs}
        except ValueError as problem:
            raise KeysUnreadable(str(problem)) from problem
        if not by_id or any(len(raw) != KEY for raw in by_id.values()):
            raise KeysUnreadable("every key is id:base64 of 32 bytes")
        names = [name for name, _ in pairs]
        return cls(by_id, names[0], names[-1])

    def derived(self, purpose: str) -> bytes:
        """A key for one purpose only, from the oldest key."""
        return hmac.digest(self.by_id[self.oldest], purpose.encode(), "sha256")


_held: list[Keys] = []


def use(keys: Keys) -> None:
    """Hold the keys for this process; the factory calls it once per application."""
    _held[:] = [keys]


def held() -> Keys:
    """The keys of this process; raises KeysUnreadable before the factory has set them."""
    if not _held:
        raise KeysUnreadable("no keys: set YOUSHI_KEYS")
    return _held[0]


def fresh(name: str = "k1") -> str:
    """A new random key as text for YOUSHI_KEYS."""
    return f"{name}:{base64.b64encode(os.urandom(KEY)).decode()}"


def seal(value: bytes, *, context: str) -> bytes:
    """Encrypt for one column: ``key id NUL nonce ciphertext``; the context is authenticated."""
    keys = held()
    nonce = os.urandom(NONCE)
    body = AESGCM(keys.by_id[keys.writing]).encrypt(nonce, value, context.encode())
    return keys.writing.encode() + b"\0" + nonce + body


def unseal(stored: bytes, *, context: str) -> bytes:
    """Read what ``seal`` wrote for the same context; raises CipherError."""
    name, _, rest = stored.partition(b"\0")
    key = held().by_id.get(name.decode(errors="replace"))
    if key is None:
        raise CipherError(f"key {name!r} is not in YOUSHI_KEYS")
    try:
        return AESGCM(key).decrypt(rest[:NONCE], rest[NONCE:], context.encode())
    except InvalidTag as problem:
        raise CipherError("the stored value was changed") from problem


def blind_index(value: str, *, context: str) -> str:
    """Equal values give equal marks under the centre's key; the value cannot be read back."""
    plain = unicodedata.normalize("NFKC", value).strip().upper()
    key = held().derived("blind index " + context)
    return hmac.new(key, plain.encode(), hashlib.sha256).hexdigest()[:40]


def seal_of_text(text: str) -> str:
    """The HMAC an event carries in place of free text (spine §9)."""
    return hmac.new(held().derived("event text"), text.encode(), hashlib.sha256).hexdigest()
