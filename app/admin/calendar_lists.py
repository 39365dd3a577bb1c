"""The calendar taken out as files: its years, the days of one of them, office hours, closures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from flask import abort, request
from flask_appbuilder.baseviews import expose
from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app import transaction
from app.admin import calendar_words, keyset, year_words
from app.admin.sections import Section
from app.domain.calendar import Calendar
from app.guard import needs
from app.models import CalendarRevision
from app.services import calendars
from app.taking_out import Line, sent

#: A calendar, what its package says, and the year that is asked for.
Asked = tuple[Calendar, Mapping[str, Any], int]


def asked_revision(session: Session, newest: CalendarRevision) -> CalendarRevision:
    """The revision the address names, else the newest."""
    asked = request.args.get("revision", "")
    if not asked:
        return newest
    try:
        found = session.get(CalendarRevision, keyset.number(asked))
    except ValueError:
        found = None
    return found or abort(404)


class CalendarOut:
    """Lists of the calendar in force, or of the revision that the address names."""

    @expose("/year/<int:year>/<any(years, days, hours, closures):what>/export", methods=["POST"])
    @needs("calendar.read")
    def export(self, year: int, what: str) -> Any:
        """One of its lists as a file; the access chain keeps who took it."""
        session = transaction.session()
        newest = calendars.latest(session) or abort(404)
        revision = asked_revision(session, newest)
        calendar = calendars.at(session, revision.id)
        if not calendar.first.year <= year <= calendar.last.year:
            abort(404)
        # Read before the answer begins: a file of a few hundred lines of what is at hand.
        lines = list(LISTS[what]((calendar, calendars.as_package(revision), year)))
        return sent("calendar", lines, what=what)


def _years(asked: Asked) -> Iterator[Line]:
    """Years in which anything is said, or that are confirmed: whether, by which notice, how many days."""
    calendar, said, _year = asked
    yield [_("Year"), _("Confirmed"), _("Notice"), _("Working days")]
    notices = said.get("sources") or {}
    for year in sorted({*calendar_words.years(said), *said["confirmed"]}):
        eve = max(calendar.first, date(year - 1, 12, 31))
        worked = calendar.count(eve, date(year, 12, 31))
        sure = _("yes") if year in said["confirmed"] else _("no")
        yield [str(year), sure, notices.get(str(year), ""), str(worked)]


def _days(asked: Asked) -> Iterator[Line]:
    """Every day of the year: what it is, why, and when the centre is open."""
    calendar, _said, year = asked
    yield [_("Day"), _("Weekday"), _("Kind"), _("Reason"), _("Hours")]
    day = date(year, 1, 1)
    while day.year == year:
        kind = year_words.kind_of(calendar, day)
        shut = [reason for _opens, _closes, reason in calendar.closures_on(day)]
        why = [calendar.names.get(day, ""), *shut]
        plain = _("weekend") if kind == "weekend" else _("working day")
        named = year_words.word_of(kind) or plain
        windows = calendar.windows_on(day)
        open_ = year_words.hours_said(windows) if windows else ""
        yield [day.isoformat(), format_date(day, "EEE"), named, "；".join(filter(None, why)), open_]
        day += timedelta(days=1)


def _hours(asked: Asked) -> Iterator[Line]:
    (section,) = calendar_words.hours(asked[1])
    yield from _table(section)


def _closures(asked: Asked) -> Iterator[Line]:
    yield [_("Closure begins"), _("Closure ends"), _("Reason")]
    for one in asked[1].get("closures") or ():
        yield [one["from"].replace("T", " "), one["until"].replace("T", " "), one["reason"]]


def _table(section: Section) -> Iterator[Line]:
    yield [str(heading) for heading in section.headings]
    for row in section.rows:
        yield [str(one) for one in row]


#: List → its lines.
LISTS: dict[str, Callable[[Asked], Iterator[Line]]] = {
    "years": _years, "days": _days, "hours": _hours, "closures": _closures,
}  # fmt: skip
