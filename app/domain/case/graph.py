"""The one rule of the graph: which tasks open, which close because of others, when the case ends.

``decide`` calls ``settle`` after every command, the publish check explores it exhaustively: one
code, so the proof is about what runs (spine §0.6).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

GOOD = ("granted", "partly")
LIVE = ("waiting", "open")
DECIDED = ("granted", "partly", "refused", "revoked", "returned")
ACCEPTED = ("accepted", "deferred")
#: What each kind of task can end with by its own verbs.
OUTCOMES = {
    "intake": ("accepted", "deferred", "not_accepted"),
    "work": ("granted", "partly", "refused", "returned"),
    "check": ("passed", "failed"),
    "inquiry": ("upheld", "not_upheld"),
    "papers": ("complete", "incomplete"),
    "hand_over": ("delivered",),
}

Plan = list[dict[str, Any]]
Status = dict[str, str]


class Move(NamedTuple):
    """One consequence: the task, its new status (``open`` or an outcome) and the task it is because of."""

    task: str
    status: str
    because: str | None


def settle(plan: Plan, status: Status) -> list[Move]:
    """Bring a marking to its fixpoint in place and say what moved, in order.

    ``status`` is {task key: waiting | open | outcome} of the tasks in ``plan``.
    """
    moves: list[Move] = []
    while True:
        found = next(_next_moves(plan, status), None)
        if found is None:
            return moves
        moves.append(found)
        status[found.task] = found.status


def _next_moves(plan: Plan, status: Status) -> Iterator[Move]:
    stopper = next(
        (
            t["key"]
            for t in plan
            if t.get("if_refused") == "stop_all" and status[t["key"]] == "refused"
        ),
        None,
    )
    for task in plan:
        state = status[task["key"]]
        # Before anything opens: what is about to be stopped does not begin first.
        if stopper and task["gates"] and state in LIVE:
            yield Move(task["key"], "cannot_continue", stopper)
        elif state == "waiting":
            move = (
                _join(task, plan, status) if task["opens"] == "join" else _start(task, plan, status)
            )
            if move:
                yield move


def _join(task: dict[str, Any], plan: Plan, status: Status) -> Move | None:
    """The hand-over opens when every gating task has ended and something was decided."""
    if status["intake"] in LIVE:
        return None
    if status["intake"] not in ACCEPTED:
        return Move(task["key"], "skipped", "intake")
    gates = [status[other["key"]] for other in plan if other["gates"]]
    # Together or not at all: the window issues once (R52).
    if any(state in LIVE for state in gates):
        return None
    return Move(
        task["key"], "open" if any(state in DECIDED for state in gates) else "skipped", "join"
    )


def _start(task: dict[str, Any], plan: Plan, status: Status) -> Move | None:
    """A task opens when all it waits for ended as it needs; a lost need closes it (R48)."""
    last, waits = None, False
    for need in task["opens"]:
        if need["task"] not in status:
            continue
        if _is_lost(need, plan, status):
            end = "cannot_continue" if task["gates"] else "skipped"
            return Move(task["key"], end, need["task"])
        last, waits = need["task"], waits or status[need["task"]] in LIVE
    return None if waits else Move(task["key"], "open", last)


def _is_lost(need: Mapping[str, Any], plan: Plan, status: Status) -> bool:
    """A need ended otherwise than wanted; a refusal that only advises counts as fulfilled."""
    state = status[need["task"]]
    if state in LIVE or state in need["outcomes"]:
        return False
    return not (state == "refused" and _advises(need["task"], plan))


def _advises(key: str, plan: Plan) -> bool:
    return any(task["key"] == key and task.get("if_refused") == "advisory" for task in plan)


def case_outcome(plan: Plan, status: Status) -> str | None:
    """How the case ended; None while a gating task, the intake or the hand-over is not closed (R52)."""
    gating = [task for task in plan if task["gates"]]
    watched = ["intake", "hand_over", *(task["key"] for task in gating)]
    if any(status[key] in LIVE for key in watched):
        return None
    if status["intake"] not in ACCEPTED:
        return status["intake"]
    # An opinion that was negative does not make the whole a partial success.
    ends = [
        status[task["key"]]
        for task in gating
        if not (task.get("if_refused") == "advisory" and status[task["key"]] == "refused")
    ]
    if all(end == "granted" for end in ends):
        return "granted"
    if any(end in GOOD for end in ends):
        return "partial"
    return next(
        (end for end in ("refused", "returned", "void", "withdrawn") if end in ends),
        "cannot_continue",
    )


def chosen_plan(blueprint: Mapping[str, Any], chosen: Iterable[str]) -> Plan:
    """The tasks of one case: what is not chosen is absent, so a need on it is void (spine §2)."""
    picked = set(chosen)
    return [
        task
        for task in blueprint["tasks"]
        if task["kind"] in ("intake", "papers", "hand_over")
        or task["key"] in picked
        or owner_of(task) in picked
    ]


def owner_of(task: Mapping[str, Any]) -> str | None:
    """The work task whose check or inquiry this is; None for every other task."""
    return task["key"].rpartition(".")[0] or None if task["kind"] in ("check", "inquiry") else None
