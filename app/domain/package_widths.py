"""The longest texts of a package, noun by noun: what the tables hold, said before a database refuses it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from app.domain.package_problem import Path, Problem, Problems

#: Keys of entries.
KEY = 64
#: A paper's number is its series, the year and its serial, all in one column.
SERIES = 60
#: Noun → key → most characters, where a column keeps it.
WIDTHS: dict[str, dict[str, int]] = {
    "centre": {"name": 200},
    "department": {"name": 200, "short_name": 200},
    "window": {"name": 200, "place": 200, "hours": 200},
    "limit": {"name": 200, "basis": 400},
    "document": {"name": 200, "standard_code": KEY, "sample": 200, "blank_form": 200},
    "item": {"name": 200},
    "special": {"name": 200},
    "step": {"step": KEY, "name": 200},
    "field": {"label": 200},
    "row_field": {"label": 200},
    "own_pattern": {"expression": 400, "sample": 200, "message": 200},
    "theme": {"name": 200, "area": KEY},
    "choice": {"name": 200},
    "entry": {"choice": KEY},
    "appeal": {"name": 200},
    "template": {"name": 200, "series": SERIES},
    "acknowledgement": {"of": KEY, "code": KEY, "at": 200},
}
#: Characters that no database keeps in a text: nothing, and halves of a character.
UNKEPT = re.compile("[\x00\ud800-\udfff]")


def too_wide(noun: str, value: Mapping[str, Any], *, path: Path) -> Problems:
    """Texts of a noun that are longer than what keeps them, each at its key."""
    for name, most in WIDTHS.get(noun, {}).items():
        yield from longer(value.get(name), most, path=(*path, name))


def longer(text: Any, most: int, *, path: Path) -> Problems:
    """A text beyond so many characters."""
    if isinstance(text, str) and len(text) > most:
        said = f"{len(text)} characters are longer than {most} characters"
        yield Problem(path, said, f"at most {most} characters")


def is_kept(value: Any) -> bool:
    """Whether every text in a value can be kept as it is."""
    if isinstance(value, Mapping):
        return all(is_kept(key) and is_kept(inner) for key, inner in value.items())
    if isinstance(value, list):
        return all(map(is_kept, value))
    return not isinstance(value, str) or not UNKEPT.search(value)
