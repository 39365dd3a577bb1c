"""Findings about limits: a promise against the law, and promises that are missing (R10, R12)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from app.domain.check_path import MINUTES
from app.domain.findings import WHOLE, Finding, Findings, Reading, finding

#: Units that are held against each other to the minute.
HOURS = frozenset({"working_minute", "working_hour"})
#: Whether so many of a unit are longer than a legal limit.
Longer = Callable[[str, int, dict[str, Any]], bool]


def promise_over_legal(reading: Reading) -> Findings:
    """R10: a promise, in any of its situations, longer than the law allows, or perhaps longer."""
    for key, limits in reading.limits.items():
        promise, legal = limits.get("promise"), limits.get("legal")
        if not promise or not legal:
            continue
        said = {"task": reading.name(None if key == WHOLE else key), "legal": legal["value"]}
        for look, find in ((_exceeds, _over), (_may_exceed, _perhaps_over)):
            over = [value for unit, value in _values(promise) if look(unit, value, legal)]
            if over:
                yield find(key, said | {"promise": max(over)})
                break


def _over(where: str, said: dict[str, Any]) -> Finding:
    return finding(
        "promise_over_legal",
        "error",
        where=where,
        say="“%(task)s” promises %(promise)s, longer than the legal %(legal)s.",
        **said,
    )


def _perhaps_over(where: str, said: dict[str, Any]) -> Finding:
    return finding(
        "promise_over_legal",
        "warning",
        where=where,
        say="“%(task)s” promises %(promise)s, the law allows %(legal)s in another unit: it may be longer.",
        **said,
    )


def _values(limit: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Unit and value of a limit and of each of its situations, which says only what differs."""
    for one in (limit, *limit.get("cases", ())):
        whole = {**limit, **one}
        yield whole["unit"], whole["value"]


def _in_every_case(look: Longer, unit: str, value: int, legal: dict[str, Any]) -> bool:
    """Which case of the law applies is not known here: over all of them is over."""
    cases: list[dict[str, Any]] = legal.get("cases") or [{}]
    return all(look(unit, value, {**legal, **one}) for one in cases)


def _exceeds(unit: str, value: int, legal: dict[str, Any]) -> bool:
    return _in_every_case(_is_longer, unit, value, legal)


def _may_exceed(unit: str, value: int, legal: dict[str, Any]) -> bool:
    return _in_every_case(_looks_longer, unit, value, legal)


def _is_longer(unit: str, value: int, legal: dict[str, Any]) -> bool:
    """Only what is sure: how many hours a legal day has is for nobody to say."""
    both = (unit, legal["unit"])
    if HOURS.issuperset(both):
        return _looks_longer(unit, value, legal)
    # A working day lasts a natural one at the least, however the holidays lie.
    sure = unit == legal["unit"] or both == ("working_day", "natural_day")
    return bool(sure and value > legal["value"])


def _looks_longer(unit: str, value: int, legal: dict[str, Any]) -> bool:
    """By rough days; only a warning hangs on it."""
    return MINUTES[unit] * value > MINUTES[str(legal["unit"])] * int(legal["value"])


def no_promise(reading: Reading) -> Findings:
    """A part without a promise can never turn yellow."""
    for key, task in reading.work.items():
        # No error: published guides list parts for which nobody ever promised a time.
        if not task["limits"].get("promise"):
            yield finding(
                "no_promise",
                "warning",
                where=key,
                say="“%(task)s” has no promised limit.",
                task=reading.name(key),
            )


def no_case_promise(reading: Reading) -> Findings:
    """Several parts need a promise of their own; that of a single part is the part's."""
    if len(reading.work) > 1 and not reading.blueprint["limits"].get("promise"):
        yield finding(
            "no_case_promise", "error", where=WHOLE, say="There is no promised limit for the whole."
        )


CHECKS: tuple[Callable[[Reading], Findings], ...] = (
    promise_over_legal,
    no_promise,
    no_case_promise,
)
