"""The rows of the queue as its template shows them: plain values, grouped while rendering."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from flask import g

from app.access import may
from app.domain.due import END_OF_DAY
from app.services import reference as names
from app.telling import days, lights
from app.translations import gettext as _
from app.translations import ngettext

#: Groups of urgency in the order of the list. They follow the moment that the list follows, not the
#: light: a short limit may be green on its last day, and a group must not appear twice.
GROUPS = ("overdue", "tight", "soon", "later", "held")
HOUR = 3600


def grouped(
    found: Iterable[Any], known: names.Reference, now: datetime
) -> list[tuple[str, list[dict[str, Any]]]]:
    """The rows of a page under their urgency; what has no date stands before what is on hold."""
    soon = datetime.combine(known.calendar.add_workdays(now.date(), 1), END_OF_DAY)
    words = _Words(known, now)
    rows = sorted((_row(row, known, words, soon) for row in found), key=lambda row: row["rank"])
    return [
        (GROUPS[rank], list(members))
        for rank, members in groupby(rows, key=lambda row: row["rank"])
    ]


def _rank(row: Any, kind: str, words: _Words, soon: datetime) -> int:
    if kind == "pause":
        return GROUPS.index("held")
    if kind == "red":
        return GROUPS.index("overdue")
    # By the column that the list walks: by when it is to be begun, or when it is due.
    if row.due_at and row.place < row.due_at and row.place <= words.now:
        return GROUPS.index("tight")
    return GROUPS.index("soon" if row.due_at and row.place <= soon else "later")


class _Words:
    """What a page says of limits and steps: the same day and the same step are said many times."""

    def __init__(self, known: names.Reference, now: datetime) -> None:
        self.known, self.now, self.me = known, now, g.principal.username
        self.own, self.heads = g.principal.departments, may(g.principal, "task.assign")
        # Who may do more than claim may choose what they may not claim: to remind, to print.
        self.reminds = may(g.principal, "task.remind")
        self.left, self.due, self.step = map(cache, (self._left, self._due, days.step_name))
        self.usual = cache(self._usual)

    def _left(self, kind: str, due_at: datetime | None) -> str:
        row = Limit(due_at)
        return lights.words(kind, row, calendar=self.known.calendar, now=self.now)

    def _due(self, kind: str, due_at: datetime | None) -> str:
        return "" if kind == "pause" or due_at is None else days.due(due_at, self.now)

    def _usual(self, rank_at: datetime, due_at: datetime) -> str:
        """Why it stands where it stands: what such parts usually take, as the row itself has it."""
        calendar = self.known.calendar
        seconds = calendar.elapsed(rank_at, due_at)
        day = calendar.seconds_through(due_at.date()) - calendar.seconds_through(
            calendar.back_workdays(due_at.date(), 1)
        )
        if seconds >= day > 0:
            count = round(seconds / day)
            return ngettext(
                "usually takes %(num)s working day", "usually takes %(num)s working days", count
            )
        if seconds >= HOUR:
            return _("usually takes %(hours)s h", hours=round(seconds / HOUR))
        return _("usually takes %(minutes)s min", minutes=max(1, round(seconds / 60)))


class Limit(NamedTuple):
    """All that the words of a light ask of a row."""

    due_at: datetime | None


def _row(row: Any, known: names.Reference, words: _Words, soon: datetime) -> dict[str, Any]:
    """A row as the template shows it: plain values, no look-ups while rendering."""
    kind = lights.kind_of(row, words.now)
    own = row.department in words.own
    return {
        "number": row.number,
        "address": row.number if row.kind == "work" else row.number.partition("/")[0],
        "kind": kind,
        "rank": _rank(row, kind, words, soon),
        "left": words.left(kind, row.due_at),
        "provisional": row.provisional,
        "name": row.name,
        "theme": row.theme,
        "applicant": row.applicant,
        "step": words.step(row.kind, row.step_name),
        "department": known.departments.get(row.department, row.department),
        "owner": known.people.get(row.owner, row.owner) if row.owner else "",
        "mine": row.owner == words.me,
        "own": own or words.reminds,
        "box": words.reminds or (own and (not row.owner or words.heads or row.owner == words.me)),
        "takes": _takes(row, own, words),
        "due": words.due(kind, row.due_at),
        **_marks(row, words),
    }


def _takes(row: Any, own: bool, words: _Words) -> str:
    """What of claiming and releasing is this person's on this row."""
    if not own:
        return ""
    if not row.owner:
        return "claim"
    return "release" if words.heads or row.owner == words.me else ""


def _marks(row: Any, words: _Words) -> Mapping[str, Any]:
    """What is said of a row beside its columns: new, asked for, when somebody goes to see the place, why it stands here."""
    early = row.due_at is not None and not row.held and row.rank_at < row.due_at
    return {
        "new": row.new,
        "reminded": row.reminded_at is not None,
        "usual": words.usual(row.rank_at, row.due_at) if early else "",
        "visit": _("%(at)s at the site", at=days.moment(row.visit_at)) if row.visit_at else "",
    }
