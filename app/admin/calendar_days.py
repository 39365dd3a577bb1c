"""The days of a year and the office hours as forms: tables that grow, each error at its field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request
from flask_appbuilder.baseviews import BaseView, expose

from app.admin import calendar_trying as trying
from app.admin.calendar_trying import UNPROCESSABLE
from app.domain.calendar_days import DayRule, proposed_year
from app.domain.refusal import Refusal
from app.forms import calendar_texts as texts
from app.forms import calendars as forms
from app.guard import needs


class CalendarDaysView(BaseView):
    """Forms whose act is kept as a proposal: the page after them says what would move."""

    route_base = "/admin/calendars"

    @expose("/days/<int(min=2000, max=2099):year>", methods=["GET", "POST"])
    @needs("calendar.write")
    def days(self, year: int) -> Any:
        """Holidays, days worked for them, days with other hours; and the notice that confirms them."""
        said = trying.in_force()
        if request.method != "POST":
            return self._days(said, year, *_year_form(said, year))
        notice, table = forms.NoticeForm(request.form), forms.DaysForm(request.form)
        if request.form.get("more"):
            return self._days(said, year, notice, table)
        rows = trying.filled(table)
        read = [row.read(year) for row in rows]
        why = ""
        # Both are asked, so that everything wrong is said at once.
        if notice.validate() and None not in read:
            payload = {
                "year": year,
                "rows": read,
                "source": (notice.source.data or "").strip(),
                "confirmed": notice.confirmed.data or year in said["confirmed"],
            }
            done = trying.propose("year", payload)
            if not isinstance(done, Refusal):
                return done
            why = trying.beside(done, rows=rows, fields={"source": notice.source})
        return self._days(said, year, notice, table, why=why), UNPROCESSABLE

    def _days(
        self, said: Mapping[str, Any], year: int, notice: Any, table: Any, *, why: str = ""
    ) -> Any:
        return self.render_template(
            "admin/calendar/days.html",
            view=self,
            year=year,
            notice=notice,
            rows=trying.spare(table).rows,
            confirmed=year in said["confirmed"],
            why=why,
        )

    @expose("/hours/", methods=["GET", "POST"])
    @needs("calendar.write")
    def hours(self) -> Any:
        """Office hours of every working day, and what differs from a day on or by weekday."""
        if request.method != "POST":
            return self._hours(*_hours_form())
        form, table = forms.HoursForm(request.form), forms.RulesForm(request.form)
        if request.form.get("more"):
            return self._hours(form, table)
        rows = trying.filled(table)
        read = [row.read() for row in rows]
        why = ""
        if form.validate() and None not in read:
            payload = {"hours": texts.read_hours(form.hours.data), "seasons": read}
            done = trying.propose("hours", payload)
            if not isinstance(done, Refusal):
                return done
            why = trying.beside(done, rows=rows)
        return self._hours(form, table, why=why), UNPROCESSABLE

    def _hours(self, form: Any, table: Any, *, why: str = "") -> Any:
        return self.render_template(
            "admin/calendar/hours.html",
            view=self,
            form=form,
            rows=trying.spare(table).rows,
            why=why,
        )


def _year_form(said: Mapping[str, Any], year: int) -> tuple[Any, Any]:
    """The year as it is in force, or as it was typed for a proposal."""
    kept = trying.again("year")
    if kept is None:
        notice = (said.get("sources") or {}).get(str(year), ""), year in said["confirmed"]
        rows = [_row(rule) for rule in proposed_year(said, year)]
    else:
        notice, rows = (kept["source"], kept["confirmed"]), kept["rows"]
    shown = [
        {
            "first": row["first"],
            "last": "" if row["last"] == row["first"] else row["last"],
            "works": "work" if row["works"] else "off",
            "name": row["name"],
            "hours": texts.write_hours(row["hours"]),
        }
        for row in rows
    ]
    filled = forms.NoticeForm(data=dict(zip(("source", "confirmed"), notice, strict=True)))
    return filled, forms.DaysForm(data={"rows": shown})


def _row(rule: DayRule) -> dict[str, Any]:
    return {**rule._asdict(), "first": rule.first.isoformat(), "last": rule.last.isoformat()}


def _hours_form() -> tuple[Any, Any]:
    """The hours as they are in force, or as they were typed for a proposal."""
    kept = trying.again("hours") or trying.in_force()
    rules = [
        {
            "since": rule.get("from", ""),
            "weekday": str(rule.get("weekday", "")),
            "hours": texts.write_hours(rule["hours"]),
        }
        for rule in kept.get("seasons") or ()
    ]
    form = forms.HoursForm(data={"hours": texts.write_hours(kept["hours"])})
    return form, forms.RulesForm(data={"rows": rules})
