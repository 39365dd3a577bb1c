"""谁在替谁: covers of absent colleagues, arranged by themselves or by a head, ended when they are back."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, transaction
from app.domain.case import Refusal
from app.guard import needs
from app.refusals import sentence
from app.services import covers
from app.services import reference as names
from app.telling import days

pages = Blueprint("covers", __name__, url_prefix="/desk/covers")
Answer = Response | str | tuple[str, int]
NO_DAY = Refusal("cover", "Give the first and the last day.", {})


@pages.get("")
@needs("cover.read")
def show() -> str:
    """Who is away and who stands in, now, soon and lately; with a form where one may be arranged."""
    return _page()


def _page(why: str = "") -> str:
    session, by, today = transaction.session(), g.principal, clock.today()
    arranges = "cover.write" in by.grants
    people = covers.arrangeable(session, by=by) if arranges else {}
    person = request.values.get("person") or by.username
    return render_template(
        "desk/covers.html",
        rows=[(row, _state(row, today), _ends(row, people, today)) for row in covers.listed(session, by=by)],
        people=people,
        person=person,
        able=covers.able(session, person) if person in people else {},
        known=names.reference(session),
        today=today,
        arranges=arranges,
        words=days,
        why=why,
    )  # fmt: skip


def _state(row: Any, today: date) -> str:
    if row.ended_at or row.until < today:
        return "past"
    return "now" if row.since <= today else "coming"


def _ends(row: Any, people: dict[str, str], today: date) -> bool:
    return row.person in people and _state(row, today) != "past"


@pages.post("")
@needs("cover.write")
def arrange() -> Answer:
    """Arrange a cover."""
    days_given = [_day(name) for name in ("since", "until")]
    done = _arranged(*days_given) if all(days_given) else NO_DAY
    if isinstance(done, Refusal):
        transaction.rollback()
        return _page(sentence(done)), 422
    flash(_("The cover is arranged."), "good")
    return redirect(url_for("covers.show"), code=303)


def _arranged(since: Any, until: Any) -> Any:
    return covers.arrange(
        transaction.session(),
        request.form.get("person", ""),
        stands_in=request.form.get("stands_in", ""),
        since=since,
        until=until,
        by=g.principal,
        now=clock.now(),
    )


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        return None


@pages.post("/<int:cover>/end")
@needs("cover.write")
def end(cover: int) -> Answer:
    """Somebody is back."""
    try:
        done = covers.end(transaction.session(), cover, by=g.principal, now=clock.now())
    except covers.NoSuchCover:
        abort(404)
    if isinstance(done, Refusal):
        return _page(sentence(done)), 422
    flash(_("The cover is ended."), "good")
    return redirect(url_for("covers.show"), code=303)
