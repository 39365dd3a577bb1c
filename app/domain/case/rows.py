"""The rows that a case's fold implies, as plain column values: written from, and compared in replay."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple

from app.domain.case.phase import phase
from app.domain.case.rows_of_appeals import rows_of_appeal
from app.domain.case.state import State, Task, is_stopped, moment, visit_of

Row = dict[str, Any]
#: Where a task stands in the queue when no limit runs, or a hold has it stand: after all that has one.
LAST = datetime(9999, 12, 31)
#: Kinds of parts whose clock is an authority's: these light the case they belong to (R51).
CLOCKED = ("work", "intake", "hand_over")
#: What is nearest on a clock that stopped or never began: nothing runs on it any more (R04, R63).
STILL: Row = {"due_at": None, "warn_at": None, "provisional": False, "uncertain": False}
CASE_PLAIN = (
    "kind", "blueprint", "chosen", "deemed", "told", "missing_first", "debts", "term", "issued",
    "revoked", "barred", "links", "outcome", "seq",
)  # fmt: skip
CASE_MOMENTS = ("received_at", "complete_at", "accepted_at", "closed_at")
TASK_PLAIN = (
    "kind",
    "gates",
    "department",
    "owner",
    "acted_by",
    "state",
    "outcome",
    "steps",
    "step",
    "round",
)


class _Limit(NamedTuple):
    """When a limit passes, from when it is yellow, whether it may still move (R06)."""

    at: datetime | None
    warn: datetime | None
    provisional: bool


UNSET = _Limit(None, None, provisional=False)


def rows_of(state: State) -> dict[str, Any]:
    """{case: row, tasks: {key: row}, holds: {task#id: row}, cards: {clock/limit: row}, documents: {key: row}}."""
    tasks = {key: _task(state, key, task) for key, task in state["tasks"].items()}
    return {
        "case": _case(state, tasks.values()),
        "tasks": tasks,
        "holds": {
            f"{key}#{hold['id']}": _hold(hold)
            for key, task in state["tasks"].items()
            for hold in task["holds"]
        },
        "cards": {
            f"{card['clock']}/{card['limit']}": {"colour": card["colour"], "at": moment(card["at"])}
            for card in state["cards"]
        },
        "documents": {key: {"received_at": moment(at)} for key, at in state["documents"].items()},
        "surveys": {
            f"{key}#{number}": _survey(visit["at"], part)
            for number, visit in state["surveys"].items()
            for key, part in visit["parts"].items()
        },
        "approvals": {number: _approval(one) for number, one in state["asks"].items()},
        **rows_of_appeal(state),
    }


def _case(state: State, tasks: Iterable[Row]) -> Row:
    own = _of_case(state)
    return {
        **{name: state[name] for name in CASE_PLAIN},
        **{name: _moment(state[name]) for name in CASE_MOMENTS},
        "phase": phase(state),
        "last_at": moment(state["last"]),
        "clock": state["clocks"].get("case"),
        **own,
        **_light(own, tasks),
    }


def _of_case(state: State) -> Row:
    """The case's limits: after the join both are a fact, and neither is near any more (spine §4)."""
    clock = state["clocks"].get("case")
    return _limits(state, "case") | (STILL if clock and clock["stopped_at"] else {})


def _light(own: Row, tasks: Iterable[Row]) -> Row:
    """The worst of the case's own light and its running parts', as the two moments it turns at (R51)."""
    parts = [row for row in tasks if row["kind"] in CLOCKED and row["state"] == "open"]
    running = [row for row in (own, *parts) if row["due_at"]]
    # A light is as bad as the due and the warning that come first, each for itself.
    return {
        f"light_{name}": min((row[f"{name}_at"] for row in running), default=None)
        for name in ("due", "warn")
    }


def _task(state: State, key: str, task: Task) -> Row:
    limits = _limits(state, key)
    held = task["state"] == "open" and is_stopped(task)
    return {
        **{name: task[name] for name in TASK_PLAIN},
        "step_name": task["steps"][task["step"]],
        "opened_at": _moment(task["opened_at"]),
        "closed_at": _moment(task["closed_at"]),
        "held": held,
        "clock": state["clocks"].get(key),
        "visit_at": _visit_at(state, key, task),
        **limits,
        # The queue walks one index, so what has no limit or stands still needs a place in it too.
        "sort_at": limits["due_at"] or LAST,
    }


def _limits(state: State, clock: str) -> Row:
    """Both limits, and the nearest one as ``due_at`` with its ``warn_at`` and its mark.

    ``uncertain`` says that one of both lies in a year without confirmed notice (R06).
    """
    dues = {
        name: _Limit(moment(due["at"]), moment(due["warn"]), due["provisional"])
        for name, due in state["dues"].get(clock, {}).items()
        if due
    }
    promise, legal = dues.get("promise", UNSET), dues.get("legal", UNSET)
    # Light and order follow the limit that passes first, whichever of the two it is.
    nearest = min(dues.values(), key=itemgetter(0), default=UNSET)
    return {
        "promise_at": promise.at,
        "promise_warn": promise.warn,
        "legal_at": legal.at,
        "legal_warn": legal.warn,
        "due_at": nearest.at,
        "warn_at": nearest.warn,
        "provisional": nearest.provisional,
        "uncertain": any(due.provisional for due in dues.values()),
    }


def _visit_at(state: State, key: str, task: Task) -> datetime | None:
    """When the place is seen; nothing of a part that has ended, nor once it is on record."""
    visit = visit_of(state, key) if task["state"] == "open" else None
    return moment(state["surveys"][visit]["at"]) if visit else None


def _survey(at: str, part: dict[str, Any]) -> Row:
    named = {name: part[name] for name in ("people", "outcome", "recorded_by")}
    return {**named, "at": moment(at), "recorded_at": _moment(part["recorded_at"])}


def _approval(one: dict[str, Any]) -> Row:
    named = ("verb", "task", "wanted", "by", "answer", "answered_by")
    return {
        **{name: one[name] for name in named},
        "at": moment(one["at"]),
        "answered_at": _moment(one["answered_at"]),
    }


def _hold(hold: dict[str, Any]) -> Row:
    return {
        **{name: hold[name] for name in ("kind", "effect", "got", "notice")},
        "documents": hold["documents"] or [],
        "since": moment(hold["since"]),
        "until": _moment(hold["until"]),
        "expected": _moment(hold["expected"]),
    }


def _moment(text: str | None) -> datetime | None:
    return moment(text) if text else None
