"""Records beside the events of a case as sentences: help, covers, notes, views, messages, backups."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.telling import days, lengths


class Beside(NamedTuple):
    """What a record is about, what it says, and the names of people."""

    ref: str
    data: Mapping[str, Any]
    people: Mapping[str, str]
    #: Reference of a record → what a limit it names by its key was then, ``5 working_day``.
    limits: Mapping[str, str] = {}

    @property
    def case(self) -> str:
        """The number of the case that a rating is of, without the way by which it was given."""
        return self.ref.partition("/")[0]

    def name(self, key: str) -> str:
        """The name of the person whom a value names."""
        username = str(self.data[key] or "")
        return self.people.get(username, username) or _("nobody")

    def day(self, key: str) -> str:
        """A day that a value says."""
        return days.day(date.fromisoformat(self.data[key]))


def _arranged(it: Beside) -> str:
    at = days.moment(datetime.fromisoformat(it.data["appointed_at"]))
    said = {"case": it.data["case"], "who": it.name("person"), "at": at}
    return _("arranged help for the applicant of %(case)s: %(who)s, %(at)s.", **said)


def _handed_on(it: Beside) -> str:
    said = {"before": it.name("before"), "after": it.name("after")}
    return _(
        "handed the applicant of %(case)s on from %(before)s to %(after)s.", case=it.ref, **said
    )


def _cover(it: Beside) -> str:
    return _(
        "had %(who)s stand in for %(person)s from %(since)s to %(until)s.",
        who=it.name("stands_in"),
        person=it.name("person"),
        since=it.day("since"),
        until=it.day("until"),
    )


def _cause(it: Beside) -> str:
    said = {"number": it.ref, "count": it.data["appeals"]}
    if it.data["key"]:
        named = {
            "noun": str(CATALOGUE.get(it.data["part"], it.data["part"])),
            "name": lengths.called(it.limits.get(it.ref, it.data["name"])),
        }
        return _("decision %(number)s on a repeat cause of %(count)s appeals: %(noun)s “%(name)s” changes.", **said, **named)  # fmt: skip
    return _("decision %(number)s on a repeat cause of %(count)s appeals: nothing changes.", **said)


#: Part of the catalogue → what one of its entries is called.
CATALOGUE: dict[str, Any] = {
    "themes": _l("theme"), "items": _l("service item"), "documents": _l("document"),
    "sla": _l("limit"), "appeals": _l("class of appeals"),
}  # fmt: skip
#: Type of a record → its sentence.
SAYS: dict[str, Callable[[Beside], str]] = {
    "notice_told": lambda _it: _("gave out the notice sheet."),
    "reminded": lambda _it: _("reminded those who handle it."),
    "file_made": lambda _it: _("the file of the case was made for the archive."),
    "ordered": lambda _it: _("gave an order about it."),
    "order_answered": lambda _it: _("answered the order about it."),
    "cause_decided": _cause,
    "bulletin_drawn": lambda it: _("drew up the bulletin “%(title)s”.", title=it.data["title"]),
    "bulletin_published": lambda it: _("published the bulletin “%(title)s”.", title=it.data["title"]),
    "bulletin_dropped": lambda it: _("threw away the draft “%(title)s”.", title=it.data["title"]),
    "draft_removed": lambda _it: _("an intake that nobody came back for was removed."),
    "backed_up": lambda it: _("made the backup %(name)s.", name=it.ref),
    "assistance_arranged": _arranged,
    "assistance_ended": lambda it: _("wrote down what came of the help for %(case)s.", case=it.data["case"]),
    "first_contact_changed": _handed_on,
    "cover_set": _cover,
    "cover_ended": lambda it: _("ended the cover for %(person)s.", person=it.name("person")),
    "group_joined": lambda it: _("put %(person)s into the problem group.", person=it.name("person")),
    "group_left": lambda it: _("took %(person)s out of the problem group.", person=it.name("person")),
    "note_written": lambda it: _("wrote an internal note on %(case)s.", case=it.data["case"]),
    "rating_linked": lambda it: _("made a link by which %(case)s is rated.", case=it.case),
    "rated": lambda it: _("rated %(case)s with %(level)s of 5.", case=it.case, level=it.data["level"]),
    "rating_excluded": lambda it: _("took the rating of %(case)s out of the averages.", case=it.case),
    "rating_review_asked": lambda it: _("asked for a review of the rating of %(case)s.", case=it.case),
    "rating_review_decided": lambda it: _("decided after review that the rating of %(case)s is untrue.", case=it.case) if it.data["upheld"] else _("decided after review that the rating of %(case)s stands.", case=it.case),
    "graded": lambda it: _("froze the grades of %(quarter)s.", quarter=it.ref),
    "rating_revisited": lambda it: _("called on whoever rated %(case)s.", case=it.case),
    "sent_again": lambda it: _("had the message %(mark)s sent once more.", mark=it.ref[:8]),
    "shared": lambda it: _("shared the view “%(name)s” with the department.", name=it.data["name"]),
    "unshared": lambda it: _("no longer shares the view “%(name)s”.", name=it.data["name"]),
}  # fmt: skip
