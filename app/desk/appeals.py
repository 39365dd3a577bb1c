"""The appeal window (有事您说话): what waits for an answer, and registering what could not be done elsewhere."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, idempotency, transaction
from app.desk import appeal_choices, appeal_rows
from app.domain import numbers
from app.domain.case import Refusal
from app.forms import appeals as forms
from app.guard import needs
from app.refusals import sentence
from app.services import appeal_known, appeal_list, appeals
from app.services import reference as names
from app.telling import days

pages = Blueprint("appeals", __name__, url_prefix="/desk/appeals")
Answer = Response | str | tuple[str, int]


@pages.get("")
@needs("statement.read")
def show() -> str:
    """The appeals this person sees: the open ones by when they are due, or those that were answered."""
    session, now = transaction.session(), clock.now()
    asked = appeal_list.Asked.read(request.args)
    found = appeal_list.page(session, asked, by=g.principal)
    known = names.reference(session)
    return render_template(
        "desk/appeals/list.html",
        asked=asked,
        rows=appeal_rows.rows(session, found.rows, known=known, now=now),
        after=found.after,
        classes=appeal_list.classes(session, now=now),
        channels=forms.CAME,
        words=days,
    )


@pages.get("/register")
@needs("case.receive")
def ask() -> str:
    """The form of a new appeal."""
    offered, cards = appeal_choices.choices(transaction.session(), now=clock.now())
    return _form(forms.appeal_form(offered), cards, offered)


@pages.post("/register")
@needs("case.receive")
def register() -> Answer:
    """Register what was typed; a number of 12345 that is there already is warned of once (R79)."""
    done_already = idempotency.seen(request.form.get("key"))
    if done_already:
        return redirect(done_already, code=303)
    session, now = transaction.session(), clock.now()
    offered, cards = appeal_choices.choices(session, now=now)
    form = forms.appeal_form(offered, request.form)
    if not forms.validate(form, offered):
        return _form(form, cards, offered), 422
    ref = (form.external_ref.data or "").strip()
    twice = appeal_known.by_ref(session, ref, by=g.principal) if ref else []
    if twice and "again" not in request.form:
        return _form(form, cards, offered, twice=twice), 422
    entry = forms.entry_of(form, helpers=offered.helpers, at_once="at_once" in request.form)
    done = appeals.register(session, entry, by=g.principal, now=now)
    if isinstance(done, Refusal):
        transaction.rollback()
        return _refused(form, cards, offered, done), 422
    address = url_for("cases.show", number=done.number)
    idempotency.answered(request.form.get("key"), "register", address)
    flash(_("Registered: %(number)s.", number=done.number), "good")
    return redirect(address, code=303)


def _refused(form: forms.AppealForm, cards: Any, offered: forms.Choices, done: Refusal) -> str:
    """The reason stands at the field it is about, where there is one."""
    said, name = sentence(done), forms.AT.get(done.rule)
    if name:
        form[name].errors = [*form[name].errors, said]
    return _form(form, cards, offered, why="" if name else said)


def _form(
    form: forms.AppealForm, cards: Any, offered: forms.Choices, *, why: str = "", twice: Any = ()
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
