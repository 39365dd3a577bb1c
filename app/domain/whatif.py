"""What would have been on time: closed cases laid on a draft, and the figures of it (spine §6)."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from app.domain.calendar import Calendar, OutsideCalendar
from app.domain.whatif_history import History, history_of
from app.domain.whatif_marks import Mark
from app.domain.whatif_replay import Replayed, replay

__all__ = [
    "LEAST",
    "Figures",
    "History",
    "Mark",
    "Replayed",
    "Tally",
    "figures",
    "history_of",
    "is_late",
    "replay",
    "replayed",
    "what_if",
]

#: With fewer cases no figure is given: one late case would be a fifth of them.
LEAST = 5
#: Of the case's own limits the promise counts; where there is none, the legal one.
COUNTS = ("promise", "legal")


class Tally(NamedTuple):
    """How many clocks of a department had this limit, and how many passed it."""

    department: str
    limit: str
    total: int
    late: int


class Figures(NamedTuple):
    """`n` cases counted, `left_out` whose course nobody can know; days are counted working days."""

    n: int
    left_out: int
    on_time: int
    percent: float
    median: float
    p90: int
    whole: tuple[Tally, ...]
    departments: tuple[Tally, ...]


def what_if(
    histories: Iterable[History], blueprint: Mapping[str, Any], *, calendar: Calendar
) -> Figures | None:
    """The figures of these cases under a blueprint, handling times assumed unchanged.

    None with fewer than five cases whose course can be known.
    """
    found = [replayed(history, blueprint, calendar=calendar) for history in histories]
    return figures([one for one in found if one], left_out=found.count(None))


def replayed(
    history: History, blueprint: Mapping[str, Any], *, calendar: Calendar
) -> Replayed | None:
    """One case under a blueprint; a course that runs out of the calendar's table is not known either."""
    try:
        return replay(history, blueprint, calendar=calendar)
    except OutsideCalendar:
        return None


def figures(cases: list[Replayed], *, left_out: int = 0) -> Figures | None:
    """On time, median and P90 (nearest rank) in counted days, late of total by department."""
    if len(cases) < LEAST:
        return None
    days = sorted(case.days for case in cases)
    on_time = sum(not is_late(case) for case in cases)
    return Figures(
        n=len(cases),
        left_out=left_out,
        on_time=on_time,
        percent=round(100 * on_time / len(cases), 1),
        median=statistics.median(days),
        p90=days[-(-len(days) * 9 // 10) - 1],
        whole=_tallies(cases, whole=True),
        departments=_tallies(cases, whole=False),
    )


def is_late(case: Replayed) -> bool:
    """Whether the case as a whole was: by its promise, else by the law."""
    found = [case.marks[("case", name)].late for name in COUNTS if ("case", name) in case.marks]
    return bool(found and found[0])


def _tallies(cases: list[Replayed], *, whole: bool) -> tuple[Tally, ...]:
    """Late of total per department and limit, the whole case apart from the parts."""
    counts: dict[tuple[str, str], list[bool]] = {}
    for case in cases:
        for (clock, limit), mark in case.marks.items():
            if (clock == "case") == whole:
                counts.setdefault((case.departments[clock], limit), []).append(mark.late)
    return tuple(
        Tally(department, limit, len(late), sum(late))
        for (department, limit), late in sorted(counts.items())
    )
