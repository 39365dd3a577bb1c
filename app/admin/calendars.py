"""Revisions of the working calendar: confirmed years, days off and made up, office hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import transaction
from app.admin import words
from app.admin.base import SafeModelView, of
from app.admin.sections import Section
from app.models import CalendarRevision
from app.services import calendars, naming

Span = tuple[date, date]
#: How the reason of a revision begins that came in by package.
BY_PACKAGE = "package, "


class CalendarView(SafeModelView):
    """Revisions of the working calendar, to read: they come in by package."""

    datamodel = of(CalendarRevision)
    class_permission_name = "calendar"
    route_base = "/admin/calendars"
    title = _l("Working calendar")
    about = _l("The newest revision is in force; a due date names the one it was worked out with.")
    list_columns = show_columns = ["id", "confirmed", "reason", "at"]
    base_order = "-id"
    names = ("people",)
    says = {
        "confirmed": lambda row, _names: words.listed(str(year) for year in sorted(row.confirmed)),
        "reason": lambda row, names: _reason(row.reason, names),
    }
    label_columns = {
        "id": _l("Revision"), "confirmed": _l("Confirmed years"), "reason": _l("Reason"), "at": _l("Made on"),
    }  # fmt: skip

    def head(self, row: Any) -> str:
        """第 2 版."""
        return _("Revision %(number)s", number=row["pk"])

    def more(self, row: Any, names: naming.Names) -> dict[str, Any]:  # noqa: ARG002 - a calendar names nothing
        """Office hours, holidays and make-up days of the revision, year by year."""
        revision = transaction.session().get_one(CalendarRevision, row.id)
        said = calendars.as_package(revision)
        off, work = _named(said.get("off")), _named(said.get("work"))
        sections = [
            Section(_("Office hours"), (_("From"), _("Until")), said["hours"]),
            Section(
                _("Days with hours of their own"),
                (_("Day"), _("Hours")),
                [
                    (_day(date.fromisoformat(day)), [f"{a}–{b}" for a, b in hours])
                    for day, hours in (said.get("special") or {}).items()
                ],
            ),
        ]
        for year in sorted({day.year for day in [*off, *work]}, reverse=True):
            sections.append(_year(year, off, work))
        return {"sections": sections}


def _reason(reason: str, names: naming.Names) -> str:
    """What an import writes by itself, in words; else as somebody typed it."""
    imported, _sep, username = reason.partition(BY_PACKAGE)
    if imported or not username:
        return reason
    return _("came in by package, by %(name)s", name=words.person(names, username))


def _named(days: Any) -> dict[date, str]:
    """Day → name, where the package gives it one."""
    named = days if isinstance(days, dict) else dict.fromkeys(days or [], "")
    return {date.fromisoformat(day): name for day, name in sorted(named.items())}


def _year(year: int, off: dict[date, str], work: dict[date, str]) -> Section:
    """A holiday a row with the days worked for it: their name begins with the holiday's."""
    left = {day: name for day, name in work.items() if day.year == year}
    rows: list[tuple[Any, ...]] = []
    for name, span in _spans({day: name for day, name in off.items() if day.year == year}):
        made_up = [day for day, of in left.items() if name and of.startswith(name)]
        left = {day: of for day, of in left.items() if day not in made_up}
        days = _("%(n)s days", n=(span[1] - span[0]).days + 1)
        rows.append((name or _("closed"), _range(span), days, [_day(day) for day in made_up]))
    rows += [(name or _("Make-up day"), "", "", _day(day)) for day, name in left.items()]
    headings = (_("Holiday"), _("Days off"), _("How long"), _("Make-up days"))
    return Section(_("Year %(year)s", year=year), headings, rows)


def _spans(days: dict[date, str]) -> Iterator[tuple[str, Span]]:
    """Neighbouring days of one name, as one span."""
    numbered = enumerate(sorted(days.items()))
    for _key, group in groupby(
        numbered, key=lambda one: (one[1][1], one[1][0] - timedelta(one[0]))
    ):
        found = [day for _at, (day, _name) in group]
        yield days[found[0]], (found[0], found[-1])


def _range(span: Span) -> str:
    first, last = span
    return _day(first) if first == last else f"{_day(first)} – {_day(last)}"


def _day(day: date) -> str:
    """9月24日（周四）."""
    return _(
        "%(day)s (%(weekday)s)", day=format_date(day, _("MMM d")), weekday=format_date(day, "EEE")
    )
