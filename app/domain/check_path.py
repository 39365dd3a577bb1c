"""R11: a promise of the whole that is shorter than its longest chain of promised parts."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.check_graph import Graph
from app.domain.findings import Finding, Findings, Reading, finding, needs_of

#: A rough working day, to add up promises of different units. Only a warning hangs on it.
DAY = 390.0
MINUTES = {
    "immediate": 0.0,
    "working_minute": 1.0,
    "working_hour": 60.0,
    "working_day": DAY,
    "natural_day": DAY * 5 / 7,
}
Path = tuple[float, tuple[str, ...]]


def promise_under_path(graph: Graph) -> Findings:
    """The promise of the whole against the longest chain of every selection; one is named."""
    promise = graph.reading.blueprint["limits"].get("promise")
    length, path = max(_paths(graph), default=(0.0, ()))
    if promise and _minutes(promise) < length:
        short = promise["unit"] in ("working_minute", "working_hour")
        say = _in_minutes if short else _in_days
        yield say(_minutes(promise), length, " → ".join(graph.reading.name(key) for key in path))


def _minutes(limit: dict[str, object]) -> float:
    return MINUTES[str(limit["unit"])] * float(str(limit["value"]))


def _paths(graph: Graph) -> Iterator[Path]:
    for part in graph.components:
        for selection in part.selections:
            yield longest_path(graph.reading, selection)


def longest_path(reading: Reading, selection: frozenset[str]) -> Path:
    """The longest chain of promises among the chosen parts, in rough minutes, with its keys."""
    known: dict[str, Path] = {}

    def path_to(key: str, passed: tuple[str, ...] = ()) -> Path:
        if key in passed:  # a cycle is its own finding; here it only must not hang
            return 0.0, ()
        if key not in known:
            before = [n["task"] for n in needs_of(reading.work[key]) if n["task"] in selection]
            longest = max((path_to(one, (*passed, key)) for one in before), default=(0.0, ()))
            # What promises nothing adds nothing: a length that is made up would only frighten.
            promise = reading.work[key]["limits"].get("promise")
            known[key] = longest[0] + (_minutes(promise) if promise else 0.0), (*longest[1], key)
        return known[key]

    return max((path_to(key) for key in sorted(selection)), default=(0.0, ()))


def _in_days(promise: float, length: float, path: str) -> Finding:
    return finding(
        "promise_under_path",
        "warning",
        where="promise",
        say="%(promise)s working days are promised, the longest path takes %(length)s (%(path)s).",
        promise=f"{promise / DAY:g}",
        length=f"{length / DAY:g}",
        path=path,
    )


def _in_minutes(promise: float, length: float, path: str) -> Finding:
    return finding(
        "promise_under_path",
        "warning",
        where="promise",
        say="%(promise)s working minutes are promised, the longest path takes %(length)s (%(path)s).",
        promise=f"{promise:g}",
        length=f"{length:g}",
        path=path,
    )
