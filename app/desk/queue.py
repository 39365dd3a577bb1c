"""The work queue: most urgent first, grouped while rendering, claimed and released in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache, lru_cache
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, sessions, transaction
from app.access import may
from app.desk import days, lights
from app.domain.case import Refusal
from app.domain.due import END_OF_DAY
from app.guard import needs
from app.refusals import sentence
from app.services import case_numbers, cases, queue, queue_choices
from app.services import reference as names

pages = Blueprint("queue", __name__, url_prefix="/desk")

#: Urgency groups in the order of the list. They follow the due date as the list does, not the
#: light: a short limit may be green on its last day, and a group must not appear twice.
GROUPS = ("overdue", "soon", "later", "held")
#: What of an address shapes the list, besides the place where a page begins.
ASKED = ("scope", "light", "theme", "step")
LIST = f"{pages.url_prefix}/queue"


@pages.get("/queue")
@needs("task.read")
def show() -> str:
    """One page of the queue; everything that shapes it stands in the address."""
    asked, now = _asked(), clock.now()
    session = transaction.session()
    # Counted first: what comes between the two is then a row of the page and new once, never neither.
    counts, entry = queue.counts(session, by=g.principal)
    found = queue.page(session, asked, by=g.principal, now=now)
    known = names.reference(session)
    return render_template(
        "desk/queue.html",
        asked=asked,
        groups=_grouped(found.rows, known, now),
        counts=counts,
        asks=f"{LIST}/arrivals?{_changed(asked, {'since': str(entry)})}",
        choices=queue_choices.choices(session, now=now),
        step_name=days.step_name,
        after=_place(found.after),
        now=now,
        address=_address,
        here=request.full_path,
    )


def _grouped(
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


def _rank(row: Any, kind: str, soon: datetime) -> int:
    if kind == "pause":
        return GROUPS.index("held")
    if kind == "red":
        return GROUPS.index("overdue")
    return GROUPS.index("soon" if row.due_at and row.due_at <= soon else "later")


class _Words:
    """What a page says of limits and steps: the same day and the same step are said many times."""

    def __init__(self, known: names.Reference, now: datetime) -> None:
        self.known, self.now, self.me = known, now, g.principal.username
        self.own, self.heads = g.principal.departments, may(g.principal, "task.assign")
        self.left, self.due, self.step = map(cache, (self._left, self._due, days.step_name))

    def _left(self, kind: str, due_at: datetime | None) -> str:
        row = Limit(due_at)
        return lights.words(kind, row, calendar=self.known.calendar, now=self.now)

    def _due(self, kind: str, due_at: datetime | None) -> str:
        return "" if kind == "pause" or due_at is None else days.due(due_at, self.now)


class Limit(NamedTuple):
    """All that the words of a light ask of a row."""

    due_at: datetime | None


def _row(row: Any, known: names.Reference, words: _Words, soon: datetime) -> dict[str, Any]:
    """A row as the template shows it: plain values, no look-ups while rendering."""
    kind = lights.kind_of(row, words.now)
    return {
        "number": row.number,
        "address": row.number if row.kind == "work" else row.number.partition("/")[0],
        "version": row.version,
        "kind": kind,
        "rank": _rank(row, kind, soon),
        "left": words.left(kind, row.due_at),
        "provisional": row.provisional,
        "name": row.name,
        "theme": row.theme,
        "applicant": row.applicant,
        "step": words.step(row.kind, row.step_name),
        "department": known.departments.get(row.department, row.department),
        "owner": known.people.get(row.owner, row.owner) if row.owner else "",
        "mine": row.owner == words.me,
        "own": row.department in words.own,
        "box": row.department in words.own
        and (not row.owner or words.heads or row.owner == words.me),
        "due": words.due(kind, row.due_at),
    }


def _asked() -> queue.Filter:
    # Who claims nothing has nothing of their own: they begin with all they may see.
    usual = "mine" if may(g.principal, "task.claim") else "all"
    scope, light = request.args.get("scope", usual), request.args.get("light", "")
    since = request.args.get("since", "")
    return queue.Filter(
        scope=scope if scope in queue.SCOPES else usual,
        light=light if light in queue.LIGHTS else "",
        theme=request.args.get("theme", "")[:200],
        step=request.args.get("step", "")[:200],
        after=_read_place(request.args.get("after", "")),
        since=int(since[:15]) if since.isdecimal() else 0,
    )


def _address(asked: queue.Filter, **changes: str) -> str:
    """The address of this list with something changed; from its first page, and not only what is new."""
    return f"{LIST}?{_changed(asked, changes)}"


def _changed(asked: queue.Filter, changes: Mapping[str, str]) -> str:
    values = (changes.get(name, getattr(asked, name)) for name in ASKED)
    return _query(*values, changes.get("since", ""))


@lru_cache(maxsize=1024)
def _query(*values: str) -> str:
    asked = zip((*ASKED, "since"), values, strict=True)
    return urlencode({name: value for name, value in asked if value})


@pages.get("/queue/arrivals")
@needs("task.read")
def arrivals() -> dict[str, Any]:
    """How many came into a list since it was shown, in words, and where they stand; the page asks this by itself."""
    sessions.by_itself()
    asked = _asked()
    count = queue.arrived(transaction.session(), asked, by=g.principal, now=clock.now())
    said = _("%(count)s new, press to show", count=count)
    return {"count": count, "said": said, "address": _address(asked, since=str(asked.since))}


def _place(after: tuple[datetime, int] | None) -> str:
    return f"{after[0]:%Y%m%dT%H%M%S}_{after[1]}" if after else ""


def _read_place(text: str) -> tuple[datetime, int] | None:
    """Where a page begins; a mangled address shows the first page."""
    moment, _sep, number = text.partition("_")
    try:
        return datetime.strptime(moment, "%Y%m%dT%H%M%S"), int(number[:18])
    except ValueError:
        return None


@pages.post("/queue/<any(claim, release):verb>")
@needs("task.claim")
def bulk(verb: str) -> Response | str:
    """Claim or release the chosen rows, each in a transaction of its own, each with its result."""
    chosen = list(dict.fromkeys(request.form.getlist("task")))[:200]
    results = [_one(verb, number) for number in chosen]
    back = request.form.get("here", "")
    address = back if back.startswith("/desk/queue?") else url_for("queue.show")
    return render_template("desk/bulk.html", verb=verb, results=results, back=address)


def _one(verb: str, number: str) -> dict[str, str]:
    try:
        case, task = case_numbers.locate(transaction.session(), number, by=g.principal)
        done = cases.perform(
            transaction.session(),
            case,
            {"verb": verb, "task": task},
            by=g.principal,
            now=clock.now(),
        )
    except cases.NoSuchCase:
        transaction.rollback()
        return {"number": number, "state": "failed", "why": _("This number is not in your queue.")}
    if isinstance(done, Refusal):
        transaction.rollback()
        return {"number": number, "state": "skipped", "why": sentence(done)}
    transaction.commit()
    return {"number": number, "state": "done", "why": ""}


@pages.get("/queue/next")
@needs("task.read")
def work_next() -> Response:
    """Go to the most urgent thing to do; where there is none, to the queue that says so."""
    number = queue.next_number(transaction.session(), by=g.principal, now=clock.now())
    if number is None:
        return redirect(url_for("queue.show", scope="department"))
    return redirect(url_for("cases.show", number=number.partition("/")[0]))
