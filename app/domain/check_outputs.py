"""Findings about papers that one part hands out and another needs (R45)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from app.domain.case.selections import is_always
from app.domain.findings import Finding, Findings, Reading, Task, finding, needs_of
from app.domain.refusal import msgid

Row = dict[str, Any]


def _borrowed(reading: Reading) -> Iterator[tuple[Row, str]]:
    """Rows supplied by another part.

    An item handled alone has no other part: there the paper falls back to the row's `else` or to
    the applicant, so nothing is wrong with it.
    """
    # Not by the kind: a theme of one item has no sibling either.
    if len(reading.work) == 1:
        return
    for row in reading.blueprint["rows"]:
        supply = row.get("supply")
        if isinstance(supply, dict):
            yield row, supply["output_of"]


def ancestors(reading: Reading, key: str) -> set[str]:
    """Every part that must have ended before this one starts, however far back."""
    found: set[str] = set()
    open_ends = [key]
    while open_ends:
        # Any ancestor will do: what ended before the direct need has ended too (R45).
        for need in needs_of(reading.work[open_ends.pop()]):
            if need["task"] in reading.work and need["task"] not in found:
                found.add(need["task"])
                open_ends.append(need["task"])
    return found


def output_unknown(reading: Reading) -> Findings:
    """A paper from a part that is not there."""
    say = msgid("“%(paper)s” of “%(task)s” comes from “%(source)s”, and there is no such item.")
    for row, source in _borrowed(reading):
        if source not in reading.work:
            yield _of(reading, row, "output_unknown", level="error", say=say)


def output_without_needs(reading: Reading) -> Findings:
    """R45: a paper from a part that may still be running."""
    say = msgid("“%(paper)s” of “%(task)s” comes from “%(source)s”, which it does not wait for.")
    for row, source in _known(reading):
        if source not in ancestors(reading, row["item"]):
            yield _of(reading, row, "output_without_needs", level="error", say=say)


def output_without_result(reading: Reading) -> Findings:
    """A paper from a part that hands out none."""
    say = msgid("“%(paper)s” of “%(task)s” comes from “%(source)s”, which has no result.")
    for row, source in _known(reading):
        if source in ancestors(reading, row["item"]) and not reading.work[source].get("result"):
            yield _of(reading, row, "output_without_result", level="error", say=say)


def output_other(reading: Reading) -> Findings:
    """A paper from a part that hands out another one."""
    say = msgid("“%(paper)s” of “%(task)s” comes from “%(source)s”, which hands out another paper.")
    for row, source in _known(reading):
        result = reading.work[source].get("result")
        # A warning: guides call the same certificate by more than one name.
        if result and result != row["document"]:
            yield _of(reading, row, "output_other", level="warning", say=say)


def output_maybe_refused(reading: Reading) -> Findings:
    """A paper from a part that may end without it, and this one starts all the same."""
    say = msgid(
        "“%(task)s” also starts when “%(source)s” is refused; then nobody brings “%(paper)s”."
    )
    for row, source in _known(reading):
        if row["item"] in _start_anyway(reading, source):
            yield _of(reading, row, "output_maybe_refused", level="warning", say=say)


def _start_anyway(reading: Reading, source: str) -> set[str]:
    """Parts that wait for this one and are not closed by its refusal."""
    # An opinion counts as fulfilled when it was negative, and a negative one leaves no paper.
    advises = reading.work[source].get("if_refused") == "advisory"
    return {
        key
        for key, task in reading.work.items()
        for need in needs_of(task)
        if need["task"] == source and (advises or "refused" in need["outcomes"])
    }


def output_maybe_absent(reading: Reading) -> Findings:
    """A paper from a part that may not be in the case, and no other source named (spine §5)."""
    say = msgid("“%(source)s” may be absent; then the applicant brings “%(paper)s” for “%(task)s”.")
    for row, source in _known(reading):
        # With another source named, somebody has thought of it.
        if _may_be_absent(reading.work[source]) and "else" not in row["supply"]:
            yield _of(reading, row, "output_maybe_absent", level="warning", say=say)


def _may_be_absent(task: Task) -> bool:
    return not is_always(task) or bool(task.get("when"))


def _known(reading: Reading) -> Iterator[tuple[Row, str]]:
    return (
        (row, source)
        for row, source in _borrowed(reading)
        if source in reading.work and row["item"]
    )


def _of(reading: Reading, row: Row, code: str, *, level: str, say: str) -> Finding:
    """A finding of a borrowed paper, with the names of the three it is about."""
    names = {
        "task": reading.name(row["item"]),
        "paper": reading.paper(row["document"]),
        "source": reading.name(row["supply"]["output_of"]),
    }
    return finding(code, level, where=row["id"], say=say, **names)


CHECKS: tuple[Callable[[Reading], Findings], ...] = (
    output_unknown,
    output_without_needs,
    output_without_result,
    output_other,
    output_maybe_refused,
    output_maybe_absent,
)
