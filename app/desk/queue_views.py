"""Views of the queue that a person keeps: saved from the list, renamed, shared, begun with, removed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, transaction
from app.access import may
from app.desk import queue_asked, queue_words
from app.domain.case import Refusal
from app.guard import needs
from app.refusals import sentence
from app.services import queue_counts, saved_views
from app.services import reference as names

pages = Blueprint("queue_views", __name__, url_prefix="/desk/queue/views")


@pages.get("")
@needs("saved_view.read")
def show() -> str:
    """What is kept; with ``query`` a list that is to be kept under a name."""
    return _page()


def _page(why: str = "") -> str:
    session = transaction.session()
    around = queue_counts.around(session, by=g.principal, today=clock.today())
    asks = request.values.get("query", "")
    return render_template(
        "desk/queue_views.html",
        views=around.views,
        begun=around.default,
        known=names.reference(session),
        query=queue_asked.canonical(asks) if asks else "",
        says=lambda query: queue_words.of(queue_asked.read_query(query)),
        shares=may(g.principal, "saved_view.share"),
        kept=lambda view: (
            view.owner == g.principal.username or may(g.principal, "saved_view.share")
        ),
        name=request.form.get("name", ""),
        why=why,
    )


@pages.post("")
@needs("saved_view.write")
def save() -> Response | tuple[str, int]:
    """Keep the list under a name, and go back to it."""
    query = queue_asked.canonical(request.form.get("query", ""))
    done = saved_views.save(
        transaction.session(), request.form.get("name", ""), query=query,
        share="share" in request.form, by=g.principal, now=clock.now(),
    )  # fmt: skip
    if isinstance(done, Refusal):
        return _page(sentence(done)), 422
    flash(_("Kept as “%(name)s”.", name=done.name), "good")
    return redirect(f"{queue_asked.LIST}?{query}", code=303)


@pages.post("/<int:view>/<any(change, remove, begin):act>")
@needs("saved_view.write")
def do(view: int, act: str) -> Response | tuple[str, int]:
    """Rename or share a view, remove it, or begin with it."""
    try:
        done = ACTS[act](view)
    except LookupError:
        abort(404)
    if isinstance(done, Refusal):
        return _page(sentence(done)), 422
    return redirect(url_for("queue_views.show"), code=303)


def _change(view: int) -> Any:
    name, share = request.form.get("name", ""), "share" in request.form
    return saved_views.change(transaction.session(), view, name=name, share=share, by=g.principal)


def _remove(view: int) -> Any:
    return saved_views.remove(transaction.session(), view, by=g.principal)


def _begin(view: int) -> Any:
    """Begin with it; where one begins with it already, with the plain list again."""
    chosen = None if "plain" in request.form else view
    saved_views.begin_with(transaction.session(), chosen, by=g.principal, now=clock.now())


ACTS: dict[str, Callable[[int], Any]] = {"change": _change, "remove": _remove, "begin": _begin}
