"""What a closed case took, apart from when: per task its working time, its holds, how it ended.

Everything is measured from the opening of the task, so it can be laid on another graph, another
calendar, other limits (spine §6). Waiting for other tasks is not part of it: that is the graph's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from app.domain.calendar import Calendar
from app.domain.case.evolve import apply
from app.domain.case.state import Event, State, Task, moment, open_holds

#: Ends that follow from other tasks: nobody decided them, so they are worked out anew.
BY_OTHERS = ("cannot_continue", "skipped")
#: After one of these a task has no single course from opening to end.
BEGUN_ANEW = ("reopened", "reclassified")
#: Ends of the whole case that say nothing about how it was handled.
ABANDONED = ("withdrawn", "void")


class Span(NamedTuple):
    """Working seconds since the opening, and how long after them where work was not going on."""

    working: int
    idle: int


class Pause(NamedTuple):
    """A hold that stopped the clock; `until` None where only the end of the task ended it."""

    since: Span
    until: Span | None
    restart: bool


@dataclass(frozen=True)
class Handling:
    """How one task went; `end` None where it did not end by itself, `at` where it never opened."""

    department: str
    outcome: str | None
    end: Span | None
    at: datetime | None
    pauses: tuple[Pause, ...]
    extra: int


@dataclass(frozen=True)
class History:
    """One closed case, ready to be laid on a blueprint."""

    received_at: datetime
    accepted_at: datetime
    handlings: Mapping[str, Handling]
    extra: int
    term: int | None
    answers: Mapping[str, Any]


def history_of(
    events: Iterable[Event], answers: Mapping[str, Any], *, calendar: Calendar
) -> History | None:
    """What a case took; None where it is not closed, was not accepted, was withdrawn as a whole, or
    began anew with a part or under another class: then there is no single course to measure.
    """
    walked = _walk(events)
    if walked is None:
        return None
    state, closings = walked
    if not state.get("closed_at") or not state["accepted_at"] or state["outcome"] in ABANDONED:
        return None
    return History(
        received_at=moment(state["received_at"]),
        accepted_at=moment(state["accepted_at"]),
        handlings={
            key: _handling(state, key, closings.get(key), calendar) for key in state["tasks"]
        },
        extra=state["clocks"]["case"]["extra"],
        term=state["term"],
        answers=answers,
    )


class _Closing(NamedTuple):
    """How a task ended, and the holds that this cut short."""

    outcome: str
    holds: frozenset[int]


def _walk(events: Iterable[Event]) -> tuple[State, dict[str, _Closing]] | None:
    """The fold, and of each task its last closing; a revocation afterwards is not its end."""
    state: State = {}
    closings: dict[str, _Closing] = {}
    for event in events:
        if event["type"] in BEGUN_ANEW:
            return None
        if event["type"] == "task_closed":
            holds = open_holds(state["tasks"][event["task"]])
            closings[event["task"]] = _Closing(
                event["outcome"], frozenset(hold["id"] for hold in holds)
            )
        apply(state, event)
    return state, closings


def _handling(state: State, key: str, closing: _Closing | None, calendar: Calendar) -> Handling:
    task = state["tasks"][key]
    ended = task["state"] == "closed" and closing is not None
    outcome = closing.outcome if ended and closing and closing.outcome not in BY_OTHERS else None
    opened = task["opened_at"] and moment(task["opened_at"])
    closed = moment(task["closed_at"]) if outcome else None
    cut = closing.holds if ended and closing else frozenset()
    return Handling(
        department=task["department"],
        outcome=outcome,
        end=span(calendar, opened, end=closed) if opened and closed else None,
        at=closed if not opened else None,
        pauses=tuple(_pauses(task, opened, cut, calendar)) if opened else (),
        extra=state["clocks"].get(key, {}).get("extra", 0),
    )


def _pauses(
    task: Task, opened: datetime, cut: frozenset[int], calendar: Calendar
) -> Iterable[Pause]:
    for hold in task["holds"]:
        if hold["effect"] != "run":
            until = None if hold["id"] in cut or not hold["until"] else moment(hold["until"])
            yield Pause(
                since=span(calendar, opened, end=moment(hold["since"])),
                until=span(calendar, opened, end=until) if until else None,
                restart=hold["effect"] == "restart",
            )


def span(calendar: Calendar, start: datetime, *, end: datetime) -> Span:
    """How far `end` lies after `start`, so that ``laid`` finds it again to the second."""
    working = calendar.elapsed(start, end)
    earliest = _earliest(calendar, start, working)
    return Span(working, int((end - earliest).total_seconds()))


def laid(calendar: Calendar, start: datetime, *, length: Span) -> datetime:
    """The moment so far after `start`; what was idle never eats into working time."""
    earliest = _earliest(calendar, start, length.working)
    reached = calendar.seconds_to(start) + length.working
    last = calendar.at_seconds(reached + 1) - timedelta(seconds=1)
    return max(earliest, min(earliest + timedelta(seconds=length.idle), last))


def _earliest(calendar: Calendar, start: datetime, working: int) -> datetime:
    return max(start, calendar.at_seconds(calendar.seconds_to(start) + working))
