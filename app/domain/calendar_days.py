"""The special days of one year as rows: read out of a calendar, checked, and put back into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from app.domain.calendar import FIXED_HOLIDAYS, SATURDAY
from app.domain.refusal import refuse

Said = dict[str, Any]
Pairs = list[list[str]]


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
    return with_parts(said, **kept, sources=sources, confirmed=years)


def _check_rules(rules: list[DayRule], year: int) -> None:
    taken: set[date] = set()
    for number, rule in enumerate(rules):
        _check_rule(number, rule, year)
        twice = taken.intersection(rule.days())
        if twice:
            raise refuse(f"{number}.first", "%(day)s stands in another row too.", day=min(twice))
        taken.update(rule.days())


def _check_rule(number: int, rule: DayRule, year: int) -> None:
    if rule.first.year != year or rule.last.year != year:
        raise refuse(f"{number}.first", "This day is not in %(year)s.", year=year)
    if rule.last < rule.first:
        raise refuse(f"{number}.last", "It ends before it begins.")
    if not rule.works and rule.hours:
        raise refuse(f"{number}.hours", "A day off has no office hours.")
    says = rule.hours or rule.name or not rule.works
    # A weekday that works as always: a fixed holiday of a year without notice is named to work.
    if not says and any(day.weekday() < SATURDAY for day in rule.days()):
        raise refuse(f"{number}.hours", "It is a working day anyway: give its hours.")


def with_parts(said: Mapping[str, Any], **parts: Any) -> Said:
    """Parts that say nothing are left out, as in every package."""
    return {name: value for name, value in {**said, **parts}.items() if value}


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
