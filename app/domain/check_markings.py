"""Every marking that the real `settle` can reach from the receipt on: one plan, tried to its end."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

from app.domain.case.graph import OUTCOMES, case_outcome, settle
from app.domain.findings import Task, needs_of

Plan = list[Task]
Marking = tuple[str, ...]
Move = tuple[str, str]

#: Kinds whose end others may wait for; what runs after the close of a case never gates it.
GATING = {"intake": ("accepted", "not_accepted"), "work": ("granted", "refused")}
#: Above this many markings the answer is "not explored to the end" instead of a long wait.
BUDGET = 200_000


@dataclass
class Explored:
    """What was seen of one plan, or of several put together."""

    markings: int = 0
    opened: set[str] = field(default_factory=set)
    outcomes: Counter[str] = field(default_factory=Counter)
    stuck: dict[str, str] | None = None
    trace: tuple[Move, ...] = ()
    whole: bool = True


def explore(plan: Plan, *, budget: int = BUDGET) -> Explored:
    """Every marking of one case with these tasks; the first dead end keeps its commands.

    Holds are not explored: they change no need.
    """
    keys = [task["key"] for task in plan]
    status = dict.fromkeys(keys, "waiting")
    settle(plan, status)
    start = tuple(status.values())
    came: dict[Marking, tuple[Marking, Move] | None] = {start: None}
    queue, seen = deque([start]), Explored()
    outcomes = {task["key"]: _distinct(plan, task) for task in plan}
    while queue and len(came) <= budget:
        marking = queue.popleft()
        status = dict(zip(keys, marking, strict=True))
        seen.opened |= {key for key in keys if status[key] == "open"}
        # Whoever decides first is tried, and of outcomes that are needed alike one is enough.
        moves = [(key, end) for key in keys if status[key] == "open" for end in outcomes[key]]
        for move in moves:
            after = _moved(plan, status, move)
            if after not in came:
                came[after] = (marking, move)
                queue.append(after)
        outcome = case_outcome(plan, status)
        # A case that ended is no dead end, though nothing can be done with it either.
        if outcome:
            seen.outcomes[outcome] += 1
        elif not moves and seen.stuck is None:
            seen.stuck, seen.trace = status, _trace(came, marking)
    seen.markings, seen.whole = len(came), not queue
    return seen


def _moved(plan: Plan, status: dict[str, str], move: Move) -> Marking:
    after = {**status, move[0]: move[1]}
    settle(plan, after)
    return tuple(after.values())


def _trace(came: dict[Marking, tuple[Marking, Move] | None], marking: Marking) -> tuple[Move, ...]:
    moves = []
    while step := came[marking]:
        marking, move = step
        moves.append(move)
    return tuple(reversed(moves))


def _distinct(plan: Plan, task: Task) -> tuple[str, ...]:
    """Return one outcome of each set that every need treats alike."""
    kind = task["kind"]
    if kind not in GATING:
        return ("delivered",) if kind == "hand_over" else ()
    needs = [need for other in plan for need in needs_of(other) if need["task"] == task["key"]]
    alike: dict[tuple[bool, ...], str] = {}
    for outcome in (*GATING[kind], *OUTCOMES[kind]):
        alike.setdefault(_fulfils(needs, outcome), outcome)
    return tuple(alike.values())


def _fulfils(needs: list[dict[str, Any]], outcome: str) -> tuple[bool, ...]:
    good = outcome in ("granted", "partly", "accepted", "deferred")
    return (good, *(outcome in need["outcomes"] for need in needs))
