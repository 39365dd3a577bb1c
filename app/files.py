"""Bytes beside the database: sealed, named by their own hash, in a folder or in S3 (ADR 0034).

They are on the disk before the row that names them commits, and only the sweep removes them: a row
never stands without its bytes, whatever is rolled back or cut off in between.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import fsspec
from fsspec.implementations.dirfs import DirFileSystem
from fsspec.implementations.local import LocalFileSystem

from app import cipher, clock

#: A file's name in the store: the SHA-256 of its sealed bytes.
NAME = re.compile(r"[0-9a-f]{64}")
#: First letters of names: each is a folder, so that none holds a million files.
SHARDS = tuple(f"{shard:02x}" for shard in range(256))

_held: list[str] = []


class FileGone(LookupError):
    """A row names bytes that are not in the store."""


class FileAltered(ValueError):
    """What stands in the store is not what was put there."""


def use(address: str) -> None:
    """Hold the store's address (a folder, or a url as ``s3://bucket/prefix``) for this process."""
    _held[:] = [address]


def put(content: bytes, *, context: str) -> str:
    """Seal and store; gives the name. On the disk when it returns. Raises OSError."""
    return keep(cipher.seal(content, context=context))


def keep(sealed: bytes) -> str:
    """Store bytes that are sealed already; gives their name. What is there is left as it is."""
    name = hashlib.sha256(sealed).hexdigest()
    store = _store()
    if not store.exists(_place(name)):
        _WRITE.get(type(store.fs), _write_whole)(store, _place(name), sealed)
    return name


def get(name: str, *, context: str) -> bytes:
    """The content of a stored file. Raises FileGone, FileAltered, CipherError."""
    return cipher.unseal(sealed(name), context=context)


def sealed(name: str) -> bytes:
    """The bytes as they are stored, held against their name. Raises FileGone, FileAltered."""
    try:
        found: bytes = _store().cat_file(_place(name))
    except FileNotFoundError as problem:
        raise FileGone(name) from problem
    if hashlib.sha256(found).hexdigest() != name:
        raise FileAltered(name)
    return found


def is_there(name: str) -> bool:
    """Whether the store has a file of this name, unread."""
    return bool(_store().exists(_place(name)))


def names(shard: str) -> list[str]:
    """What stands in one of the folders, halves that a crash left there too."""
    try:
        return [Path(path).name for path in _store().ls(shard, detail=False)]
    except FileNotFoundError:
        return []


def all_names() -> list[str]:
    """Every stored file, by one listing of the whole."""
    try:
        found = (Path(path).name for path in _store().find(""))
        return [name for name in found if NAME.fullmatch(name)]
    except FileNotFoundError:
        return []


def stored_at(name: str) -> datetime:
    """When a file was stored, by the centre's clock. Raises FileNotFoundError."""
    at: datetime = _store().modified(_place(name))
    return at.astimezone(clock.ZONE).replace(tzinfo=None)


def remove(name: str) -> None:
    """Take a file away that no row names; gone already is as well."""
    with suppress(FileNotFoundError):
        _store().rm_file(_place(name))


def folder() -> Path | None:
    """The folder the files stand in; None where they stand elsewhere."""
    store = _store()
    return Path(store.path) if isinstance(store.fs, LocalFileSystem) else None


def _place(name: str) -> str:
    return f"{name[:2]}/{name}"


def _store() -> Any:
    if not _held:
        raise FileGone("no store: set YOUSHI_FILES")
    return _opened(_held[0], os.getpid())


@lru_cache(maxsize=4)
def _opened(address: str, _process: int) -> Any:
    """Once a process: connections are not shared over a fork. Keys of S3 come from the environment."""
    # Nothing remembered of what is where: another process writes into the same store.
    fs, path = fsspec.url_to_fs(address, use_listings_cache=False, skip_instance_cache=True)
    if isinstance(fs, LocalFileSystem):
        # The names beside them stand in the database alone, but nobody else has business here.
        Path(path).mkdir(mode=0o700, parents=True, exist_ok=True)
    return DirFileSystem(path, fs)


def _write_whole(store: Any, place: str, sealed_bytes: bytes) -> None:
    """An object is there whole or not at all."""
    store.pipe_file(place, sealed_bytes)


def _write_in_folder(store: Any, place: str, sealed_bytes: bytes) -> None:
    """Under another name first, moved when it is on the disk: a power cut leaves no half of it."""
    half = f"{place}.{secrets.token_hex(4)}"
    store.makedirs(place[:2], exist_ok=True)
    with store.open(half, "wb") as out:
        out.write(sealed_bytes)
        out.flush()
        os.fsync(out.fileno())
    store.mv(half, place)
    for path in (Path(store.path) / place[:2], Path(store.path)):
        _on_disk(path)


def _on_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    with suppress(OSError):  # some file systems cannot sync a folder
        os.fsync(handle)
    os.close(handle)


_WRITE: dict[type, Callable[[Any, str, bytes], None]] = {LocalFileSystem: _write_in_folder}
