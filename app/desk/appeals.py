"""The appeal window (有事您说话): what waits for an answer, and registering what could not be done elsewhere."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app import clock, idempotency, transaction
from app.access import may
from app.desk import appeal_begun, appeal_choices, appeal_rows
from app.domain import numbers
from app.domain.case import Refusal
from app.forms import appeals as forms
from app.guard import needs
from app.refusals import sentence
from app.services import (
    appeal_drafts,
    appeal_known,
    appeal_list,
    appeals,
    drafts,
    on_post,
    online_appeals,
    online_waiting,
)
from app.services import reference as names
from app.telling import days
from app.telling import posts as post_words

pages = Blueprint("appeals", __name__, url_prefix="/desk/appeals")
Answer = Response | str | tuple[str, int]


@pages.get("")
@needs("statement.read")
def show() -> str:
    """The appeals this person sees: the open ones by when they are due, or those that were answered."""
    session, now = transaction.session(), clock.now()
    asked = appeal_list.Asked.read(request.args)
    online = asked.state == appeal_list.ONLINE
    found = appeal_list.Page([], "") if online else appeal_list.page(session, asked, by=g.principal)
    known = names.reference(session)
    return render_template(
        "desk/appeals/list.html",
        asked=asked,
        rows=appeal_rows.rows(session, found.rows, known=known, now=now),
        after=found.after,
        classes=appeal_list.classes(session, now=now),
        channels=forms.CAME,
        words=days,
        known=known,
        **_beside(session, asked, now),
    )


def _beside(session: Session, asked: appeal_list.Asked, now: datetime) -> dict[str, Any]:
    """What the window has still to register: what came online, what somebody began."""
    by, online = g.principal, asked.state == appeal_list.ONLINE
    if online:
        return {
            "came": online_waiting.page(session, by=by, after=asked.after),
            "begun": [],
            "now": now,
        }
    if asked.state != "open" or asked.after:
        return {"came": online_waiting.Waiting([]), "begun": [], "now": now}
    waits = online_waiting.page(session, by=by, most=ASIDE)
    begun = appeal_drafts.listed(session, by=by) if may(by, "case.receive") else []
    drafted = [(one, appeal_drafts.typed(one)) for one in begun]
    return {"came": waits, "begun": drafted, "now": now}


@pages.get("/register")
@needs("case.receive")
def ask() -> Answer:
    """The form of a new appeal, of one that came online, or of one that was begun."""
    session = transaction.session()
    begun = appeal_begun.read(session, request.args)
    if begun.is_over:
        return appeal_begun.over(session, begun)
    offered, cards = appeal_choices.choices(session, now=clock.now())
    form = forms.appeal_form(offered, appeal_begun.filled(begun, offered))
    return _form(form, cards, offered, begun=begun)


@pages.post("/register")
@needs("case.receive")
def register() -> Answer:
    """Register what was typed; a number of 12345 that is there already is warned of once (R79)."""
    done_already = idempotency.seen(request.form.get("key"))
    if done_already:
        return redirect(done_already, code=303)
    session, now = transaction.session(), clock.now()
    begun = appeal_begun.read(session, request.form, lock=True)
    if begun.is_over:
        return appeal_begun.over(session, begun)
    offered, cards = appeal_choices.choices(session, now=now)
    form = forms.appeal_form(offered, request.form)
    if not forms.validate(form, offered):
        return _form(form, cards, offered, begun=begun), 422
    ref = (form.external_ref.data or "").strip()
    twice = appeal_known.by_ref(session, ref, by=g.principal) if ref else []
    if twice and "again" not in request.form:
        return _form(form, cards, offered, begun=begun, twice=twice), 422
    entry = forms.entry_of(form, helpers=offered.helpers, at_once="at_once" in request.form)
    done = appeals.register(session, entry, by=g.principal, now=now, **begun.source)
    if isinstance(done, Refusal):
        transaction.rollback()
        return _refused(form, cards, offered, done), 422
    if begun.online:
        online_appeals.registered(session, begun.online, done.case_id, by=g.principal, now=now)
    if begun.draft:
        drafts.become(session, begun.draft, done.case_id, now=now)
    address = url_for("cases.show", number=done.number)
    idempotency.answered(request.form.get("key"), "register", address)
    flash(_("Registered: %(number)s.", number=done.number), "good")
    return redirect(address, code=303)


def _refused(form: forms.AppealForm, cards: Any, offered: forms.Choices, done: Refusal) -> str:
    """The reason stands at the field it is about, where there is one."""
    said, name = sentence(done), forms.AT.get(done.rule)
    if name:
        form[name].errors = [*form[name].errors, said]
    begun = appeal_begun.read(transaction.session(), request.form)
    return _form(form, cards, offered, begun=begun, why="" if name else said)


def _form(
    form: forms.AppealForm,
    cards: Any,
    offered: forms.Choices,
    *,
    begun: appeal_begun.Begun,
    why: str = "",
    twice: Any = (),
) -> str:
    session, now = transaction.session(), clock.now()
    waiting = appeal_list.page(session, appeal_list.Asked(), by=g.principal, most=ASIDE)
    known = names.reference(session)
    return render_template(
        "desk/appeals/register.html",
        form=form,
        cards=cards,
        offered=offered,
        why=why,
        twice=twice,
        wrong=[field for field in form if field.errors],
        waiting=appeal_rows.rows(session, waiting.rows, known=known, now=now),
        known=known,
        now=now,
        words=days,
        hours=post_words.hours,
        begun=begun,
        posts=on_post.today(session, by=g.principal, now=now),
    )


#: Appeals that wait, shown beside the form.
ASIDE = 8


@pages.get("/known")
@needs("case.receive")
def known() -> str:
    """What is there already under a number that is being typed: of 12345, or of a case."""
    session, by = transaction.session(), g.principal
    ref, number = request.args.get("ref", "").strip(), request.args.get("case", "").strip().upper()
    twice = appeal_known.by_ref(session, ref, by=by) if ref else []
    found = appeal_known.case(session, number, by=by) if number else None
    here = names.reference(session).departments
    return render_template(
        "desk/appeals/known.html",
        twice=twice,
        found=found,
        number=number,
        mistyped=bool(number) and found is None and _is_mistyped(number),
        at=[
            here.get(code, code)
            for code in (appeal_known.waits_at(session, found.id) if found else [])
        ],
        words=days,
    )


def _is_mistyped(number: str) -> bool:
    try:
        numbers.parse(number)
    except numbers.Mistyped:
        return True
    except numbers.NotANumber:
        return False
    return False
