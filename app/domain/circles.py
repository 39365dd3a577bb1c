"""Keys that follow each other (a department its parent, a paper what it folds into) in a circle."""

from __future__ import annotations

from collections.abc import Mapping


def circle(key: str, follows: Mapping[str, str | None]) -> list[str]:
    """The keys round which one runs from ``key``, the first again at the end; empty where it ends."""
    seen = [key]
    while following := follows.get(seen[-1]):
        if following in seen:
            return [*seen[seen.index(following) :], following]
        seen.append(following)
    return []
