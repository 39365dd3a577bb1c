"""A calendar in words: office hours, holidays with the days worked for them, closures, why it changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from app.admin import words
from app.admin.sections import Section
from app.domain.calendar_days import DayRule, year_of
from app.domain.due import END_OF_DAY
from app.forms.calendar_texts import write_hours
from app.forms.calendars import WEEKDAYS
from app.services import naming
from app.services.calendar_rows import BY_PACKAGE


def reason(text: str, names: naming.Names) -> str:
    """What an import writes by itself, in words; else as somebody typed it."""
    imported, _sep, username = text.partition(BY_PACKAGE)
    if imported or not username:
        return text
    return str(_("came in by package, by %(name)s", name=words.person(names, username)))


def day(value: date) -> str:
    """9月24日（周四）."""
    return str(
        _(
            "%(day)s (%(weekday)s)",
            day=format_date(value, _("MMM d")),
            weekday=format_date(value, "EEE"),
        )
    )


def full_day(value: date) -> str:
    """2026年9月24日 周四."""
    return f"{format_date(value, 'long')} {format_date(value, 'EEE')}"


def years(said: Mapping[str, Any]) -> set[int]:
    """The years of which the calendar says anything."""
    named = [day for noun in ("off", "work", "special") for day in said.get(noun) or ()]
    return {int(day[:4]) for day in named}


def span(first: date, last: date) -> str:
    """One day, or from the first to the last."""
    return day(first) if first == last else f"{day(first)} – {day(last)}"


def moment(value: datetime) -> str:
    """2026年9月22日 12:00."""
    return f"{format_date(value, 'long')} {value:%H:%M}"


def weekday(number: int | None) -> str:
    """What a rule of office hours is for."""
    return str(WEEKDAYS[str(number or "")])


def hours(said: Mapping[str, Any]) -> list[Section]:
    """Office hours: of every working day, and what differs from a day on or by weekday."""
    rules = [("", weekday(None), write_hours(said["hours"]))]
    for rule in said.get("seasons") or ():
        since = format_date(date.fromisoformat(rule["from"]), "long") if rule.get("from") else ""
        rules.append((since, weekday(rule.get("weekday")), write_hours(rule["hours"])))
    return [Section(_("Office hours"), (_("From"), _("Weekday"), _("Hours")), rules)]


def days(said: Mapping[str, Any], year: int, *, title: str = "") -> Section:
    """A holiday a row with the days worked for it: their name begins with the holiday's."""
    rules = year_of(said, year)
    worked = [rule for rule in rules if rule.works]
    rows: list[tuple[Any, ...]] = []
    for rule in rules:
        if rule.works:
            continue
        made_up = [one for one in worked if rule.name and one.name.startswith(rule.name)]
        worked = [one for one in worked if one not in made_up]
        count = _("%(n)s days", n=(rule.last - rule.first).days + 1)
        rows.append(
            (
                rule.name or _("day off"),
                span(rule.first, rule.last),
                count,
                list(map(_worked, made_up)),
            )
        )
    rows += [(rule.name or _("Working day"), "", "", _worked(rule)) for rule in worked]
    headings = (_("Holiday"), _("Days off"), _("How long"), _("Days worked"))
    return Section(title or _("Holidays and days worked for them"), headings, rows)


def _worked(rule: DayRule) -> str:
    return f"{day(rule.first)} {write_hours(rule.hours)}".strip()


def closures(said: Mapping[str, Any], year: int | None) -> list[dict[str, str]]:
    """Closures that touch a year (all of them, where no year is given), newest first."""
    found = [
        closure(one)
        for one in said.get("closures") or ()
        if year is None or str(year) in (one["from"][:4], one["until"][:4])
    ]
    return found[::-1]


def closure(one: Mapping[str, Any]) -> dict[str, str]:
    """A closure in words; ``since`` names it in addresses."""
    ends = {end: moment(datetime.fromisoformat(one[end])) for end in ("from", "until")}
    return {"since": one["from"], **ends, "reason": one["reason"]}


def _act_close(payload: Mapping[str, Any]) -> str:
    since, until = (moment(datetime.fromisoformat(payload[end])) for end in ("since", "until"))
    return str(_("Close the centre from %(since)s to %(until)s", since=since, until=until))


def _act_reclose(payload: Mapping[str, Any]) -> str:
    since = moment(datetime.fromisoformat(payload["since"]))
    if not payload.get("until"):
        return str(_("Withdraw the closure from %(since)s", since=since))
    until = moment(datetime.fromisoformat(payload["until"]))
    return str(_("The closure from %(since)s ends %(until)s", since=since, until=until))


def _act_year(payload: Mapping[str, Any]) -> str:
    if payload["confirmed"]:
        return str(_("The days of %(year)s, confirmed", year=payload["year"]))
    return str(_("The days of %(year)s", year=payload["year"]))


#: Act → what it does, as the title of its page.
ACTS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "close": _act_close,
    "reclose": _act_reclose,
    "year": _act_year,
    "hours": lambda _payload: str(_("New office hours")),
}


def due(value: datetime) -> str:
    """2026年9月24日; with the hour where the limit ends at one."""
    said = format_date(value, "long")
    return said if value.time() == END_OF_DAY else f"{said} {value:%H:%M}"
