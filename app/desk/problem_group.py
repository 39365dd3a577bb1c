"""问题处理小组: its members, the hard cases before it, what it decided and who carries that out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, transaction
from app.desk.roster import day_of
from app.domain.case import Refusal
from app.guard import needs
from app.refusals import sentence
from app.services import problem_group
from app.services import reference as names
from app.telling import days

pages = Blueprint("problem_group", __name__, url_prefix="/desk/problem-group")
Answer = Response | str | tuple[str, int]


@pages.get("")
@needs("problem_group.read")
def show() -> str:
    """What waits for the group, what is to be carried out, who sits in it."""
    return _page()


def _page(why: str = "", wrong: int = 0) -> str:
    session = transaction.session()
    return render_template(
        "desk/problem_group.html",
        items=problem_group.agenda(session, by=g.principal),
        members=problem_group.members(session),
        people=problem_group.people(session) if "problem_group.write" in g.principal.grants else {},
        known=names.reference(session),
        now=clock.now(),
        words=days,
        why=why,
        wrong=wrong,
    )


def _done(act: Callable[[], Any], said: str, item: int = 0) -> Answer:
    try:
        done = act()
    except problem_group.NoSuchItem:
        abort(404)
    if isinstance(done, Refusal):
        return _page(sentence(done), item), 422
    flash(said, "good")
    return redirect(url_for("problem_group.show"), code=303)


@pages.post("/members")
@needs("problem_group.write")
def add() -> Answer:
    """Somebody sits in the group from now on."""
    person = request.form.get("person", "").strip()
    session, by, now = transaction.session(), g.principal, clock.now()
    return _done(
        lambda: problem_group.add(session, person, by=by, now=now), _("They sit in the group now.")
    )


@pages.post("/members/<int:member>/leave")
@needs("problem_group.write")
def leave(member: int) -> Answer:
    """Somebody leaves the group."""
    session, by, now = transaction.session(), g.principal, clock.now()
    return _done(
        lambda: problem_group.leave(session, member, by=by, now=now), _("They left the group.")
    )


@pages.post("/<int:item>/decide")
@needs("problem_group.write")
def decide(item: int) -> Answer:
    """Put the group's decision on record."""
    sent, session = request.form, transaction.session()
    return _done(
        lambda: problem_group.decide(
            session,
            item,
            said=sent.get("said", ""),
            carried_by=sent.get("carried_by", ""),
            until=_day(sent.get("until", "")),
            by=g.principal,
            now=clock.now(),
        ),
        _("The group's decision is on record."),
        item,
    )


def _day(text: str) -> str:
    """As the domain reads it; what is no day stays as it was typed, and the refusal repeats it."""
    found = day_of(text)
    return found.isoformat() if found else text


@pages.post("/<int:item>/carry-out")
@needs("problem_group.carry")
def carry_out(item: int) -> Answer:
    """Say that it was carried out."""
    said, session = request.form.get("said", ""), transaction.session()
    return _done(
        lambda: problem_group.carry_out(session, item, said=said, by=g.principal, now=clock.now()),
        _("On record: it was carried out."),
        item,
    )
