"""Findings about conditions: each asks for something that somebody fills in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from app.domain.conditions import fields_of
from app.domain.findings import WHOLE, Finding, Findings, Reading, finding


def condition_field(reading: Reading) -> Findings:
    """A condition that asks for a field nobody fills in.

    An item handled alone may lack a field that its theme asks: there the condition is never true,
    which is a doubt and no mistake.
    """
    say = _never_true if reading.blueprint["kind"] == "single" else _no_field
    for where, name, condition in _conditions(reading):
        for missing in sorted(fields_of(condition) - reading.fields if condition else ()):
            yield say(where, name, reading.question(missing))


def _no_field(where: str, name: str, field: str) -> Finding:
    return finding(
        "condition_field",
        "error",
        where=where,
        say="A condition of “%(name)s” uses the field “%(field)s”, which does not exist.",
        name=name,
        field=field,
    )


def _never_true(where: str, name: str, field: str) -> Finding:
    return finding(
        "condition_field",
        "warning",
        where=where,
        say="Handled alone, nobody asks for “%(field)s”, so a condition of “%(name)s” is never true.",
        name=name,
        field=field,
    )


def _conditions(reading: Reading) -> Iterator[tuple[str, str, Any]]:
    for row in reading.blueprint["rows"]:
        yield row["id"], reading.paper(row["document"]), row.get("when")
    for key, task in reading.work.items():
        steps = [step.get("when") for step in task.get("steps", []) if isinstance(step, dict)]
        for when in (task.get("when"), *steps):
            yield key, reading.name(key), when
    # What only a clerk confirms has no condition to ask about.
    for rule in reading.blueprint.get("accept_conditions") or ():
        yield "accept_conditions", rule["text"], rule.get("check")
    for where, limits in reading.limits.items():
        for when in _cases(limits.values()):
            yield where, reading.name(None if where == WHOLE else where), when


def _cases(limits: Iterable[dict[str, Any] | None]) -> Iterator[Any]:
    for limit in limits:
        yield from (one.get("when") for one in (limit or {}).get("cases", ()))


CHECKS: tuple[Callable[[Reading], Findings], ...] = (condition_field,)
