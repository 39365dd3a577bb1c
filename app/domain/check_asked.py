"""Findings about questions that are only asked once they were answered: they are never asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from app.domain.conditions import holds
from app.domain.findings import Findings, Reading, finding

Spec = Mapping[str, Any]


def never_asked(reading: Reading) -> Findings:
    """A question, or a part, that waits for an answer nobody is asked for until it is there itself."""
    fields = {field["key"]: field for field in reading.blueprint["fields"]}
    asked, parts = _reached(fields, reading.work)
    for key in [key for key in fields if key not in asked]:
        if _waits(fields[key], fields):
            yield _never(key, str(fields[key]["label"]))
    # A part handled alone has no condition, so only what stands in a theme comes here.
    for key in [key for key in reading.work if key not in parts]:
        if _waits(reading.work[key], fields):
            yield _never(key, reading.name(key))


def _reached(fields: Mapping[str, Spec], work: Mapping[str, Spec]) -> tuple[set[str], set[str]]:
    """Fields that can be asked and parts that can be chosen: one lets in the next, until none does."""
    asked: set[str] = set()
    parts: set[str] = set()
    # Both only grow, so this ends.
    while True:
        more = {key for key, task in work.items() if _may(task.get("when"), asked)}
        found = {key for key, one in fields.items() if _may_ask(one, more, asked)}
        if (found, more) == (asked, parts):
            return asked, parts
        asked, parts = found, more


def _may_ask(field: Spec, parts: Collection[str], asked: Collection[str]) -> bool:
    """What the clerk asks, and what a theme asks, hangs on no part."""
    free = field.get("asked") == "clerk" or "items" not in field
    return (free or any(part in parts for part in field["items"])) and _may(
        field.get("when"), asked
    )


def _may(condition: Any, asked: Collection[str]) -> bool:
    """Whether a condition can be true when only these fields are ever answered."""
    if not condition:
        return True
    for joined, way in (("all", all), ("any", any)):
        if joined in condition:
            return way(_may(part, asked) for part in condition[joined])
    # "Not filled in" is true of what nobody asks.
    return condition["field"] in asked or holds(condition, {})


def _waits(owner: Spec, fields: Mapping[str, Spec]) -> bool:
    """What waits for a field that does not exist is another finding's."""
    return bool(owner.get("when")) and _may(owner["when"], fields)


def _never(key: str, name: str) -> Any:
    return finding(
        "never_asked",
        "error",
        where=key,
        say="“%(name)s” waits for an answer that is only asked for once “%(name)s” is there.",
        name=name,
    )


CHECKS: tuple[Callable[[Reading], Findings], ...] = (never_asked,)
