"""Forms of the working calendar: the days of a year, office hours, a closure; read as people write them."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, SelectField, StringField, validators
from wtforms.fields.choices import SelectChoice

from app.forms.base import DeskForm

NEEDED = validators.DataRequired(_l("Please fill this in."))
TEXT = [validators.Length(max=200)]
PLAIN = {"autocomplete": "off", "spellcheck": "false"}
#: 2026-10-01, 10-1, 10.1, 10月1日.
DAY = re.compile(r"^(?:(\d{4})\s*[-./年]\s*)?(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?$")
CLOCK = re.compile(r"^([01]?\d|2[0-3])[:：]([0-5]\d)$")
#: From and until, whatever dash stands between.
SPAN = re.compile(r"([0-2]?\d[:：][0-5]\d)\s*[-–—~至到]+\s*([0-2]?\d[:：][0-5]\d)")
#: Number as a form sends it → its name; nothing is every working day.
WEEKDAYS = {
    "": _l("every working day"), "1": _l("Monday"), "2": _l("Tuesday"), "3": _l("Wednesday"), "4": _l("Thursday"),
    "5": _l("Friday"), "6": _l("Saturday"), "7": _l("Sunday"),
}  # fmt: skip


def read_day(text: str | None, year: int | None = None) -> date | None:
    """A day as people write it; without its year it is of ``year``. None where it is no day."""
    found = DAY.match((text or "").strip())
    if not found or not (found[1] or year):
        return None
    try:
        return date(int(found[1] or year or 0), int(found[2]), int(found[3]))
    except ValueError:
        return None


def read_time(text: str | None) -> time | None:
    """A time as 8:30; None where it is none."""
    found = CLOCK.match((text or "").strip())
    return time(int(found[1]), int(found[2])) if found else None


def read_hours(text: str | None) -> list[list[str]] | None:
    """Office hours as 8:30-11:30、13:30-17:00, in order; None where they are none."""
    spans = SPAN.findall(text or "")
    left = re.sub(r"[\s,，、;；]+", "", SPAN.sub("", text or ""))
    times = [[read_time(end) for end in span] for span in spans]
    if not spans or left or any(None in span for span in times):
        return None
    pairs = [[f"{end:%H:%M}" for end in span if end] for span in times]
    if any(a >= b for a, b in pairs) or any(one[1] > two[0] for one, two in pairwise(pairs)):
        return None
    return pairs


def write_hours(pairs: list[list[str]]) -> str:
    """Office hours as the form shows them."""
    return " ".join(f"{opens}-{closes}" for opens, closes in pairs)


class DayRow(DeskForm):
    """Days of one kind: a holiday, a make-up day, a day with other hours."""

    first = StringField(_l("First day"), render_kw=PLAIN)
    last = StringField(_l("Last day"), render_kw=PLAIN)
    works = SelectField(
        _l("What it is"),
        choices=[SelectChoice("off", _l("day off")), SelectChoice("work", _l("working day"))],
    )
    name = StringField(_l("Name of the day"), TEXT, render_kw=PLAIN)
    hours = StringField(_l("Hours of that day"), render_kw=PLAIN)

    def empty(self) -> bool:
        """Nothing is typed in it."""
        return not any(
            (self[name].data or "").strip() for name in ("first", "last", "name", "hours")
        )

    def read(self, year: int) -> dict[str, Any] | None:
        """The row as an act keeps it; None where something is wrong, said at its field."""
        first, last = read_day(self.first.data, year), read_day(self.last.data, year)
        hours = read_hours(self.hours.data) if self.hours.data else []
        if first is None:
            self.first.errors = [_("Write the day as 2026-10-01 or 10-1.")]
        if self.last.data and last is None:
            self.last.errors = [_("Write the day as 2026-10-01 or 10-1.")]
        if hours is None:
            self.hours.errors = [_("Write hours as 08:30-11:30 13:30-17:00, in order.")]
        if first is None or hours is None or any(field.errors for field in self):
            return None
        return {
            "first": first.isoformat(),
            "last": (last or first).isoformat(),
            "works": self.works.data == "work",
            "name": (self.name.data or "").strip(),
            "hours": hours,
        }


class DaysForm(DeskForm):
    """The special days of one year."""

    rows = FieldList(FormField(DayRow))


class NoticeForm(DeskForm):
    """The notice by which a year is confirmed."""

    source = StringField(
        _l("Notice"), TEXT,
        description=_l("The number of the State Council's notice on the holidays of this year."), render_kw=PLAIN,
    )  # fmt: skip
    confirmed = BooleanField(
        _l("The notice of this year is in: its days are final, and due dates in it are no longer provisional")
    )  # fmt: skip

    def validate_source(self, field: Any) -> None:
        """A year is confirmed by a notice. Raises ValidationError."""
        if self.confirmed.data and not (field.data or "").strip():
            raise validators.ValidationError(
                _("A year is confirmed by its notice: give its number.")
            )


class RuleRow(DeskForm):
    """Office hours from a day on, or of a weekday."""

    since = StringField(_l("From this day on"), render_kw=PLAIN)
    weekday = SelectField(_l("Weekday"), choices=[SelectChoice(*one) for one in WEEKDAYS.items()])
    hours = StringField(_l("Office hours"), render_kw=PLAIN)

    def empty(self) -> bool:
        """Nothing is typed in it."""
        return not any((field.data or "").strip() for field in self)

    def read(self) -> dict[str, Any] | None:
        """The rule as a package says it; None where something is wrong, said at its field."""
        since, hours = read_day(self.since.data), read_hours(self.hours.data)
        if self.since.data and since is None:
            self.since.errors = [_("Write the day as 2026-10-01.")]
        if hours is None:
            self.hours.errors = [_("Write hours as 08:30-11:30 13:30-17:00, in order.")]
        if hours is None or any(field.errors for field in self):
            return None
        rule = {"from": since.isoformat() if since else None, "weekday": self.weekday.data}
        said = {name: value for name, value in rule.items() if value}
        if "weekday" in said:
            said["weekday"] = int(said["weekday"] or 0)
        return {**said, "hours": hours}


class HoursForm(DeskForm):
    """Office hours: those of every working day, then what differs."""

    hours = StringField(
        _l("Office hours of every working day"), [NEEDED],
        description=_l("From and until, several one after the other: 08:30-11:30 13:30-17:00"), render_kw=PLAIN,
    )  # fmt: skip

    def validate_hours(self, field: Any) -> None:
        """Hours in order. Raises ValidationError."""
        if read_hours(field.data) is None:
            raise validators.ValidationError(_("Write hours as 08:30-11:30 13:30-17:00, in order."))


class RulesForm(DeskForm):
    """What differs from the hours of every working day."""

    rows = FieldList(FormField(RuleRow))


class EndForm(DeskForm):
    """Until when the centre is closed."""

    until_day = StringField(_l("Closed until, day"), [NEEDED], render_kw=PLAIN)
    until_time = StringField(_l("Until, time"), [NEEDED], render_kw=PLAIN)

    def until(self) -> datetime | None:
        """The moment it opens again; None where a part is wrong, said at its field."""
        return _moment(self.until_day, self.until_time)


class ClosureForm(EndForm):
    """The whole centre closed from a moment to another, and why."""

    since_day = StringField(_l("Closed from, day"), [NEEDED], render_kw=PLAIN)
    since_time = StringField(_l("From, time"), [NEEDED], render_kw=PLAIN)
    reason = StringField(
        _l("Reason"), [NEEDED, *TEXT],
        description=_l("Clerks read it beside every due date that moves: a flood, a power cut."), render_kw=PLAIN,
    )  # fmt: skip

    def since(self) -> datetime | None:
        """The moment it closes; None where a part is wrong, said at its field."""
        return _moment(self.since_day, self.since_time)


class ReasonForm(DeskForm):
    """Why running cases get other due dates."""

    reason = StringField(_l("Reason"), [NEEDED, *TEXT], render_kw=PLAIN)


def _moment(day: Any, clock: Any) -> datetime | None:
    found, at = read_day(day.data), read_time(clock.data)
    if found is None:
        day.errors = [_("Write the day as 2026-10-01.")]
    if at is None:
        clock.errors = [_("Write the time as 12:00.")]
    return datetime.combine(found, at) if found and at else None
