"""Blocks of a case's file as the typesetter draws them, and how moments and endings are written there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from app.domain.due import END_OF_DAY
from app.telling.outcomes import OUTCOMES

Block = dict[str, Any]
NOTHING = "—"


def moment(at: datetime | None) -> str:
    """2026-09-18 09:40; a limit in days is its day; a dash where there is none."""
    if at is None:
        return NOTHING
    return f"{at:%Y-%m-%d}" if at.time() == END_OF_DAY else f"{at:%Y-%m-%d %H:%M}"


def ended(outcome: str | None) -> str:
    """How a case or a part ended."""
    return str(OUTCOMES[outcome]()) if outcome in OUTCOMES else NOTHING


def in_parts(digest: str) -> str:
    """A hash that lines may break in."""
    return " ".join(digest[at : at + 16] for at in range(0, len(digest), 16))


def pairs(lead: str, rows: list[list[str]]) -> Iterator[Block]:
    """A table of labels and values under its heading; nothing where there are none."""
    if rows:
        yield {"block": "pairs", "lead": lead, "rows": rows}


def table(lead: str, heads: list[str], rows: list[list[str]]) -> Iterator[Block]:
    """A table under its heading; nothing where it has no rows."""
    if rows:
        if lead:
            yield {"block": "lead", "text": lead}
        yield {"block": "table", "heads": heads, "rows": rows}
