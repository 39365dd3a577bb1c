"""What is wrong with a package at one place, and what was expected there instead."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

#: Keys from the top; the reader of the files turns it into file and line.
Path = tuple[str | int, ...]


class Problem(NamedTuple):
    """One thing a package says wrongly: where (keys from the top), what, what was expected."""

    path: Path
    message: str
    expected: str


Problems = Iterator[Problem]
Check = Callable[[Any, Path], Problems]


def nearest(name: str, known: Iterable[str]) -> str:
    """What was expected instead of a key: the one most like it, and all there are."""
    there = sorted(map(str, known))
    near = difflib.get_close_matches(name, there, n=1)
    guess = f"{near[0]}? " if near else ""
    return f"{guess}one of {', '.join(there[:60])}" if there else "nothing: there is none"


def quoted(value: Any) -> str:
    """The value as a message quotes it: short, whatever it is."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."  # noqa: PLR2004 - a line's worth
