"""A year as a calendar on the wall: twelve months, every day with what it is and why."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from flask_babel import format_date
from flask_babel import gettext as _

from app.domain.calendar import SATURDAY, Calendar
from app.domain.office_hours import Windows, open_seconds

#: Seven cells, some of them none.
Week = list[Any]


class Day(NamedTuple):
    """One cell: its kind is its class, its mark the sign beside the number, its words what is said."""

    day: date
    kind: str
    mark: str
    words: str
    today: bool


class Month(NamedTuple):
    """One month: its name, and weeks of seven cells from Monday; None is no day of it."""

    name: str
    weeks: list[Week]


def months(calendar: Calendar, year: int, today: date) -> list[Month]:
    """The twelve months of a year."""
    return [_month(calendar, year, number, today) for number in range(1, 13)]


def _month(calendar: Calendar, year: int, number: int, today: date) -> Month:
    first = date(year, number, 1)
    cells: Week = [None] * first.weekday()
    day = first
    while day.month == number:
        cells.append(_day(calendar, day, today))
        day = date.fromordinal(day.toordinal() + 1)
    cells += [None] * (-len(cells) % 7)
    weeks = [cells[at : at + 7] for at in range(0, len(cells), 7)]
    return Month(format_date(first, "LLLL"), weeks)


def _day(calendar: Calendar, day: date, today: date) -> Day:
    kind = kind_of(calendar, day)
    said = [word_of(kind)]
    if day in calendar.names:
        said.append(calendar.names[day])
    said += [reason for _opens, _closes, reason in calendar.closures_on(day)]
    if kind == "half":
        said.append(hours_said(calendar.windows_on(day)))
    words = " ".join(dict.fromkeys(part for part in said if part))
    return Day(day, kind, mark_of(kind), words, day == today)


def kind_of(calendar: Calendar, day: date) -> str:
    """workday, weekend, holiday, makeup, half (fewer hours than usual) or closed."""
    windows, shut = calendar.windows_on(day), calendar.closures_on(day)
    if not windows:
        return "closed" if shut else _off(calendar, day)
    usual = open_seconds(calendar.ordinary_on(day))
    if open_seconds(windows) < usual:
        return "half"
    return "makeup" if day.weekday() >= SATURDAY else "workday"


def _off(calendar: Calendar, day: date) -> str:
    named = day in calendar.names or calendar.is_fixed_holiday(day)
    return "holiday" if named or day.weekday() < SATURDAY else "weekend"


def word_of(kind: str) -> str:
    """What a kind of day is called."""
    return {
        "workday": "",
        "weekend": "",
        "holiday": _("day off"),
        "makeup": _("make-up working day"),
        "half": _("shorter hours"),
        "closed": _("centre closed"),
    }[kind]


def mark_of(kind: str) -> str:
    """The sign beside the number; none on a day as any other."""
    return {
        "holiday": _("Off"),
        "makeup": _("On"),
        "half": _("Half"),
        "closed": _("Shut"),
    }.get(kind, "")


def hours_said(windows: Windows) -> str:
    """08:30–11:30、13:30–17:00; a day without any is closed."""
    spans = [f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in windows]
    return str(_(", ").join(spans)) or _("not a working day")
