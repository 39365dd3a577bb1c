"""A revision of the calendar between its rows, the package format and what the domain counts with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from app.domain.calendar import FIXED_HOLIDAYS, Calendar, Closure, Season
from app.models import CalendarClosure, CalendarDay, CalendarRevision, OfficeHours

#: The table reaches so far past the last confirmed year (spine §4).
REACH = 5
#: How the reason of a revision begins that came in by package; who brought it follows.
BY_PACKAGE = "package, "


def calendar_of(row: CalendarRevision) -> Calendar:
    """What the domain counts with."""
    years = [int(year) for year in row.confirmed]
    return Calendar(
        first=date(min(years), 1, 1),
        last=date(max(years) + REACH, 12, 31),
        days={day.day: day.works for day in row.days},
        windows=_windows(hours for hours in row.hours if _ordinary(hours)),
        special={day: _windows(hours) for day, hours in _special(row)},
        confirmed=frozenset(years),
        revision=row.id or 0,
        names={day.day: day.name for day in row.days if day.name},
        fixed=FIXED_HOLIDAYS,
        seasons=tuple(Season(*rule, _windows(hours)) for rule, hours in _rules(row)),
        closures=tuple(Closure(one.since, one.until, one.reason) for one in row.closures),
    )


def as_package(row: CalendarRevision) -> dict[str, Any]:
    """A revision in the words of the package format."""
    found: dict[str, Any] = {
        "confirmed": sorted(row.confirmed),
        "sources": dict(sorted((row.sources or {}).items())),
        "off": _days_said([day for day in row.days if not day.works]),
        "work": _days_said([day for day in row.days if day.works]),
        "hours": [_pair(hours) for hours in row.hours if _ordinary(hours)],
        "special": {day.isoformat(): _pairs(hours) for day, hours in _special(row)},
        "seasons": [
            _season(since, weekday, _pairs(hours)) for (since, weekday), hours in _rules(row)
        ],
        "closures": [
            {"from": _minute(one.since), "until": _minute(one.until), "reason": one.reason}
            for one in row.closures
        ],
    }
    return {name: value for name, value in found.items() if value}


def row_of(said: Mapping[str, Any], *, reason: str, now: datetime) -> CalendarRevision:
    """The rows of a calendar in the package format."""
    days = [
        CalendarDay(day=date.fromisoformat(day), works=works, name=name or None)
        for noun, works in (("off", False), ("work", True))
        for day, name in _named(said.get(noun)).items()
    ]
    closures = [
        CalendarClosure(
            since=datetime.fromisoformat(one["from"]),
            until=datetime.fromisoformat(one["until"]),
            reason=one["reason"],
        )
        for one in said.get("closures") or ()
    ]
    return CalendarRevision(
        confirmed=sorted(said["confirmed"]),
        sources=dict(said.get("sources") or {}) or None,
        reason=reason,
        at=now,
        days=sorted(days, key=lambda row: row.day),
        hours=_hours_rows(said),
        closures=sorted(closures, key=lambda row: row.since),
    )


def _hours_rows(said: Mapping[str, Any]) -> list[OfficeHours]:
    hours = [_hours(pair) for pair in said["hours"]]
    for day, pairs in (said.get("special") or {}).items():
        hours += [_hours(pair, day=date.fromisoformat(day)) for pair in pairs]
    for rule in said.get("seasons") or ():
        since = date.fromisoformat(rule["from"]) if rule.get("from") else None
        hours += [_hours(pair, since=since, weekday=rule.get("weekday")) for pair in rule["hours"]]
    return sorted(hours, key=_order)


def _order(row: OfficeHours) -> tuple[Any, ...]:
    return (row.day or date.min, row.since or date.min, row.weekday or 0, row.opens)


def _ordinary(row: OfficeHours) -> bool:
    return row.day is None and row.since is None and row.weekday is None


def _special(row: CalendarRevision) -> Iterable[tuple[date, list[OfficeHours]]]:
    """Days with hours of their own."""
    own = sorted((hours for hours in row.hours if hours.day is not None), key=_order)
    return [(day, list(hours)) for day, hours in groupby(own, key=lambda one: one.day) if day]


def _rules(
    row: CalendarRevision,
) -> Iterable[tuple[tuple[date | None, int | None], list[OfficeHours]]]:
    """Hours by weekday or from a day on."""
    ruled = [hours for hours in row.hours if hours.day is None and not _ordinary(hours)]
    grouped = groupby(sorted(ruled, key=_order), key=lambda one: (one.since, one.weekday))
    return [(rule, list(hours)) for rule, hours in grouped]


def _season(since: date | None, weekday: int | None, hours: list[list[str]]) -> dict[str, Any]:
    said = {"from": since.isoformat() if since else None, "weekday": weekday, "hours": hours}
    return {name: value for name, value in said.items() if value is not None}


def _days_said(days: list[CalendarDay]) -> Any:
    """Days with their names; a plain list where none has one."""
    if not any(day.name for day in days):
        return [day.day.isoformat() for day in days]
    return {day.day.isoformat(): day.name or "-" for day in days}


def _windows(rows: Iterable[OfficeHours]) -> tuple[tuple[time, time], ...]:
    return tuple(sorted((hours.opens, hours.closes) for hours in rows))


def _pairs(rows: Iterable[OfficeHours]) -> list[list[str]]:
    return [_pair(hours) for hours in rows]


def _pair(hours: OfficeHours) -> list[str]:
    return [f"{hours.opens:%H:%M}", f"{hours.closes:%H:%M}"]


def _minute(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def _named(days: Any) -> dict[str, str]:
    return dict(days) if isinstance(days, Mapping) else dict.fromkeys(days or [], "")


def _hours(pair: list[str], **rule: Any) -> OfficeHours:
    opens, closes = map(time.fromisoformat, pair)
    return OfficeHours(opens=opens, closes=closes, **rule)
