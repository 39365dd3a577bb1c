"""季度考核: the grade of a department in a quarter, from its figures alone (domain §2.7; ADR 0057)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from app.domain.bulletin import Period
from app.domain.ratings import BAD

#: Of fewer closed parts no share is worked out; of fewer no grade is given, for a grade compares.
COMPUTED, COMPARED = 5, 20
#: Fewer ratings say nothing of how content people are.
RATED = 5
#: Hundredths of a point: the whole, and the share of it that being in time makes.
WHOLE, IN_TIME = 10_000, 6_000
#: What a red card and what an upheld complaint takes off.
RED, FOUND = 200, 1_000
#: Grade → the least for it; the first that fits.
GRADES = (("excellent", 9_000), ("good", 8_000), ("passed", 6_000), ("failed", 0))


class Counts(NamedTuple):
    """What a grade is computed from: closed parts, the late ones, red cards, ratings, bad ones, findings."""

    closed: int
    late: int
    red: int
    rated: int
    bad: int
    found: int


@dataclass(frozen=True)
class Grade:
    """``points`` in hundredths, ``grade`` and ``place`` are None where too few were closed to compare.

    ``in_time`` and ``content`` are shares in hundredths of a percent, None of too few to be computed.
    """

    department: str
    counts: Counts
    in_time: int | None
    content: int | None
    points: int | None
    grade: str | None
    place: int | None = None

    @property
    def compared(self) -> bool:
        """Whether it stands beside the others."""
        return self.counts.closed >= COMPARED


def counts_of(parts: Mapping[str, int], levels: Mapping[int, int], *, found: int) -> Counts:
    """The counts of one department: its parts as a bulletin counts them, {level: how many}, findings."""
    bad = sum(levels.get(level, 0) for level in BAD)
    closed, late, red = (parts.get(name, 0) for name in ("closed", "late", "red"))
    return Counts(closed, late, red, sum(levels.values()), bad, found)


def graded(of: Mapping[str, Counts]) -> list[Grade]:
    """The departments with their grades: those compared by their points, then the others by name.

    Of two with the same points both have the same place.
    """
    whole = [_grade(code, counts) for code, counts in sorted(of.items())]
    compared = sorted((one for one in whole if one.compared), key=_first)
    points = [one.points for one in compared]
    placed = [_placed(one, 1 + points.index(one.points)) for one in compared]
    return placed + [one for one in whole if not one.compared]


def _first(one: Grade) -> tuple[int, str]:
    return -(one.points or 0), one.department


def _placed(one: Grade, place: int) -> Grade:
    return Grade(one.department, one.counts, one.in_time, one.content, one.points, one.grade, place)


def _grade(code: str, counts: Counts) -> Grade:
    in_time = _share(counts.closed - counts.late, counts.closed, least=COMPUTED)
    content = _share(counts.rated - counts.bad, counts.rated, least=RATED)
    # Seven parts with one late would read "failed" beside departments of hundreds.
    if counts.closed < COMPARED:
        return Grade(code, counts, in_time, content, None, None)
    points = points_of(counts)
    return Grade(code, counts, in_time, content, points, _named(points, counts))


def points_of(counts: Counts) -> int:
    """Being in time makes 60 of 100 points, content raters 40; cards and findings take off.

    Where fewer than five rated, being in time makes all of them: nobody's silence is praise or blame.
    """
    kept = counts.closed - counts.late
    if counts.rated < RATED:
        earned = _part(WHOLE, kept, counts.closed)
    else:
        rest = _part(WHOLE - IN_TIME, counts.rated - counts.bad, counts.rated)
        earned = _part(IN_TIME, kept, counts.closed) + rest
    return max(0, earned - RED * counts.red - FOUND * counts.found)


def _named(points: int, counts: Counts) -> str:
    grade = next(name for name, least in GRADES if points >= least)
    # Whoever let a statutory limit pass or was found to have refused without cause is not exemplary.
    spotless = not counts.red and not counts.found
    return "good" if grade == "excellent" and not spotless else grade


def _share(part: int, whole: int, *, least: int) -> int | None:
    """In hundredths of a percent, half up; None of so few that it says nothing."""
    return _part(WHOLE, part, whole) if whole >= least else None


def _part(of: int, part: int, whole: int) -> int:
    # In whole numbers: a float would round a half up on one day and down on another.
    return (2 * of * part + whole) // (2 * whole)


def period_of(quarter: str) -> Period:
    """The days of a quarter: 2026Q3. Raises ValueError."""
    year, _sign, number = quarter.partition("Q")
    if len(year) != 4 or number not in ("1", "2", "3", "4") or not year.isascii():  # noqa: PLR2004 - digits of a year
        raise ValueError(quarter)
    first = date(int(year), 3 * int(number) - 2, 1)
    after = first.replace(day=28) + timedelta(days=4 + 62)
    return Period(first, after.replace(day=1) - timedelta(days=1))


def plain(grades: list[Grade]) -> list[dict[str, Any]]:
    """The grades as they are frozen."""
    return [
        {
            "department": one.department, **one.counts._asdict(), "in_time": one.in_time,
            "content": one.content, "points": one.points, "grade": one.grade, "place": one.place,
        }
        for one in grades
    ]  # fmt: skip
