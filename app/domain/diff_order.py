"""Which entries of a list were moved: as few as explain the new order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence


def moved(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """(entry, place before, place after), places from 1 among what both lists have.

    What lies on a longest run that kept its order did not move.
    """
    shared = [key for key in before if key in set(after)]
    order = [key for key in after if key in set(before)]
    places = {key: at for at, key in enumerate(shared)}
    kept = _longest_run([places[key] for key in order])
    for at, key in enumerate(order):
        if places[key] not in kept:
            yield key, places[key] + 1, at + 1


def _longest_run(numbers: Sequence[int]) -> set[int]:
    """A longest increasing run of different numbers."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(ends, number)
        before[number] = ends[at - 1] if at else None
        ends[at : at + 1] = [number]
    run: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        run.add(last)
        last = before[last]
    return run
