"""A case's history laid on a blueprint: when each task would have ended, what would have been late.

The graph is the real ``settle``, the limits are the real ``sla``; only who takes how long is from
the history, handling times assumed unchanged (spine §6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain import conditions, sla
from app.domain.calendar import Calendar
from app.domain.case.graph import chosen_plan
from app.domain.case.selections import is_always
from app.domain.elapsed import elapsed_days
from app.domain.whatif_course import Course, Task
from app.domain.whatif_history import History
from app.domain.whatif_marks import Lived, Mark, marks, stalls

Blueprint = Mapping[str, Any]


@dataclass(frozen=True)
class Replayed:
    """The whole case as it would have gone: closings, marks by clock and limit, counted days."""

    closings: dict[str, datetime]
    marks: dict[tuple[str, str], Mark]
    departments: dict[str, str]
    days: int
    #: when the last part was decided (办结)
    closed_at: datetime | None = None


def replay(history: History, blueprint: Blueprint, *, calendar: Calendar) -> Replayed | None:
    """The history under this blueprint and calendar.

    None where it cannot be known: a part now asked for that this case never had, or one that now
    goes on where it was broken off. Raises OutsideCalendar where it reaches beyond the table.
    """
    plan = _plan(history, blueprint)
    if plan is None:
        return None
    course = Course(history, plan, calendar)
    course.run()
    if any(_unfinished(course.lived.get(task["key"]), task) for task in plan):
        return None
    return _read(course, blueprint)


def _plan(history: History, blueprint: Blueprint) -> list[Task] | None:
    """The tasks this case would have had; None where it would need one that nobody has handled."""
    today = history.received_at.date()
    work = [task for task in blueprint["tasks"] if task["kind"] == "work"]
    live = [
        task
        for task in work
        if not task.get("when") or conditions.holds(task["when"], history.answers, today=today)
    ]
    # Inventing a time for a part that nobody handled would make the whole figure a guess.
    if any(is_always(task) and task["key"] not in history.handlings for task in live):
        return None
    chosen = {task["key"] for task in live if task["key"] in history.handlings}
    plan = chosen_plan(blueprint, chosen)
    return plan if chosen else None


def _unfinished(lived: Lived | None, task: Task) -> bool:
    """Whether the case hangs on a task of which nobody knows when it would have ended."""
    decisive = task["gates"] or task["kind"] in ("intake", "hand_over")
    return bool(decisive and lived and lived.closed is None)


def _read(course: Course, blueprint: Blueprint) -> Replayed | None:
    """Closings, marks and days of a course that came to its end."""
    closed = {key: lived.closed for key, lived in course.lived.items() if lived.closed}
    ends = [closed[task["key"]] for task in course.plan if task["gates"] and task["key"] in closed]
    gone = [course.never[task["key"]] for task in course.plan if task["key"] in course.never]
    if not ends:
        return None
    history, calendar = course.history, course.calendar
    stop = max([*ends, *(at for at in gone if at <= max(ends))])
    began = closed["intake"]
    gates = {task["key"] for task in course.plan if task["gates"]}
    parts = [lived for key, lived in course.lived.items() if key in gates]
    whole = Lived(began, history.accepted_at, stop, stalls(parts, stop), stop)
    found = _clock(course, "case", whole, limits=_whole_limits(history, blueprint))
    departments = {"case": str(blueprint.get("lead") or "")}
    for task in course.plan:
        key = task["key"]
        if key in closed and key != "papers" and task.get("mode") != "at_once":
            departments[key] = history.handlings[key].department
            found |= _clock(course, key, course.lived[key], limits=task["limits"])
    holds = [(since, until or stop) for since, until, _anew in whole.pauses]
    days = elapsed_days(calendar, whole.start, end=stop, holds=holds)
    return Replayed({**closed, **course.never}, found, departments, days, closed_at=stop)


def _clock(
    course: Course, clock: str, lived: Lived, *, limits: Mapping[str, Any]
) -> dict[tuple[str, str], Mark]:
    """The marks of one clock, by clock and limit."""
    history = course.history
    extra = history.extra if clock == "case" else history.handlings[clock].extra
    came = marks(lived, limits, extra=extra, answers=history.answers, calendar=course.calendar)
    return {(clock, name): mark for name, mark in came.items()}


def _whole_limits(history: History, blueprint: Blueprint) -> dict[str, Any]:
    """The limits of the case; the term that the survey fixed counts within the promise's range."""
    limits: dict[str, Any] = dict(blueprint["limits"])
    promise = limits.get("promise")
    if history.term and promise and promise.get("min"):
        days = min(max(history.term, promise["min"]), promise["value"])
        picked = sla.pick(promise, history.answers, today=history.accepted_at.date())
        limits["promise"] = {**(picked or {}), "value": days}
    return limits
