"""一件事前后对比: each theme in a period and in the one before it, and how long its cases took."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from app.domain.bulletin import Period, Span, before
from app.domain.spent import COMPUTED

JOINT = "joint/"
#: What stands of a theme in either period.
COUNTED = ("received", "done", "closed")
#: In this period, or in the one before; entry; days from receipt to the end → how many cases.
Days = Counter[tuple[bool, str, int]]


def days_of(spans: Iterable[Span], period: Period) -> Days:
    """How many days the closed cases of themes took, by the period in which they were closed.

    Days of the calendar and not working days: a calendar may be put right later, and what was
    published must come out the same for ever.
    """
    found: Days = Counter()
    earlier = before(period)
    for span in spans:
        if span.ended and span.key.startswith(JOINT):
            taken = (span.ended.date() - span.begun.date()).days
            for now, held in ((True, period), (False, earlier)):
                found[now, span.key, taken] += held.holds(span.ended)
    return found


def themes(
    entries: Mapping[str, Mapping[str, int]],
    compared: Mapping[str, Mapping[str, int]],
    *,
    days: Days,
) -> dict[str, dict[str, Any]]:
    """Entry of each theme → its counts and its middle of days, now and before; none of too few cases."""
    names = {name for name in (*entries, *compared) if name.startswith(JOINT)}
    nothing = dict.fromkeys(COUNTED, 0)
    return {
        name: {one: entries.get(name, nothing)[one] for one in COUNTED}
        | {f"{one}_before": compared.get(name, nothing)[one] for one in COUNTED}
        | {"days": _middle(days, name, now=True), "days_before": _middle(days, name, now=False)}
        for name in sorted(names)
    }


def _middle(days: Days, name: str, *, now: bool) -> float | None:
    taken = Counter({n: many for (when, of, n), many in days.items() if (when, of) == (now, name)})
    few = taken.total() < COMPUTED
    return None if few else float(statistics.median(taken.elements()))
