"""What a matter costs people, before and now: published, computed and measured figures side by side (R54)."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from app.domain.calendar import Calendar
from app.domain.case.dues import pauses
from app.domain.elapsed import position_of, used

#: Units counted by the clock on the wall of the office; a begun minute counts whole.
IN_MINUTES = ("working_hour", "working_minute")
Clock = Mapping[str, Any]


class Taken(NamedTuple):
    """How long cases took from acceptance to their last decision, holds left out.

    ``accepted`` counts all, ``done`` those decided; ``median`` and ``longest`` are in working days,
    or in working minutes where the promise is in hours; None where nothing is done yet.
    """

    accepted: int
    done: int
    median: float | None
    longest: int | None


class Measure(NamedTuple):
    """One line of the comparison: the published figure, and the one derived from the blueprint."""

    name: str
    before: Any
    now: int | None


def measures(blueprint: Mapping[str, Any]) -> list[Measure]:
    """The published figures of before, each with what is derived now; never one from the other.

    What cannot be derived (trips, steps) has no figure of now: a guide's claim is not ours to make.
    """
    work = [task for task in blueprint["tasks"] if task["kind"] == "work"]
    derived = {
        "documents": blueprint["merge"]["after"],
        "items": len(work),
        "departments": len({task["department"] for task in work}),
    }
    published = {name: value for name, value in blueprint["before"].items() if name != "source"}
    names = [*published, *(name for name in derived if name not in published)]
    return [Measure(name, published.get(name), derived.get(name)) for name in names]


def taken(calendar: Calendar, clocks: Iterable[Clock], *, unit: str) -> Taken:
    """How long the cases with these clocks took, counted as ``unit`` counts; running ones only count.

    ``clocks`` are the case clocks of the fold: start, holds, stopped_at.
    """
    accepted, lengths = 0, []
    for clock in clocks:
        accepted += 1
        if clock["stopped_at"]:
            lengths.append(_length(calendar, clock, unit))
    if not lengths:
        return Taken(accepted, 0, None, None)
    return Taken(accepted, len(lengths), statistics.median(lengths), max(lengths))


def _length(calendar: Calendar, clock: Clock, unit: str) -> int:
    start, end = (datetime.fromisoformat(clock[name]) for name in ("start", "stopped_at"))
    short = unit in IN_MINUTES
    position = position_of(calendar, unit if short else "working_day")
    counted = used(position, start, end=end, holds=pauses(dict(clock)))
    return -(-counted // 60) if short else counted
