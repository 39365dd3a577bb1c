"""Every marking that the real `settle` can reach, explored by component (spine §6).

Parts that share no need, no choice group and no stop-all refusal meet only at the join, so each
such component is explored alone: the sum of the components instead of their product.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.domain.case.graph import (
    OUTCOMES,
    case_outcome,
    chosen_plan,
    group_of,
    selections,
    settle,
)
from app.domain.findings import Blueprint, Reading, Task, needs_of, work_of

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


@dataclass
class Component:
    """One component: all of its selections explored, none left out while `whole`."""

    tasks: frozenset[str]
    selections: list[frozenset[str]] = field(default_factory=list)
    markings: int = 0
    opened: set[str] = field(default_factory=set)
    starved: list[Explored] = field(default_factory=list)
    ungranted: list[frozenset[str]] = field(default_factory=list)
    whole: bool = True


@dataclass(frozen=True)
class Graph:
    """A blueprint with all of its components explored."""

    reading: Reading
    components: list[Component]


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
        moves = [(key, end) for key in keys if status[key] == "open" for end in outcomes[key]]
        for move in moves:
            after = _moved(plan, status, move)
            if after not in came:
                came[after] = (marking, move)
                queue.append(after)
        outcome = case_outcome(plan, status)
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


def components(blueprint: Blueprint) -> list[frozenset[str]]:
    """Work tasks tied by needs, by a choice group, or by a refusal that stops everything."""
    work = work_of(blueprint)
    root = {key: key for key in work}

    def find(key: str) -> str:
        while root[key] != key:
            key = root[key]
        return key

    for one, other in _ties(work):
        root[find(one)] = find(other)
    roots = sorted({find(key) for key in work})
    return [frozenset(key for key in work if find(key) == top) for top in roots]


def _ties(work: dict[str, Task]) -> Iterator[tuple[str, str]]:
    for key, task in work.items():
        yield from ((key, need["task"]) for need in needs_of(task) if need["task"] in work)
        group, stops = group_of(task), task.get("if_refused") == "stop_all"
        for other, rival in work.items():
            if stops or (group and group_of(rival) == group):
                yield key, other


def part_of(blueprint: Blueprint, tasks: frozenset[str]) -> Blueprint:
    """The blueprint with only these work tasks, and what every case has."""
    work = work_of(blueprint)
    groups = {group_of(work[key]) for key in tasks}
    kept = [
        t for t in blueprint["tasks"] if t["kind"] in ("intake", "hand_over") or t["key"] in tasks
    ]
    choices = {key: rule for key, rule in blueprint["choices"].items() if key in groups}
    return {**blueprint, "tasks": kept, "choices": choices}


def explore_component(
    blueprint: Blueprint, tasks: frozenset[str], *, budget: int = BUDGET
) -> Component:
    """Explore every selection inside one component; only the budget cuts it, and it says so."""
    part, seen = part_of(blueprint, tasks), Component(tasks)
    for selection in selections(part):
        if not selection:
            continue
        if seen.markings > budget:
            seen.whole = False
            break
        one = explore(chosen_plan(part, selection), budget=budget)
        seen.selections.append(selection)
        seen.markings += one.markings
        seen.opened |= one.opened
        seen.whole &= one.whole
        if one.stuck:
            seen.starved.append(one)
        elif one.whole and not one.outcomes["granted"]:
            seen.ungranted.append(selection)
    return seen
