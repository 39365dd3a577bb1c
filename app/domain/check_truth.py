"""Findings about conditions that decide nothing: never true, or true whatever is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from app.domain.case.selections import is_always
from app.domain.condition_truth import ALWAYS, NEVER, truth
from app.domain.findings import Finding, Findings, Reading, finding


class Place(NamedTuple):
    """A condition where it acts: the key it hangs on, what it is of, whether the case needs it."""

    where: str
    name: str
    condition: Any
    needed: bool = False


def condition_never(reading: Reading) -> Findings:
    """What waits for a condition that no answer makes true: an error where nobody can do without."""
    for place, is_true in _judged(reading):
        if is_true == NEVER:
            yield _needed(place) if place.needed else _idle(place)


def _needed(place: Place) -> Finding:
    return finding(
        "condition_never",
        "error",
        where=place.where,
        say="“%(name)s” is required, and no answer ever makes its condition true.",
        name=place.name,
    )


def _idle(place: Place) -> Finding:
    return finding(
        "condition_never",
        "warning",
        where=place.where,
        say="No answer ever makes the condition of “%(name)s” true.",
        name=place.name,
    )


def condition_always(reading: Reading) -> Findings:
    """A condition that sorts nobody out: it can be left out, or it was meant otherwise."""
    for place, is_true in _judged(reading):
        if is_true == ALWAYS:
            yield finding(
                "condition_always",
                "warning",
                where=place.where,
                say="The condition of “%(name)s” is true whatever is answered.",
                name=place.name,
            )


def _judged(reading: Reading) -> Iterator[tuple[Place, str | None]]:
    fields = {field["key"]: field for field in reading.blueprint["fields"]}
    sure = _always_filled(reading)
    for place in _places(reading):
        if place.condition:
            yield place, truth(place.condition, fields, sure=sure)


def _always_filled(reading: Reading) -> frozenset[str]:
    """Fields that every form demands: required, without a condition, of a part that is always there."""
    always = {key for key, task in reading.work.items() if is_always(task) and not task.get("when")}
    return frozenset(
        field["key"]
        for field in reading.blueprint["fields"]
        if field.get("required")
        and not field.get("when")
        and ("items" not in field or always & set(field["items"]))
    )


def _places(reading: Reading) -> Iterator[Place]:
    blueprint = reading.blueprint
    for row in blueprint["rows"]:
        yield Place(row["id"], reading.paper(row["document"]), row.get("when"))
    for field in blueprint["fields"]:
        yield Place(field["key"], field["label"], field.get("when"))
    for key, task in reading.work.items():
        name = reading.name(key)
        yield Place(key, name, task.get("when"), needed=is_always(task))
        for step in task.get("steps", []):
            if isinstance(step, Mapping):
                yield Place(key, step.get("name") or name, step.get("when"))
        yield from _cases(key, name, task["limits"].values())
    for rule in blueprint.get("accept_conditions") or ():
        blocks = rule.get("fails") == "block"
        yield Place("accept_conditions", rule["text"], rule.get("check"), needed=blocks)
    yield from _cases("promise", reading.name(None), blueprint["limits"].values())


def _cases(where: str, name: str, limits: Iterable[Mapping[str, Any] | None]) -> Iterator[Place]:
    for limit in limits:
        for case in (limit or {}).get("cases", ()):
            yield Place(where, name, case.get("when"))


CHECKS: tuple[Callable[[Reading], Findings], ...] = (condition_never, condition_always)
