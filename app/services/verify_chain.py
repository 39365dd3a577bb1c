"""Recompute every link of a chain that was taken out. Standard library only: python verify.py [HASH]."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def link(entry: dict[str, Any]) -> str:
    """The hash that an entry must have: over all it says and the hash before it."""
    body = {name: value for name, value in entry.items() if name != "hash"}
    body["data"] = json.loads(entry["data"])
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def fault(entry: dict[str, Any], *, number: int, last: str) -> str:
    """What is wrong with the entry that must be this number and follow this hash; empty: nothing."""
    if entry.get("seq") != number:
        return "is missing"
    try:
        right = link(entry) == entry["hash"]
    except (ValueError, KeyError):
        right = False
    if not right:
        return "was changed"
    return "" if entry["prev"] == last else "does not follow the one before it"


def check(written_down: str) -> tuple[str, bool]:
    """The sentence to print, and whether the chain holds."""
    head = json.loads((HERE / "head.json").read_text(encoding="utf-8"))
    number, last = 0, "0" * 64
    with (HERE / "entries.ndjson").open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            entry = json.loads(line)
            wrong = fault(entry, number=number, last=last)
            if wrong:
                return f"BROKEN: entry {number} {wrong}", False
            last = entry["hash"]
    if (number, last) != (head["entries"], head["head"]):
        return f"BROKEN: entry {number + 1} is missing, or the head was changed", False
    if not last.startswith(written_down.replace(" ", "").lower()):
        return f"ANOTHER CHAIN: its head is {last}", False
    return f"OK: {number} entries, head {last}", True


if __name__ == "__main__":
    said, holds = check(sys.argv[1] if len(sys.argv) > 1 else "")
    sys.stdout.write(said + "\n")
    sys.exit(0 if holds else 1)
