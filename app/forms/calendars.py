"""Forms of the working calendar: the days of a year, office hours, a closure; read as people write them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, SelectField, StringField, validators
from wtforms.fields.choices import SelectChoice

from app.forms.base import DeskForm
from app.forms.calendar_texts import read_day, read_hours, read_moment

NEEDED = validators.DataRequired(_l("Please fill this in."))
TEXT = [validators.Length(max=200)]
PLAIN = {"autocomplete": "off", "spellcheck": "false"}
#: Number as a form sends it → its name; nothing is every working day.
WEEKDAYS = {
    "": _l("every working day"), "1": _l("Monday"), "2": _l("Tuesday"), "3": _l("Wednesday"), "4": _l("Thursday"),
    "5": _l("Friday"), "6": _l("Saturday"), "7": _l("Sunday"),
}  # fmt: skip


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
        return read_moment(self.until_day, self.until_time)


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
        return read_moment(self.since_day, self.since_time)


class ReasonForm(DeskForm):
    """Why running cases get other due dates."""

    reason = StringField(_l("Reason"), [NEEDED, *TEXT], render_kw=PLAIN)
