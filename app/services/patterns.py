"""Patterns that administrators write: RE2 alone, whose work grows with the text and never with the pattern's cunning."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import re2

#: A pattern that needs more is two patterns.
LONGEST = 400
#: What a compiled pattern may take: an alternation of a whole dictionary is no pattern.
MEMORY = 1 << 20


def problem(expression: str) -> str | None:
    """Why an expression is no pattern, as RE2 says it; None where it is one."""
    if len(expression) > LONGEST:
        return f"more than {LONGEST} characters"
    try:
        _compiled(expression)
    except re2.error as wrong:
        return _why(wrong)
    return None


def fits(expression: str, text: str) -> bool:
    """Whether the whole text is as the pattern says. Raises re2.error where it is none."""
    return _compiled(expression).fullmatch(text) is not None


@lru_cache(maxsize=256)
def _compiled(expression: str) -> Any:
    options = re2.Options()
    # What is wrong is said to whoever typed it, and nowhere else.
    options.log_errors = False
    options.max_mem = MEMORY
    return re2.compile(expression, options)


def _why(wrong: Exception) -> str:
    said = wrong.args[0] if wrong.args else ""
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)
