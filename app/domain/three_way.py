"""Two people edited one entry: what each changed since the common base goes together.

Rows of a list are known by what identifies them (a field's key, a need's document), not by their
place, so that one may reorder what the other fills in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

Path = tuple[str | int, ...]

#: Keys that tell rows of a list apart, the first that a row has.
IDENTITY = ("key", "document", "step", "text", "label", "field", "task", "value")


class Conflict(NamedTuple):
    """One place that both changed differently: mine stands in the merged entry, theirs is told."""

    path: Path
    mine: Any
    theirs: Any


class Merged(NamedTuple):
    """What goes together, and where it does not."""

    value: Any
    conflicts: list[Conflict]


class _Absent:
    """A place that does not exist on one side."""


ABSENT = _Absent()


def merge_three(base: Any, theirs: Any, *, mine: Any) -> Merged:
    """Both sides' changes since ``base`` in one value.

    What only one side changed is taken from it; what both changed in the same way stands once; what
    both changed differently stays as mine and is a conflict. Nothing that either typed is dropped
    without being told.
    """
    conflicts: list[Conflict] = []
    value = _merge(base, theirs, mine, (), conflicts)
    return Merged(None if value is ABSENT else value, conflicts)


def _merge(base: Any, theirs: Any, mine: Any, path: Path, conflicts: list[Conflict]) -> Any:
    # Only one side moved, or both to the same place: there is nothing to decide.
    if _same(theirs, mine) or _same(base, theirs):
        return mine
    if _same(base, mine):
        return theirs
    sides = (base, theirs, mine)
    if all(isinstance(side, Mapping) for side in sides):
        return _mappings(base, theirs, mine, path, conflicts)
    if all(_has_rows(side) for side in sides):
        return _lists(base, theirs, mine, path, conflicts)
    # Nothing can be put together here: mine is on the screen, so mine stands and theirs is told.
    conflicts.append(Conflict(path, _plain(mine), _plain(theirs)))
    return mine if mine is not ABSENT else theirs


def _mappings(
    base: Mapping[str, Any],
    theirs: Mapping[str, Any],
    mine: Mapping[str, Any],
    path: Path,
    conflicts: list[Conflict],
) -> dict[str, Any]:
    merged = {}
    # My keys first: the merged entry reads as the form that sent it.
    for name in dict.fromkeys([*mine, *theirs]):
        sides = [side.get(name, ABSENT) for side in (base, theirs, mine)]
        value = _merge(sides[0], sides[1], sides[2], (*path, name), conflicts)
        if value is not ABSENT:
            merged[name] = value
    return merged


def _lists(
    base: list[Any], theirs: list[Any], mine: list[Any], path: Path, conflicts: list[Conflict]
) -> list[Any]:
    """Rows by identity, in my order; a row that only they added follows the row it followed there."""
    rows = [_by_identity(side) for side in (base, theirs, mine)]
    # A row that both kept keeps its place in my list; places alone are never a conflict.
    order = _order(list(rows[0]), list(rows[1]), list(rows[2]))
    merged: list[Any] = []
    for name in order:
        old, other, own = (side.get(name, ABSENT) for side in rows)
        value = _merge(old, other, own, (*path, len(merged)), conflicts)
        if value is not ABSENT:
            merged.append(value)
    return merged


def _order(base: list[Any], theirs: list[Any], mine: list[Any]) -> list[Any]:
    """My order where I moved something, else theirs; rows the other side alone has are put in after
    the row they follow there.
    """
    kept = [name for name in mine if name in base and name in theirs]
    lead, other = (
        (theirs, mine) if kept == [name for name in base if name in kept] else (mine, theirs)
    )
    order = list(lead)
    for at, name in enumerate(other):
        if name not in order:
            before = next((one for one in reversed(other[:at]) if one in order), None)
            order.insert(order.index(before) + 1 if before is not None else 0, name)
    return order


def _by_identity(rows: list[Any]) -> dict[Any, Any]:
    named: dict[Any, Any] = {}
    for row in rows:
        name, count = identity(row), 0
        while (name, count) in named:
            count += 1  # two rows may name the same paper: the second is the second
        named[name, count] = row
    return named


def identity(row: Any) -> str:
    """What a row of a list is known by."""
    if isinstance(row, Mapping):
        return next((f"{name}={row[name]}" for name in IDENTITY if row.get(name)), repr(row))
    return repr(row)


def _has_rows(value: Any) -> bool:
    return isinstance(value, list)


def _same(one: Any, other: Any) -> bool:
    # As JSON: 1 and True are equal in Python, however deep they stand, and differ in a package.
    if one is ABSENT or other is ABSENT:
        return one is other
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _plain(value: Any) -> Any:
    return None if value is ABSENT else value
