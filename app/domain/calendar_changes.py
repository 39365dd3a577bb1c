"""What an administrator may do to the calendar: each act makes a whole new one out of the one in force.

A calendar is said as the package format says it, so an act is a plain function from one saying to
the next; the one before stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from app.domain.calendar import FIXED_HOLIDAYS, SATURDAY
from app.domain.refusal import Refused, refuse

Said = dict[str, Any]
Pairs = list[list[str]]
#: No closure is planned for longer: beyond it the year's own days are changed.
LONGEST = timedelta(days=60)


class DayRule(NamedTuple):
    """Days of one kind and name: off, or worked; `hours` where they are not the usual ones."""

    first: date
    last: date
    works: bool
    name: str
    hours: Pairs

    def days(self) -> list[date]:
        """Every day of it."""
        return [
            self.first + timedelta(days=offset)
            for offset in range((self.last - self.first).days + 1)
        ]


def close(said: Mapping[str, Any], *, since: datetime, until: datetime, reason: str) -> Said:
    """The whole centre shut from a moment to another. Raises Refused, its rule the field's name."""
    _check_span(since, until)
    moment = _minute(since)
    if any(one["from"] == moment for one in said.get("closures") or ()):
        raise refuse("since", "A closure from this moment is there already: change that one.")
    return _with(said, closures=[*_closures(said), _closure(since, until, reason)])


def reclose(said: Mapping[str, Any], *, since: datetime, until: datetime | None) -> Said:
    """A closure that ends at another moment; without `until` it is withdrawn. Raises Refused.

    Why it closed stays; why it ends otherwise is the reason of the new revision.
    """
    was = next((one for one in _closures(said) if one["from"] == _minute(since)), None)
    if was is None:
        raise refuse("since", "This closure was withdrawn already.")
    others = [one for one in _closures(said) if one is not was]
    if until is None:
        return _with(said, closures=others)
    _check_span(since, until)
    fresh = {**was, "until": _minute(until)}
    return _with(said, closures=sorted([*others, fresh], key=lambda one: str(one["from"])))


def _check_span(since: datetime, until: datetime) -> None:
    if until <= since:
        raise refuse("until", "It ends before it begins.")
    if until - since > LONGEST:
        raise refuse(
            "until", "A closure lasts at most 60 days; change the days of the year instead."
        )


def year_of(said: Mapping[str, Any], year: int) -> list[DayRule]:
    """The special days of a year as an administrator reads them: a holiday a row, then days worked."""
    special = said.get("special") or {}
    off, work = (_days(said.get(noun), year) for noun in ("off", "work"))
    # A day with hours of its own that is named nowhere is a worked day without a name.
    own = {day: "" for day in _days(special, year) if day not in off and day not in work}
    rules = [DayRule(first, last, False, name, []) for name, first, last in _spans(off)]
    for day, name in sorted({**own, **work}.items()):
        rules.append(DayRule(day, day, True, name, special.get(day.isoformat(), [])))
    return sorted(rules)


def proposed_year(said: Mapping[str, Any], year: int) -> list[DayRule]:
    """The special days of a year to begin with: without its notice, the fixed holidays among them.

    Nobody typed those, and still they are off: confirmed without them, National Day would be worked.
    """
    if year in said["confirmed"]:
        return year_of(said, year)
    known = {
        **_as_map(said.get("off")),
        **_as_map(said.get("work")),
        **_as_map(said.get("special")),
    }
    fixed = [date(year, month, day).isoformat() for month, day in FIXED_HOLIDAYS]
    off = {
        **dict.fromkeys((day for day in fixed if day not in known), "-"),
        **_as_map(said.get("off")),
    }
    return year_of({**said, "off": off}, year)


def with_year(
    said: Mapping[str, Any], year: int, *, rules: Iterable[DayRule], source: str, confirmed: bool
) -> Said:
    """The calendar with these special days of a year and no others, as confirmed by its notice.

    Raises Refused; its rule is the row's number and field, `3.first`.
    """
    rules = list(rules)
    _check_rules(rules, year)
    kept = {
        noun: {day: value for day, value in _as_map(said.get(noun)).items() if day[:4] != str(year)}
        for noun in ("off", "work", "special")
    }
    for rule in rules:
        for day in rule.days():
            kept["work" if rule.works else "off"][day.isoformat()] = rule.name or "-"
            if rule.hours:
                kept["special"][day.isoformat()] = rule.hours
    sources = {**(said.get("sources") or {}), **({str(year): source} if source else {})}
    years = sorted({*said["confirmed"], *([year] if confirmed else [])})
    return _with(said, **kept, sources=sources, confirmed=years)


def _check_rules(rules: list[DayRule], year: int) -> None:
    taken: set[date] = set()
    for number, rule in enumerate(rules):
        _check_rule(number, rule, year)
        twice = taken.intersection(rule.days())
        if twice:
            raise _at(number, "first", "%(day)s stands in another row too.", day=min(twice))
        taken.update(rule.days())


def _check_rule(number: int, rule: DayRule, year: int) -> None:
    if rule.first.year != year or rule.last.year != year:
        raise _at(number, "first", "This day is not in %(year)s.", year=year)
    if rule.last < rule.first:
        raise _at(number, "last", "It ends before it begins.")
    if not rule.works and rule.hours:
        raise _at(number, "hours", "A day off has no office hours.")
    says = rule.hours or rule.name or not rule.works
    # A weekday that works as always: a fixed holiday of a year without notice is named to work.
    if not says and any(day.weekday() < SATURDAY for day in rule.days()):
        raise _at(number, "hours", "It is a working day anyway: give its hours.")


def with_hours(
    said: Mapping[str, Any], hours: Pairs, *, seasons: Iterable[Mapping[str, Any]]
) -> Said:
    """The calendar with these office hours. Raises Refused where a rule stands there twice."""
    seen: set[Any] = set()
    for number, rule in enumerate(seasons):
        place = (rule.get("from"), rule.get("weekday"))
        if place == (None, None):
            raise _at(
                number, "since", "Give a day or a weekday; the hours of every day stand above."
            )
        if place in seen:
            raise _at(number, "since", "There are hours for this already, above.")
        seen.add(place)
    return _with(said, hours=hours, seasons=[dict(rule) for rule in seasons])


def same_part(one: Mapping[str, Any], two: Mapping[str, Any], *, year: int | None) -> bool:
    """Whether two calendars say the same of a year (of office hours, where no year is given)."""
    if year is None:
        return all((one.get(noun) or []) == (two.get(noun) or []) for noun in ("hours", "seasons"))
    known = [(year in said["confirmed"], year_of(said, year)) for said in (one, two)]
    return known[0] == known[1]


def _at(number: int, field: str, say: str, **values: Any) -> Refused:
    return refuse(f"{number}.{field}", say, **values)


def _with(said: Mapping[str, Any], **parts: Any) -> Said:
    """Parts that say nothing are left out, as in every package."""
    return {name: value for name, value in {**said, **parts}.items() if value}


def _closures(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    return list(said.get("closures") or ())


def _closure(since: datetime, until: datetime, reason: str) -> dict[str, str]:
    return {"from": _minute(since), "until": _minute(until), "reason": reason}


def _minute(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def _as_map(days: Any) -> dict[str, Any]:
    return dict(days) if isinstance(days, Mapping) else dict.fromkeys(days or [], "-")


def _days(days: Any, year: int) -> dict[date, Any]:
    """Day → name of one year; a dash stands for none."""
    found = {date.fromisoformat(day): name for day, name in _as_map(days).items()}
    return {day: "" if name == "-" else name for day, name in found.items() if day.year == year}


def _spans(days: Mapping[date, str]) -> list[tuple[str, date, date]]:
    """Neighbouring days of one name."""
    numbered = enumerate(sorted(days.items()))
    grouped = groupby(numbered, key=lambda one: (one[1][1], one[1][0] - timedelta(one[0])))
    spans = []
    for (name, _day), group in grouped:
        found = [day for _number, (day, _name) in group]
        spans.append((name, found[0], found[-1]))
    return spans
