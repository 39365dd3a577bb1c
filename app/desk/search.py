"""One field finds a case: a whole number opens it, anything else lists what was found, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlencode

from babel import dates
from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app import clock, transaction
from app.access import may
from app.domain import numbers
from app.guard import needs
from app.services import reference as names
from app.services import search
from app.telling import days, lights
from app.translations import gettext as _
from app.translations import language

pages = Blueprint("search", __name__, url_prefix="/desk/search")

#: Longest that is looked for.
LONGEST = 100
#: Phases in which the clock of the case stands.
STANDING = ("supplementing", "suspended")
STANDS = {
    "received": _l("received, not accepted yet"), "supplementing": _l("waiting for papers"), "in_progress": _l("in progress"),
    "suspended": _l("on hold"), "issuing": _l("to be issued"), "closed": _l("closed"),
    "granted": _l("granted"), "partial": _l("granted in part"), "refused": _l("refused"), "returned": _l("returned"),
    "withdrawn": _l("withdrawn"), "void": _l("void"), "cannot_continue": _l("cannot go on"), "not_accepted": _l("not accepted"),
}  # fmt: skip


class Limit(NamedTuple):
    """What a light asks of a row."""

    held: bool
    due_at: datetime | None
    warn_at: datetime | None


@pages.get("")
@needs("task.read")
def show() -> Response | str:
    """Open what a whole number names, else list what was found; a slip in a number is told (R107)."""
    text = " ".join(request.args.get("q", "").split())[:LONGEST]
    number, mistyped = _number(text)
    if number and search.exact(transaction.session(), number, by=g.principal):
        part = f"-{number.task:02d}" if number.task else ""
        return redirect(url_for("cases.show", number=number.case + part))
    return _listed(_asked(text[:-1] if mistyped else text), text, mistyped=mistyped)


def _number(text: str) -> tuple[numbers.CaseNumber | None, bool]:
    """The number that was typed, or that it is one with a slip in it."""
    try:
        return numbers.parse(text), False
    except numbers.Mistyped:
        return None, True
    except numbers.NotANumber:
        return None, False


def _asked(text: str) -> search.Asked:
    state, after = request.args.get("state", ""), request.args.get("after", "")
    return search.Asked(
        text,
        state if state in search.STATES else "",
        numbers.row_number(after),
    )


def _listed(asked: search.Asked, text: str, *, mistyped: bool) -> str:
    session, now = transaction.session(), clock.now()
    found = search.find(session, asked, by=g.principal) if text else search.Found([], None)
    known = names.reference(session)
    return render_template(
        "desk/search.html",
        text=text,
        asked=asked,
        mistyped=mistyped,
        found=found,
        groups=_grouped(found.rows, known, now),
        named=may(g.principal, "applicant.name"),
        address=lambda **changes: _address(text, asked, changes),
    )


def _address(text: str, asked: search.Asked, changes: dict[str, Any]) -> str:
    values = {"q": text, "state": asked.state, **changes}
    return (
        f"{pages.url_prefix}?{urlencode({name: value for name, value in values.items() if value})}"
    )


def _grouped(
    rows: Iterable[Any], known: names.Reference, now: datetime
) -> list[tuple[str, list[dict[str, Any]]]]:
    """The rows under the day or the month in which they were received, as they come."""
    words = _Words(known, now)
    cut = groupby(rows, key=lambda row: words.when(row.received_at.date()))
    return [(when, [_row(row, words) for row in members]) for when, members in cut]


@lru_cache(maxsize=512)
def _month(day: date, name: str) -> str:
    return str(dates.format_skeleton("yMMMM", day, locale=name))


class _Words:
    """What a page says of days and limits: the same day is said many times."""

    def __init__(self, known: names.Reference, now: datetime) -> None:
        self.known, self.now = known, now
        self.when, self.left, self.stands = map(cache, (self._when, self._left, self._stands))

    def _when(self, day: date) -> str:
        if day == self.now.date():
            return _("Received today")
        return _("Received in %(month)s", month=_month(day.replace(day=1), language().name))

    def _left(self, kind: str, due_at: datetime | None) -> str:
        limit = Limit(kind == "pause", due_at, due_at)
        return lights.words(kind, limit, calendar=self.known.calendar, now=self.now)

    def _stands(self, code: str) -> str:
        return str(STANDS.get(code, code))


def _row(row: Any, words: _Words) -> dict[str, Any]:
    """A row as the template shows it: plain values, no look-ups while rendering."""
    department = row.lead or row.window
    return {
        "number": row.number,
        "name": row.name,
        "applicant": row.applicant,
        "stands": words.stands(row.outcome or row.phase),
        "department": words.known.departments.get(department, department),
        "received": days.day(row.received_at),
        **_light(row, words),
    }


def _light(row: Any, words: _Words) -> dict[str, Any]:
    if row.closed_at:
        closed = _("closed %(day)s", day=days.day(row.closed_at))
        return {"kind": "done", "shade": "none", "left": closed}
    limit = Limit(row.phase in STANDING, row.light_due, row.light_warn)
    kind = lights.kind_of(limit, words.now)
    return {"kind": kind, "shade": kind, "left": words.left(kind, row.light_due)}
