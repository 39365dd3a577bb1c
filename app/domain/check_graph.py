"""The parts of a blueprint that hang together, each explored alone (spine §6).

Parts that share no need, no choice group and no stop-all refusal meet only at the join, so each
such component is explored alone: the sum of the components instead of their product.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.domain.case.graph import chosen_plan
from app.domain.case.selections import group_of, selections
from app.domain.check_markings import BUDGET, Explored, explore
from app.domain.findings import Blueprint, Reading, Task, needs_of, work_of


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


def components(blueprint: Blueprint) -> list[frozenset[str]]:
    """Work tasks tied by needs, by a choice group, or by a refusal that stops everything."""
    work = work_of(blueprint)
    root = {key: key for key in work}

    def find(key: str) -> str:
        while root[key] != key:
            key = root[key]
        return key

    # Joined without ranks: a theme has a dozen parts, not a million.
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
        # Nothing chosen is refused at the counter, so there is no such case to prove.
        if not selection:
            continue
        # The cut is said: an unfinished search must not accuse a good theme of never starting.
        if seen.markings > budget:
            seen.whole = False
            break
        one = explore(chosen_plan(part, selection), budget=budget)
        seen.selections.append(selection)
        seen.markings += one.markings
        seen.opened |= one.opened
        seen.whole &= one.whole
        # A dead end says more than that not everything can be granted.
        if one.stuck:
            seen.starved.append(one)
        elif one.whole and not one.outcomes["granted"]:
            seen.ungranted.append(selection)
    return seen
