"""Where the time of parts goes: in whose hands, and waiting for others; departments compared fairly."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping
from typing import NamedTuple

#: With fewer parts a department is not compared, with fewer still nothing is computed of it.
COMPARED, COMPUTED = 20, 5


class Part(NamedTuple):
    """One closed part: working seconds in hand, and those it waited, for others before and on hold."""

    department: str
    handled: int
    waited: int


class Spent(NamedTuple):
    """The middle of a department's parts; None where there are too few to say."""

    department: str
    n: int
    handled: float | None
    waited: float | None

    @property
    def compared(self) -> bool:
        """Whether there are enough to stand beside others."""
        return self.n >= COMPARED

    @property
    def share(self) -> float | None:
        """The share of the time that it waited."""
        if self.handled is None or self.waited is None or not self.handled + self.waited:
            return None
        return self.waited / (self.handled + self.waited)


def spent(parts: Iterable[Part]) -> list[Spent]:
    """By department, those first in whose hands and lines a part stays longest."""
    found: dict[str, list[Part]] = {}
    for part in parts:
        found.setdefault(part.department, []).append(part)
    lines = [_line(department, of_it) for department, of_it in found.items()]
    return sorted(lines, key=lambda line: (-_total(line), line.department))


def _line(department: str, parts: list[Part]) -> Spent:
    if len(parts) < COMPUTED:
        return Spent(department, len(parts), None, None)
    handled = statistics.median(part.handled for part in parts)
    return Spent(department, len(parts), handled, statistics.median(part.waited for part in parts))


def _total(line: Spent) -> float:
    return (line.handled or 0) + (line.waited or 0)


def weeks(days: Mapping[int, int], *, until: int, count: int) -> list[int]:
    """Counts by day (as ordinals) as counts by week, Monday to Sunday; the last holds ``until``."""
    monday = until - (until - 1) % 7
    first = monday - 7 * (count - 1)
    found = [0] * count
    for day, number in days.items():
        if first <= day < monday + 7:
            found[(day - first) // 7] += number
    return found
