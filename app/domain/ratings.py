"""好差评: five levels, which of them is bad, and the one way in which an average is worked out (R90)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from app.domain.spent import COMPARED, COMPUTED

#: From the best to the worst: 非常满意 5 … 非常不满意 1.
LEVELS = (5, 4, 3, 2, 1)
#: 差评: what opens a rectification.
BAD = (1, 2)
#: Where one is rated: at the counter by a square on its screen, at home by the square on the receipt.
CHANNELS = ("window", "paper")
#: How a rater is called on again.
WAYS = ("phone", "visit", "message")
#: How many days a link works, and in how many a rater is called on after the reply; where the centre says nothing.
LINK_DAYS, REVISIT_DAYS = 30, 5
#: A day that is over when it is told, or that nobody remembers, is no promise.
LONGEST_DAYS = 366


class Average(NamedTuple):
    """What so many ratings come to; ``mean`` in hundredths, None where nobody rated."""

    many: int
    bad: int
    mean: int | None

    @property
    def compared(self) -> bool:
        """Whether there are enough to stand beside others."""
        return self.many >= COMPARED

    @property
    def computed(self) -> bool:
        """Whether there are enough to say what they come to: three people's mood is no average."""
        return self.many >= COMPUTED


def is_bad(level: int) -> bool:
    """Whether a level opens a rectification (R90)."""
    return level in BAD


def average(counts: Mapping[int, int]) -> Average:
    """The average of {level: how many}; nobody's rating is no rating, and never a good one (R90)."""
    count = sum(counts.values())
    total = sum(level * many for level, many in counts.items())
    bad = sum(counts.get(level, 0) for level in BAD)
    # Half up in whole numbers: a float would round 4.125 down on one day and up on another.
    return Average(count, bad, (200 * total + count) // (2 * count) if count else None)


def averages(rows: Iterable[tuple[str, int, int]]) -> dict[str, Average]:
    """(what, level, how many) → the average of each; in the order in which they first come."""
    counts: dict[str, dict[int, int]] = {}
    for what, level, many in rows:
        of = counts.setdefault(what, {})
        of[level] = of.get(level, 0) + many
    return {what: average(of) for what, of in counts.items()}


def laid_out(found: Mapping[str, Average]) -> dict[str, Average]:
    """Those that are compared first, the worst at the top; then those that are not, by how many they are."""

    def place(pair: tuple[str, Average]) -> tuple[bool, int, str]:
        what, one = pair
        return not one.compared, (one.mean or 0) if one.compared else -one.many, what

    return dict(sorted(found.items(), key=place))


def expires(made: datetime, *, days: int) -> datetime:
    """The last instant of a link: the end of that day, so that nobody is told a minute."""
    last = made + timedelta(days=days)
    return last.replace(hour=23, minute=59, second=59, microsecond=0)


def revisit_due(replied: datetime | None, *, days: int) -> datetime | None:
    """By when a rater is called on again; nobody is before they were answered."""
    return None if replied is None else expires(replied, days=days)
