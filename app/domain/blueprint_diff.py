"""What differs between two versions, as data in the order a reader wants: parts, needs, limits, …

One walk over the shapes of diff_shapes, for blueprints and for packages. What is in a
list is told apart by what it is called; its place among the others is "moved".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.blueprint_walk import Change, Walk
from app.domain.diff_shapes import ORDER, PACKAGE_SHAPES, SHAPES

__all__ = ["Change", "diff", "diff_packages"]


def diff(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Everything in which two blueprints differ; empty where they are the same.

    What the merge proves row by row is not told again: it follows from the papers and their rows.
    """
    return _ordered(Walk(SHAPES, _names(before, after)).entry("blueprint", before, after=after))


def diff_packages(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Everything in which two packages, or two slices of them, differ."""
    return _ordered(
        Walk(PACKAGE_SHAPES, _names(before, after)).entry("package", before, after=after)
    )


def _ordered(changes: Iterator[Change]) -> list[Change]:
    rank = {noun: at for at, noun in enumerate(ORDER)}
    return sorted(changes, key=lambda one: rank.get(one.noun, len(ORDER)))


def _names(*sides: Mapping[str, Any]) -> dict[str, str]:
    """What tasks, items and documents are called, by key; the later side wins."""
    names: dict[str, str] = {}
    for side in sides:
        for noun in ("documents", "items"):
            names |= {key: entry["name"] for key, entry in (side.get(noun) or {}).items()}
        for task in side.get("tasks") or ():
            names[task["key"]] = str(task.get("name") or task["key"])
    return names
