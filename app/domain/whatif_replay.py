"""A case's history laid on a blueprint: when each task would have ended, what would have been late.

The graph is the real ``settle``, the limits are the real ``sla``; only who takes how long is from
the history, handling times assumed unchanged (spine §6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.domain import conditions, sla
from app.domain.calendar import Calendar
from app.domain.case.graph import chosen_plan, settle
from app.domain.case.selections import is_always
from app.domain.elapsed import elapsed_days
from app.domain.whatif_history import Handling, History, Span, laid
from app.domain.whatif_marks import Lived, Mark, marks, stalls

Task = dict[str, Any]
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
    course = _Course(history, plan, calendar)
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


@dataclass
class _Course:
    """One case running through its plan, from one end of a task to the next."""

    history: History
    plan: list[Task]
    calendar: Calendar
    status: dict[str, str] = field(default_factory=dict)
    lived: dict[str, Lived] = field(default_factory=dict)
    never: dict[str, datetime] = field(default_factory=dict)

    def run(self) -> None:
        """From receipt until no task ends any more."""
        self.status = {task["key"]: "waiting" for task in self.plan}
        self._settle(self.history.received_at)
        while ends := self._ends():
            at = min(ends.values())
            # What ended in the same second ended together: a join sees both.
            for key in [key for key, end in ends.items() if end == at]:
                self._close(key, str(self._handling(key).outcome), at)
            self._settle(at)

    def _handling(self, key: str) -> Handling:
        return self.history.handlings.get(key, UNKNOWN)

    def _ends(self) -> dict[str, datetime]:
        """When each task that waits or runs would end by itself, where that is known."""
        found = {}
        for key, state in self.status.items():
            at = self.lived[key].ends if state == "open" else self._handling(key).at
            if state in ("open", "waiting") and at:
                found[key] = max(at, self.lived[key].opened) if state == "open" else at
        return found

    def _settle(self, at: datetime) -> None:
        for move in settle(self.plan, self.status):
            if move.status == "open":
                self._open(move.task, at, first=move.because == "intake")
            else:
                self._close(move.task, move.status, at)

    def _open(self, key: str, at: datetime, *, first: bool) -> None:
        """Laid from its opening; the clock of a first part starts at acceptance (R25, R47)."""
        handling = self._handling(key)
        lay = self._lay(at)
        ends = handling.at if handling.at and handling.at > at else lay(handling.end)
        pauses = [(lay(p.since), lay(p.until), p.restart) for p in handling.pauses]
        start = self.history.accepted_at if first else at
        self.lived[key] = Lived(
            at, start, ends, [(since, until, anew) for since, until, anew in pauses if since]
        )

    def _lay(self, opened: datetime) -> Any:
        return lambda length: _laid(self.calendar, opened, length)

    def _close(self, key: str, outcome: str, at: datetime) -> None:
        """Ended at this moment; what it waited for by then is over with it."""
        self.status[key] = outcome
        lived = self.lived.get(key)
        if lived is None:
            self.never[key] = at
            return
        lived.closed = at
        lived.pauses = [
            (since, until if until and until <= at else None, anew)
            for since, until, anew in lived.pauses
            if since <= at
        ]


#: A task that the history knows nothing of; it gates nothing, or the case would not be replayed.
UNKNOWN = Handling("", None, None, None, (), 0)


def _laid(calendar: Calendar, opened: datetime, length: Span | None) -> datetime | None:
    return laid(calendar, opened, length=length) if length else None


def _read(course: _Course, blueprint: Blueprint) -> Replayed | None:
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
    course: _Course, clock: str, lived: Lived, *, limits: Mapping[str, Any]
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
