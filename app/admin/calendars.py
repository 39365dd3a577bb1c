"""Revisions of the working calendar, as they were: none is ever edited, the next takes its place."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import transaction
from app.admin import calendar_words, words
from app.admin.base import READING, SafeModelView, of
from app.admin.sections import Section
from app.models import CalendarRevision
from app.services import calendars, naming


class CalendarView(SafeModelView):
    """Revisions of the working calendar, to read; the year's page makes new ones."""

    datamodel = of(CalendarRevision)
    class_permission_name = "calendar"
    route_base = "/admin/calendars"
    include_route_methods = {*READING}
    method_permission_name = READING
    title = _l("Calendar revisions")
    about = _l("The newest revision is in force; a due date names the one it was worked out with.")
    list_columns = show_columns = ["id", "confirmed", "reason", "at"]
    base_order = "-id"
    names = ("people",)
    says = {
        "confirmed": lambda row, _names: words.listed(str(year) for year in sorted(row.confirmed)),
        "reason": lambda row, names: calendar_words.reason(row.reason, names),
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
        closed = [
            (one["from"], one["until"], one["reason"])
            for one in calendar_words.closures(said, None)
        ]
        headings = (_("Closure begins"), _("Closure ends"), _("Reason"))
        notices = sorted((said.get("sources") or {}).items())
        sections = [
            Section(_("Notices"), (_("Year"), _("Notice")), notices),
            *calendar_words.hours(said),
            Section(_("Closures"), headings, closed),
        ]
        for year in sorted(calendar_words.years(said), reverse=True):
            sections.append(calendar_words.days(said, year, title=_("Year %(year)s", year=year)))
        return {"sections": sections}
