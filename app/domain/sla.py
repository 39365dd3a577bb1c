"""Limits and their clock in one place: when due, how it stands, what is left, and why."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.domain import conditions
from app.domain.due import UNITS, Due, Limit, due, is_set
from app.domain.elapsed import Hold, elapsed_days, elapsed_seconds, resumed, union
from app.domain.light import LIGHTS, Remaining, is_late, light, remaining, worst
from app.domain.why import WhyDay, kind_of, why

__all__ = [
    "LIGHTS",
    "UNITS",
    "Due",
    "Hold",
    "Limit",
    "Remaining",
    "WhyDay",
    "due",
    "elapsed_days",
    "elapsed_seconds",
    "is_late",
    "is_set",
    "kind_of",
    "light",
    "pick",
    "remaining",
    "resumed",
    "union",
    "why",
    "worst",
]


def pick(
    limit: Limit | None, answers: Mapping[str, Any], *, today: date | None
) -> dict[str, Any] | None:
    """The limit that holds in this situation: the first of its `cases` whose `when` is true.

    A case overrides what it names (value, unit, warn, ...); the rest stays, without the cases.
    `warn` counts in the limit's unit, so a case with another unit does not inherit it.
    """
    if limit is None:
        return None
    plain = {key: value for key, value in limit.items() if key != "cases"}
    for case in limit.get("cases") or ():
        if conditions.holds(case["when"], answers, today=today):
            if case.get("unit", plain["unit"]) != plain["unit"]:
                plain.pop("warn", None)
            return plain | {key: value for key, value in case.items() if key != "when"}
    return plain
