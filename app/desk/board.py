"""The board of a channel: cases by departments, each part's light, who waits for whom, what holds up most."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, render_template, request
from werkzeug.wrappers import Response

from app import clock, sessions, transaction
from app.access import may
from app.desk.board_cells import View
from app.guard import needs
from app.services import board
from app.services import reference as names

pages = Blueprint("board", __name__, url_prefix="/desk/board")
ORDERS = ("limit", "wait")


@pages.get("")
@needs("case.read")
def index() -> str:
    """The boards there are."""
    channels = board.channels(transaction.session(), by=g.principal, now=clock.now())
    return render_template("desk/boards.html", channels=channels)


@pages.get("/<string:code>")
@needs("case.read")
def show(code: str) -> Response | str:
    """One board; asked for a part, the page asks by itself and is given the cells alone."""
    part = "X-Part" in request.headers
    if part:
        # An open page alone keeps nobody signed in.
        sessions.by_itself()
        return render_template("desk/board_table.html", view=_view(code), **_asked(code))
    channels = board.channels(transaction.session(), by=g.principal, now=clock.now())
    channel = next((one for one in channels if one.code == code), None)
    if channel is None:
        abort(404)
    asked = _asked(code)
    return render_template(
        "desk/board.html", view=_view(code), channel=channel, channels=channels, **asked
    )


def _view(code: str) -> View:
    session = transaction.session()
    lines, more = board.lines(session, code, by=g.principal)
    view = View(lines, names.reference(session), now=clock.now(), more=more)
    return view.narrowed(request.args.get("on", "")[:64], order=_order())


def _order() -> str:
    order = request.args.get("order", "")
    return order if order in ORDERS else ORDERS[0]


def _asked(code: str) -> dict[str, Any]:
    return {
        "code": code,
        "on": request.args.get("on", "")[:64],
        "order": _order(),
        "issues": may(g.principal, "case.receive"),
    }
