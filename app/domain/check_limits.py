"""Findings about limits: a promise against the law, and promises that are missing (R10, R12)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from app.domain.findings import WHOLE, Findings, Reading, finding


def promise_over_legal(reading: Reading) -> Findings:
    """R10: a promise, in any of its situations, longer than the law allows."""
    for key, limits in reading.limits.items():
        promise, legal = limits.get("promise"), limits.get("legal")
        if not promise or not legal:
            continue
        over = [value for unit, value in _values(promise) if _exceeds(unit, value, legal)]
        if over:
            yield finding(
                "promise_over_legal",
                "error",
                where=key,
                say="“%(task)s” promises %(promise)s, longer than the legal %(legal)s.",
                task=reading.name(None if key == WHOLE else key),
                promise=max(over),
                legal=legal["value"],
            )


def _values(limit: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Unit and value of a limit and of each of its situations, which says only what differs."""
    for one in (limit, *limit.get("cases", ())):
        whole = {**limit, **one}
        yield whole["unit"], whole["value"]


def _exceeds(unit: str, value: int, legal: dict[str, Any]) -> bool:
    """Only like is held against like: how many hours a legal day has is for nobody to say."""
    # Which case of the law applies is not known here: over all of them is over.
    if legal.get("cases"):
        return all(_exceeds(unit, value, {**legal, **one, "cases": ()}) for one in legal["cases"])
    return bool(unit == legal["unit"] and value > legal["value"])


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
