"""收件箱: what the house told this person, the newest first; opening a line marks it read."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock, transaction
from app.domain.numbers import row_number
from app.guard import needs
from app.services import inbox
from app.services import reference as names
from app.telling import days, messages, posts

pages = Blueprint("inbox", __name__, url_prefix="/desk/inbox")

#: Kind of a line that is about no case → where it leads.
#: Kind → the page, how it calls what it shows, and what the line calls it.
NAMED_BY = {"online": ("appeals.ask", "online", "number")} | dict.fromkeys(
    posts.OF_LEAVE, ("leaves.show", "leave", "leave")
)
PAGES_OF = {"covers": "covers.show", "morning": "queue.show", "bulletin": "bulletins.show"}


@pages.get("")
@needs("message.read")
def show() -> str:
    """A page of lines; ``before`` is where the one before it ended."""
    session = transaction.session()
    rows = inbox.page(
        session, by=g.principal, before=row_number(request.args.get("before", "")) or None
    )
    people = names.reference(session).people
    shown = rows[: inbox.PAGE]
    return render_template(
        "desk/inbox.html",
        rows=[_said(row, people) for row in shown],
        before=shown[-1].id if len(rows) > inbox.PAGE else None,
        words=days,
    )


def _said(row: Any, people: dict[str, str]) -> dict[str, Any]:
    text = messages.sentence(row.kind, row.content, people, g.principal.username)
    return {"row": row, "kind": messages.KINDS[row.kind], "text": text}


@pages.post("/read")
@needs("message.read")
def read_all() -> Response:
    """All of it is read."""
    inbox.read(transaction.session(), by=g.principal, now=clock.now())
    return redirect(url_for("inbox.show"), code=303)


@pages.post("/<int:message>")
@needs("message.read")
def open_one(message: int) -> Response:
    """Mark a line read and go where it leads."""
    session = transaction.session()
    row = inbox.one(session, message, by=g.principal)
    if row is None:
        abort(404)
    inbox.read(session, by=g.principal, now=clock.now(), message=message)
    return redirect(_leads(row), code=303)


def _leads(row: Any) -> str:
    if "order" in row.content:
        return url_for("orders.one", order=row.content["order"])
    if row.kind in PAGES_OF:
        return url_for(PAGES_OF[row.kind])
    if row.kind in NAMED_BY:
        endpoint, called, name = NAMED_BY[row.kind]
        return url_for(endpoint, **{called: row.content[name]})
    if row.kind in posts.KINDS:
        return url_for("swaps.show" if row.kind in posts.OF_SWAPS else "roster.show")
    if row.kind == "asked":
        return url_for("cases.ask", number=_case(row.number), act="answer")
    tab = {"tab": "together"} if row.kind in ("first_contact", "help") else {}
    return url_for("cases.show", number=_case(row.number), **tab)


def _case(number: str) -> str:
    """A work task's own number opens its case at that part; what serves the whole case its case."""
    return number.partition("/")[0]
