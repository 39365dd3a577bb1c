"""The work queue: what is to be begun first stands first, grouped while rendering, new ones marked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, sessions, transaction
from app.access import may
from app.desk import queue_asked, queue_rows, queue_words
from app.desk.queue_asked import LIST
from app.guard import needs
from app.services import looks, queue, queue_choices, queue_counts
from app.telling import days

pages = Blueprint("queue", __name__, url_prefix="/desk")


@pages.get("/queue")
@needs("task.read")
def show() -> Response | str:
    """One page of the queue; everything that shapes it stands in the address."""
    asked, now = queue_asked.asked(), clock.now()
    session = transaction.session()
    # Counted first: what comes between the two is then a row of the page and new once, never neither.
    around = queue_counts.around(session, by=g.principal, today=now.date())
    begun = None if request.args else _begun_with(around)
    if begun is not None:
        return redirect(f"{LIST}?{begun}")
    found = queue.page(session, asked, by=g.principal, now=now)
    return render_template(
        "desk/queue.html",
        asked=asked,
        groups=queue_rows.grouped(found.rows, around.known, now),
        around=around,
        asks=f"{LIST}/arrivals?{queue_asked.changed(asked, {'since': str(around.entry)})}",
        choices=queue_choices.choices(session, now=now),
        step_name=days.step_name,
        after=queue_asked.place(found.after),
        now=now,
        here=request.full_path,
        **_ways(asked),
    )


def _ways(asked: queue.Filter) -> dict[str, Any]:
    """What the page offers: other addresses, and which acts on what is chosen."""
    return {
        "address": queue_asked.address,
        "words": queue_words,
        "query": queue_asked.changed(asked, {}),
        "does": {name: may(g.principal, grant) for name, grant in BULK.items()},
    }


#: Act on what is chosen → its grant.
BULK = {"claim": "task.claim", "assign": "task.assign", "remind": "task.remind", "print": "paper.print"}  # fmt: skip


def _begun_with(around: queue_counts.Around) -> str | None:
    """The query of the view that this person begins with; None where it is the plain list."""
    return next((view.query for view in around.views if view.id == around.default), None)


@pages.get("/queue/arrivals")
@needs("task.read")
def arrivals() -> dict[str, Any]:
    """How many came into a list since it was shown, in words, and where they stand; the page asks this by itself."""
    sessions.by_itself()
    asked = queue_asked.asked()
    count = queue.arrived(transaction.session(), asked, by=g.principal, now=clock.now())
    said = _("%(count)s new, press to show", count=count)
    where = queue_asked.address(asked, since=str(asked.since))
    return {"count": count, "said": said, "address": where}


@pages.post("/queue/looked")
@needs("saved_view.write")
def looked() -> Response:
    """All that stood in the list is seen, up to the moment at which it was read."""
    now = clock.now()
    try:
        at = min(datetime.fromisoformat(request.form.get("at", "")), now)
    except (ValueError, TypeError):
        at = now
    looks.looked(transaction.session(), by=g.principal, at=at)
    return redirect(back(), code=303)


def back() -> str:
    """The list that an act was begun from; any other address is not followed."""
    here = request.form.get("here", "")
    return here if here.startswith(f"{LIST}?") else url_for("queue.show")


@pages.get("/queue/next")
@needs("task.read")
def work_next() -> Response:
    """Go to the thing to do first; where there is none, to the queue that says so."""
    number = queue.next_number(transaction.session(), by=g.principal, now=clock.now())
    if number is None:
        return redirect(url_for("queue.show", scope="department"))
    return redirect(url_for("cases.show", number=number.partition("/")[0]))
