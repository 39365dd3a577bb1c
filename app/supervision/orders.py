"""督办: orders about parts of cases, and what is answered to them."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app import clock, transaction
from app.domain.case import Refusal
from app.guard import needs
from app.refusals import sentence
from app.services import calendars, orders
from app.services import reference as names
from app.services.cases import NoSuchCase
from app.telling import days

pages = Blueprint("orders", __name__, url_prefix="/supervision/orders")
ONLY = {"waiting": _l("without an answer"), "late": _l("not answered in time")}
Answer = Response | str | tuple[str, int]


@pages.get("")
@needs("order.read")
def show() -> str:
    """Orders that wait for an answer first; with a form for one about the part that is asked for."""
    return _listed()


def _listed(why: str = "") -> str:
    session, only = transaction.session(), request.args.get("which", "")
    if only not in orders.ONLY:
        abort(400)
    return render_template(
        "supervision/orders.html",
        rows=orders.listed(session, by=g.principal, now=clock.now(), only=only),
        only=ONLY.get(only, ""),
        known=names.reference(session),
        part=request.values.get("part", "")[:48],
        usual=orders.USUAL_DAYS,
        now=clock.now(),
        words=days,
        why=why,
    )


@pages.post("")
@needs("order.write")
def give() -> Answer:
    """Give one."""
    session = transaction.session()
    try:
        done = orders.give(
            session, request.form.get("part", "").strip(), text=request.form.get("text", ""),
            days=request.form.get("days", type=int) or 0, calendar=calendars.current(session),
            by=g.principal, now=clock.now(),
        )  # fmt: skip
    except NoSuchCase:
        done = Refusal("order", "There is no such part; give its number as the queue has it.", {})
    if isinstance(done, Refusal):
        transaction.rollback()
        return _listed(sentence(done)), 422
    flash(_("The order is given, and whoever handles the part is told."), "good")
    return redirect(url_for("orders.show"), code=303)


@pages.get("/<int(max=2147483647):order>")
@needs("order.read")
def one(order: int) -> str:
    """An order with its answer, or the form for one."""
    return _page(order)


def _page(order: int, why: str = "") -> str:
    session = transaction.session()
    try:
        row = orders.one(session, order, by=g.principal)
    except orders.NoSuchOrder:
        abort(404)
    known = names.reference(session)
    return render_template(
        "supervision/order.html", row=row, known=known, now=clock.now(), words=days, why=why
    )


@pages.post("/<int(max=2147483647):order>/answer")
@needs("order.answer")
def answer(order: int) -> Answer:
    """Answer it."""
    session, text = transaction.session(), request.form.get("text", "")
    try:
        done = orders.answer(session, order, text=text, by=g.principal, now=clock.now())
    except orders.NoSuchOrder:
        abort(404)
    if isinstance(done, Refusal):
        transaction.rollback()
        return _page(order, sentence(done)), 422
    flash(_("The answer is given."), "good")
    return redirect(url_for("orders.one", order=order), code=303)
