"""Findings of the exploration: what can starve, never start, or never be granted whole."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.check_graph import Component, Graph
from app.domain.check_markings import Explored, Move
from app.domain.findings import Finding, Findings, Reading, end_of, finding, needs_of


def starved(graph: Graph) -> Findings:
    """Parts that wait for ever once the case has gone a certain way; one way is told."""
    told = set()
    for dead_end in (one for part in graph.components for one in part.starved):
        waiting = _waiting(dead_end)
        # Many selections run into the same dead end; it is told once, by its shortest way.
        if waiting and waiting not in told:
            told.add(waiting)
            yield finding(
                "starved",
                "error",
                where=",".join(sorted(waiting)),
                say="Going this way, %(tasks)s never start and the joint issue never happens.",
                tasks=graph.reading.names(waiting),
            )._replace(trace=tuple(_step(graph.reading, move) for move in dead_end.trace))


def _waiting(dead_end: Explored) -> frozenset[str]:
    states = dead_end.stuck or {}
    return frozenset(
        key for key, state in states.items() if state == "waiting" and key != "hand_over"
    )


def _step(reading: Reading, move: Move) -> Finding:
    task, outcome = move
    return STEPS[outcome if outcome in STEPS else "other"](task, reading.name(task), outcome)


#: How each command of a trace is said.
STEPS: dict[str, Callable[[str, str, str], Finding]] = {
    "accepted": lambda key, _name, end: finding(
        end, "step", where=key, say="The application is accepted."
    ),
    "not_accepted": lambda key, _name, end: finding(
        end, "step", where=key, say="The application is not accepted."
    ),
    "granted": lambda key, name, end: finding(
        end, "step", where=key, say="“%(task)s” is granted.", task=name
    ),
    "refused": lambda key, name, end: finding(
        end, "step", where=key, say="“%(task)s” is refused.", task=name
    ),
    "other": lambda key, name, end: finding(
        end,
        "step",
        where=key,
        say="“%(task)s” ends as %(outcome)s.",
        task=name,
        outcome=end_of(end),
    ),
}


def never_starts(graph: Graph) -> Findings:
    """Parts that no selection and no outcome opens; of a cut exploration nothing is claimed."""
    for part in graph.components:
        starving = frozenset[str]().union(*(_waiting(one) for one in part.starved))
        for key in sorted(part.tasks - part.opened - starving) if part.whole else ():
            yield finding(
                "never_starts",
                "error",
                where=key,
                say="“%(task)s” never starts, whatever happens.",
                task=graph.reading.name(key),
            )


def never_granted(graph: Graph) -> Findings:
    """A selection of which the applicant can never get everything."""
    for part in graph.components:
        for selection in part.ungranted[:1]:
            yield finding(
                "never_granted",
                "warning",
                where=",".join(sorted(selection)),
                say="There is no way in which %(tasks)s are all granted.",
                tasks=graph.reading.names(selection),
            )


def needs_void(graph: Graph) -> Findings:
    """A part that waits for one it is never chosen together with: it waits for nothing."""
    for part in graph.components:
        for key in sorted(part.tasks) if part.whole else ():
            for need in needs_of(graph.reading.work[key]):
                if need["task"] in part.tasks and not _meet(part, {key, need["task"]}):
                    yield finding(
                        "needs_void",
                        "warning",
                        where=key,
                        say="“%(task)s” needs “%(need)s”, and the two are never chosen together.",
                        task=graph.reading.name(key),
                        need=graph.reading.name(need["task"]),
                    )


def _meet(part: Component, keys: set[str]) -> bool:
    return any(keys <= selection for selection in part.selections)


def too_big(graph: Graph) -> Findings:
    """Said instead of a long wait: what was not explored is not proved."""
    for part in graph.components:
        if not part.whole:
            yield finding(
                "too_big",
                "warning",
                where=",".join(sorted(part.tasks)),
                say="%(tasks)s hang together in too many ways to try them all.",
                tasks=graph.reading.names(part.tasks),
            )


CHECKS: tuple[Callable[[Graph], Findings], ...] = (
    starved,
    never_starts,
    never_granted,
    needs_void,
    too_big,
)
