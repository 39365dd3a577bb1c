"""The year on the wall: what each day is, which hours hold, which closures there were, what is to do."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import abort
from flask_appbuilder.baseviews import BaseView, expose

from app import clock, transaction
from app.admin import calendar_words, year_words
from app.admin.calendar_lists import CalendarOut, asked_revision
from app.guard import needs
from app.models import CalendarRevision
from app.services import calendars, naming

#: Revisions listed below a year.
NEWEST = 8


class YearView(CalendarOut, BaseView):
    """The calendar in force, or an older revision, one year at a time."""

    route_base = "/admin/calendars"

    @expose("/")
    @needs("calendar.read")
    def now(self) -> Any:
        """The year it is."""
        return self._page(clock.today().year)

    @expose("/year/<int:year>")
    @needs("calendar.read")
    def show(self, year: int) -> Any:
        """One year; ``revision`` shows it as it was then."""
        return self._page(year)

    def _page(self, year: int) -> Any:
        session, today = transaction.session(), clock.today()
        newest = calendars.latest(session)
        if newest is None:
            return self.render_template("admin/calendar/none.html", view=self)
        revision = asked_revision(session, newest)
        calendar = calendars.at(session, revision.id)
        if not calendar.first.year <= year <= calendar.last.year:
            abort(404)
        said = calendars.as_package(revision)
        names = naming.names(session, "people")
        return self.render_template(
            "admin/calendar/year.html",
            view=self,
            year=year,
            calendar=calendar,
            months=year_words.months(calendar, year, today),
            workdays=calendar.count(_eve(calendar, year), date(year, 12, 31)),
            revision=revision,
            newest=newest,
            source=(said.get("sources") or {}).get(str(year), ""),
            reasons=[(row, calendar_words.reason(row.reason, names)) for row in _newest(session)],
            sections=[*calendar_words.hours(said), calendar_words.days(said, year)],
            closures=calendar_words.closures(said, year),
            beyond={
                "before": year > calendar.first.year,
                "after": year < calendar.last.year,
            },
        )


def _eve(calendar: Any, year: int) -> date:
    """The day before the year; the table's first year has none."""
    return max(calendar.first, date(year - 1, 12, 31))


def _newest(session: Any) -> list[CalendarRevision]:
    query = sa.select(CalendarRevision).order_by(CalendarRevision.id.desc()).limit(NEWEST)
    return list(session.execute(query).scalars())
