"""What a file for the archive consists of: names that every system unpacks, the list of all with hashes."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app import files

#: What the list of a file is sealed for.
CONTEXT = "case_file.list"
MANIFEST = "manifest.json"
#: Signs of a name that some system takes for a place, a command or nothing at all.
NO_NAME = re.compile(r"[\x00-\x1f\x7f\"<>|:*?\\/\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
LONGEST = 60


@dataclass(frozen=True)
class Entry:
    """One part of the file: where its bytes are (``made`` here, or ``stored``, sealed for ``context``)."""

    name: str
    size: int
    sha256: str
    made: bytes | None = None
    stored: str = ""
    context: str = ""
    #: What the list of contents says of it.
    said: dict[str, Any] = field(default_factory=dict)


def made(name: str, content: bytes, **said: Any) -> Entry:
    """A part that stands nowhere else."""
    return Entry(name, len(content), hashlib.sha256(content).hexdigest(), made=content, said=said)


def content(entry: Entry) -> bytes:
    """Its bytes, held against the list. Raises FileGone, FileAltered, CipherError."""
    found = entry.made
    if found is None:
        found = files.get(entry.stored, context=entry.context)
    if hashlib.sha256(found).hexdigest() != entry.sha256:
        raise files.FileAltered(entry.stored or entry.name)
    return found


def is_there(entry: Entry) -> bool:
    """Whether its bytes are where they are said to be, unread."""
    return entry.made is not None or files.is_there(entry.stored)


def plain_name(text: str, *, end: str = "") -> str:
    """A text as a part of a name within the file: no path, no sign of a path, not too long."""
    return NO_NAME.sub("", text).strip(" .")[:LONGEST].rstrip(" .") + end


def manifest(case: dict[str, Any], entries: Iterable[Entry]) -> bytes:
    """The list of contents: each file with its hash, the case, where its journal ended."""
    listed = [
        {"name": one.name, "size": one.size, "sha256": one.sha256, **one.said} for one in entries
    ]
    return as_json({"case_file": 1, **case, "files": listed})


def as_json(value: Any) -> bytes:
    """JSON that people read; the same for the same value."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def sealed_list(entries: Iterable[Entry], *, dated: datetime) -> str:
    """Keep what the file is put together by; gives its name in the store. Raises OSError."""
    listed = [
        {
            "name": one.name, "size": one.size, "sha256": one.sha256, "stored": one.stored,
            "context": one.context,
            "made": None if one.made is None else base64.b64encode(one.made).decode(),
        }
        for one in entries
    ]  # fmt: skip
    text = json.dumps({"dated": dated.isoformat(), "entries": listed}, ensure_ascii=False)
    return files.put(text.encode(), context=CONTEXT)


def opened_list(stored: str) -> tuple[datetime, dict[str, Entry]]:
    """The date and the parts of a file that was made, by name. Raises FileGone, FileAltered, CipherError."""
    kept = json.loads(files.get(stored, context=CONTEXT))
    parts = {}
    for one in kept["entries"]:
        inside = None if one["made"] is None else base64.b64decode(one["made"])
        parts[one["name"]] = Entry(**{**one, "made": inside})
    return datetime.fromisoformat(kept["dated"]), parts
