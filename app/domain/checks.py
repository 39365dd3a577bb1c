"""Can this blueprint be published? Every finding of spine §6, each from a function of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection

from app.domain import (
    check_around,
    check_asked,
    check_conditions,
    check_doubts,
    check_limits,
    check_outputs,
    check_papers,
    check_parts,
    check_path,
    check_reach,
    check_ready,
    check_truth,
)
from app.domain.check_graph import Graph, components, explore_component
from app.domain.findings import Around, Blueprint, Finding, Findings, Reading, finding

__all__ = ["Around", "Finding", "check", "finding"]

READING_CHECKS: tuple[Callable[[Reading], Findings], ...] = (
    *check_parts.CHECKS,
    *check_limits.CHECKS,
    *check_conditions.CHECKS,
    *check_outputs.CHECKS,
    *check_papers.CHECKS,
    *check_truth.CHECKS,
    *check_ready.CHECKS,
    *check_doubts.CHECKS,
    *check_asked.CHECKS,
    *check_around.CHECKS,
)
GRAPH_CHECKS: tuple[Callable[[Graph], Findings], ...] = (
    *check_reach.CHECKS,
    check_path.promise_under_path,
)
#: With one of these the graph has no meaning yet, so it is not explored.
FATAL = frozenset({"empty", "needs_unknown", "needs_after_end", "choice"})


def check(
    blueprint: Blueprint, *, departments: Collection[str], around: Around | None = None
) -> list[Finding]:
    """Everything wrong or doubtful in a compiled blueprint, errors before warnings.

    `departments`: the codes that exist; `around`: who is there, which years are known, which texts
    are translated, where that is asked. Publishing needs no error, and a reason for each warning.
    References of the package are checked before compiling, not here.
    """
    reading = Reading(blueprint, departments, around or Around())
    found = [one for look in READING_CHECKS for one in look(reading)]
    if not FATAL & {one.code for one in found}:
        parts = [explore_component(blueprint, tasks) for tasks in components(blueprint)]
        graph = Graph(reading, parts)
        found += [one for look in GRAPH_CHECKS for one in look(graph)]
    return sorted(found, key=lambda one: one.level != "error")
