"""监督看板: what goes wrong today before any chart, then where the time goes; each with how it was counted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, transaction
from app.domain.bulletin import Period, rate, share
from app.domain.due import END_OF_DAY
from app.domain.figures import IN_MINUTES
from app.domain.spent import COMPARED, COMPUTED, Spent
from app.guard import needs
from app.services import jobs, orders, supervising
from app.services import reference as names
from app.supervision import bulletin_words, leading
from app.telling import days, lights

pages = Blueprint("dashboard", __name__, url_prefix="/supervision/board")
HOUR, DAY = 3600, timedelta(days=1)


@pages.get("")
@needs("supervision.read")
def show() -> str:
    """The board."""
    session, now = transaction.session(), clock.now()
    known = names.reference(session)
    soon = datetime.combine(known.calendar.add_workdays(now.date(), 1), END_OF_DAY)
    wall = supervising.wall(session, by=g.principal, now=now, soon=soon)
    counted = supervising.last(session)
    return render_template(
        "supervision/dashboard.html",
        wall=wall,
        pressing=[_pressing(row, known, now) for row in wall.pressing],
        counted=counted and _counted(counted.result, known),
        counted_at=counted and counted.finished_at,
        orders=orders.unanswered(session, now=now),
        leads=_leads(now),
        share=bulletin_words.share,
        rate=rate,
        took=_took,
        words=days,
    )


def _leads(now: datetime) -> dict[str, Any]:
    """Where the figures lead: this month's, a week's, and those of the parts that were looked at."""
    today = now.date()
    looked = (today - supervising.BACK * DAY).isoformat()
    return {
        "to": leading.to,
        "decided": _decided,
        "open": leading.figures(Period(today, today)),
        "month": leading.figures(Period(today.replace(day=1), today)),
        "week": lambda monday: {
            "from": f"{monday:%Y-%m-%d}",
            "until": f"{monday + 6 * DAY:%Y-%m-%d}",
        },
        "looked": {"opened_at-from": looked, "kind": "work", "state": "closed"},
    }


def _decided(counted: dict[str, Any], code: str) -> str:
    """The cases of which a theme's middle was worked out; empty where it is not known since when."""
    since = counted.get("accepted_since")
    asked = {"of": f"joint/{code}", "decided-since": since}
    return leading.to("cases", **asked) if since else ""


def _pressing(row: Any, known: names.Reference, now: datetime) -> dict[str, Any]:
    """A part that presses: its light, and how much room there is before it has to be begun."""
    kind = lights.kind_of(row, now)
    late = row.rank_at < now
    first, then = sorted((row.rank_at, now))
    seconds = known.calendar.elapsed(first, then)
    hours = max(1, round(seconds / HOUR)) if seconds else 0
    return {
        "number": row.number,
        "name": row.name,
        "department": known.departments.get(row.department, row.department),
        "owner": known.people.get(row.owner, row.owner) if row.owner else "",
        "kind": kind,
        "left": lights.words(kind, row, calendar=known.calendar, now=now),
        "room": _("−%(hours)s h", hours=hours) if late else _("+%(hours)s h", hours=hours),
        "late": late,
    }


def _counted(found: dict[str, Any], known: names.Reference) -> dict[str, Any]:
    """What the worker kept, with names and in hours; departments with too few parts stand apart."""
    lines = [Spent(**line) for line in found["spent"]]
    called = known.departments
    departments = sorted(found["departments"].items(), key=lambda pair: -pair[1]["closed"])
    mondays = [datetime.fromisoformat(day) for day in found["weeks"]["mondays"]]
    return {
        **found,
        "week_rows": list(
            zip(mondays, found["weeks"]["received"], found["weeks"]["closed"], strict=True)
        ),
        "spent_rows": [
            (line.department, called.get(line.department, line.department), _hours(line.handled), _hours(line.waited), line.n)
            for line in lines
            if line.compared
        ],
        "few": [(line.department, called.get(line.department, line.department), line.n) for line in lines if not line.compared],
        "compared": [(code, called.get(code, code), line) for code, line in departments if line["closed"] >= COMPARED],
        "not_compared": [(code, called.get(code, code), line["closed"]) for code, line in departments if 0 < line["closed"] < COMPARED],
        "part_on_time": lambda line: share(line["closed"] - line["late"], line["closed"]),
        "least": COMPUTED,
    }  # fmt: skip


def _took(count: float, theme: dict[str, Any]) -> str:
    """A middle or a longest in the unit in which the theme is promised."""
    said = f"{count:g}"
    short = (theme["promise"] or {}).get("unit") in IN_MINUTES
    return _("%(count)s min", count=said) if short else _("%(count)s working days", count=said)


def _hours(seconds: float | None) -> float:
    return round((seconds or 0) / HOUR, 1)


@pages.post("/count")
@needs("supervision.count")
def count() -> Response:
    """Have it counted now and not at the next hour; a worker does it."""
    session, now = transaction.session(), clock.now()
    # Pressed twice it is counted once.
    if not jobs.under_way(session, supervising.KIND):
        jobs.add(session, supervising.KIND, title="", payload={}, by=g.principal.username, now=now)
    flash(_("It is being counted; look again in a while."), "good")
    return redirect(url_for("dashboard.show"), code=303)
