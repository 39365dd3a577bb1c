"""What an administrator may do to the calendar: each act makes a whole new one out of the one in force.

A calendar is said as the package format says it, so an act is a plain function from one saying to
the next; the one before stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from app.domain.calendar_days import Pairs, Said, with_parts, year_of
from app.domain.refusal import refuse

#: No closure is planned for longer: beyond it the year's own days are changed.
LONGEST = timedelta(days=60)


def close(said: Mapping[str, Any], *, since: datetime, until: datetime, reason: str) -> Said:
    """The whole centre shut from a moment to another. Raises Refused, its rule the field's name."""
    _check_span(since, until)
    moment = _minute(since)
    if any(one["from"] == moment for one in said.get("closures") or ()):
        raise refuse("since", "A closure from this moment is there already: change that one.")
    return with_parts(said, closures=[*_closures(said), _closure(since, until, reason)])


def reclose(said: Mapping[str, Any], *, since: datetime, until: datetime | None) -> Said:
    """A closure that ends at another moment; without `until` it is withdrawn. Raises Refused.

    Why it closed stays; why it ends otherwise is the reason of the new revision.
    """
    was = next((one for one in _closures(said) if one["from"] == _minute(since)), None)
    if was is None:
        raise refuse("since", "This closure was withdrawn already.")
    others = [one for one in _closures(said) if one is not was]
    if until is None:
        return with_parts(said, closures=others)
    _check_span(since, until)
    fresh = {**was, "until": _minute(until)}
    return with_parts(said, closures=sorted([*others, fresh], key=lambda one: str(one["from"])))


def _check_span(since: datetime, until: datetime) -> None:
    if until <= since:
        raise refuse("until", "It ends before it begins.")
    if until - since > LONGEST:
        raise refuse(
            "until", "A closure lasts at most 60 days; change the days of the year instead."
        )


def with_hours(
    said: Mapping[str, Any], hours: Pairs, *, seasons: Iterable[Mapping[str, Any]]
) -> Said:
    """The calendar with these office hours. Raises Refused where a rule stands there twice."""
    seen: set[Any] = set()
    for number, rule in enumerate(seasons):
        place = (rule.get("from"), rule.get("weekday"))
        if place == (None, None):
            raise refuse(
                f"{number}.since", "Give a day or a weekday; the hours of every day stand above."
            )
        if place in seen:
            raise refuse(f"{number}.since", "There are hours for this already, above.")
        seen.add(place)
    return with_parts(said, hours=hours, seasons=[dict(rule) for rule in seasons])


def same_part(one: Mapping[str, Any], two: Mapping[str, Any], *, year: int | None) -> bool:
    """Whether two calendars say the same of a year (of office hours, where no year is given)."""
    if year is None:
        return all((one.get(noun) or []) == (two.get(noun) or []) for noun in ("hours", "seasons"))
    known = [(year in said["confirmed"], year_of(said, year)) for said in (one, two)]
    return known[0] == known[1]


def _closures(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    return list(said.get("closures") or ())


def _closure(since: datetime, until: datetime, reason: str) -> dict[str, str]:
    return {"from": _minute(since), "until": _minute(until), "reason": reason}


def _minute(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
