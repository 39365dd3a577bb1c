"""请假与交接: leave asked for, answered, ended; the list of what is handed over and its acknowledgment."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, transaction
from app.access import POLICIES, may
from app.desk.roster import day_of
from app.domain.case import Refusal
from app.guard import needs
from app.refusals import sentence
from app.services import covers, handing_over, leaves
from app.services import reference as names
from app.telling import days, posts

pages = Blueprint("leaves", __name__, url_prefix="/desk/leave")
Answer = Response | str | tuple[str, int]
NOON = time(12)
NO_DAY = Refusal("leave", "Give the first and the last day.", {})
A_DAY = timedelta(days=1)


@pages.get("")
@needs("leave.read")
def index() -> str:
    """Leave that this person may see, with a form to ask for it."""
    return _page()


def _page(why: str = "") -> str:
    session, by = transaction.session(), g.principal
    others = leaves.enterable(session, by=by)
    asks = may(by, "roster.ask")
    people = ({by.username: by.name} if asks else {}) | others
    person = request.values.get("person") or next(iter(people), "")
    return render_template(
        "desk/leaves.html", rows=leaves.listed(session, by=by), people=people, person=person,
        able=covers.able(session, person) if person in people else {},
        usual=handing_over.usual(session, person, now=clock.now()),
        known=names.reference(session), words=days, posts=posts, why=why, now=clock.now(),
        reads_kinds=reads_kinds(), last=last_day,
    )  # fmt: skip


def reads_kinds() -> bool:
    """Whether this person reads what kind of leave others take: whoever answers for them."""
    return any(may(g.principal, grant) for grant in ("scope.centre", "task.assign"))


def last_day(row: Any) -> date:
    """The last day of which any is away."""
    return (row.until - timedelta(seconds=1)).date()


@pages.post("")
@needs("roster.ask", "roster.write")
def ask() -> Answer:
    """Ask for leave; whoever keeps the roster enters another's."""
    sent = request.form
    first, last = day_of(sent.get("since")), day_of(sent.get("until") or sent.get("since"))
    if first is None or last is None:
        return _page(sentence(NO_DAY)), 422
    since, until = _moments(first, last, sent.get("part", ""))
    wanted = leaves.Wanted(
        sent.get("person") or g.principal.username, since, until, sent.get("kind", ""),
        sent.get("why", "").strip()[:500], sent.get("stands_in", ""), sent.get("note", "").strip()[:2000],
    )  # fmt: skip
    done = leaves.ask(transaction.session(), wanted, by=g.principal, now=clock.now())
    said = _("The leave is entered.") if wanted.person != g.principal.username else _("Asked; you find the answer in your inbox.")  # fmt: skip
    return _answered(done, said)


def _moments(first: date, last: date, part: str) -> tuple[datetime, datetime]:
    """Whole days; of a single day also its morning or its afternoon."""
    begin, end = datetime.combine(first, time.min), datetime.combine(last + A_DAY, time.min)
    noon = datetime.combine(first, NOON)
    single = first == last
    return {"morning": (begin, noon), "afternoon": (noon, end)}.get(part if single else "", (begin, end))  # fmt: skip


def _answered(done: Any, said: str, page: Any = None) -> Answer:
    if isinstance(done, Refusal):
        transaction.rollback()
        return (page or _page)(sentence(done)), 422
    flash(said, "good")
    return redirect((request.form.get("back") and url_for("leaves.show", leave=done.id)) or url_for("leaves.index"), code=303)  # fmt: skip


@pages.get("/<int:leave>")
@needs("leave.read")
def show(leave: int) -> str:
    """One leave: its days, who takes over, and the list of what is handed over."""
    return _one(leave)


def _one(leave: int, why: str = "") -> str:
    session, by = transaction.session(), g.principal
    try:
        row = leaves.one(session, leave, by=by)
    except leaves.NoSuchLeave:
        abort(404)
    return render_template(
        "desk/leave.html", row=row, shown=POLICIES["leave"].mask(by, row), why=why,
        work=handing_over.listed(session, row, by=by), known=names.reference(session), words=days,
        posts=posts, last=last_day, now=clock.now(), own=row.person == by.username,
        reads_kinds=reads_kinds() or row.person == by.username,
    )  # fmt: skip


@pages.post("/<int:leave>/<any(approve, refuse, end, take):act>")
@needs("roster.ask", "roster.write")
def act(leave: int, act: str) -> Answer:
    """Answer a leave, end it, or say that its work is taken over."""
    try:
        done = ACTS[act](transaction.session(), leave, by=g.principal, now=clock.now())
    except leaves.NoSuchLeave:
        abort(404)
    return _answered(done, SAID[act](), lambda why: _one(leave, why))


ACTS: dict[str, Any] = {
    "approve": lambda *row, **how: leaves.answer(*row, agree=True, **how),
    "refuse": lambda *row, **how: leaves.answer(*row, agree=False, **how),
    "end": leaves.end,
    "take": handing_over.take,
}
SAID: dict[str, Any] = {
    "approve": lambda: _("The leave is approved."),
    "refuse": lambda: _("The leave is not approved; they are told."),
    "end": lambda: _("The leave is ended."),
    "take": lambda: _("You have it; it is on record."),
}
