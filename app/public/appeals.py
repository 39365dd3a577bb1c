"""有事您说话 online: anybody says what they could not get done, and looks with number and code how it stands.

Nothing personal stands in an address: the code is sent as a form, the receipt answers the form itself.
"""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, g, make_response, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app import clock, idempotency, paper_words, transaction
from app.domain.case import Refusal
from app.forms import online_appeal as forms
from app.guard import open_to_all
from app.models import OnlineAppeal
from app.public.secret_address import SecretAddress, keep_secret
from app.refusals import sentence
from app.services import appeal_lookup, online_appeals, online_progress
from app.services import reference as names
from app.telling import online_appeals as words

pages = Blueprint("online_appeals", __name__, url_prefix="/appeals")


def _found(session: Session, given: str) -> OnlineAppeal | None:
    number, _sign, code = given.partition("/")
    return online_appeals.find(session, number, code)


def _by_phone(session: Session, given: str) -> appeal_lookup.Standing | None:
    number, _sign, digits = given.partition("/")
    return appeal_lookup.standing(session, number, digits)


PROGRESS = SecretAddress("online_appeal", re.compile(r"[^/]{6,64}/[^/]{16,32}"), _found)
#: Whoever sends and sends is slowed down, apart from whoever guesses codes.
SENDING = SecretAddress("online_appeal_sent", re.compile("x"), lambda _session, _given: None)
#: By the end of a telephone: whoever guesses is slowed down, and so is the guessing at one number.
BY_PHONE = SecretAddress("appeal_phone", re.compile(r"[^/]{6,64}/\d{4}"), _by_phone)
GUESSED = SecretAddress("appeal_phone_of", re.compile("x"), lambda _session, _given: None)
CREATED, FORBIDDEN, NOT_FOUND, GONE, WRONG = 201, 403, 404, 410, 422


@pages.get("")
@open_to_all
def ask() -> Response:
    """The form; where the centre takes nothing online, what to do instead."""
    if g.principal.is_authenticated:
        return _answer("appeal_staff", FORBIDDEN)
    session = transaction.session()
    if not online_appeals.settings(session):
        return _answer("appeal_closed", GONE)
    return _form(forms.online_form(_departments(session)))


@pages.post("")
@open_to_all
def send() -> Response:
    """Take it in and answer with its receipt; sent again it is the same one."""
    if g.principal.is_authenticated:
        return _answer("appeal_staff", FORBIDDEN)
    SENDING.turn_away()
    session = transaction.session()
    with paper_words.centres_language():
        departments = _departments(session)
        form = forms.online_form(departments, request.form)
        right = forms.validate(form, departments)
    key = request.form.get("key", "")
    # Each counts, sent or not: what nobody could type so often is no person.
    SENDING.missed()
    if not right or not online_appeals.KEY.fullmatch(key):
        return _form(form, status=WRONG)
    done = online_appeals.arrive(session, forms.sent_of(form), key=key, now=clock.now())
    if isinstance(done, Refusal):
        transaction.rollback()
        return _form(form, why=done, status=WRONG)
    return _answer("appeal_receipt", CREATED, receipt=done, day=paper_words.moment(done.due))


@pages.get("/progress")
@open_to_all
def find() -> Response:
    """Number and code are asked for."""
    if g.principal.is_authenticated:
        return _answer("appeal_staff", FORBIDDEN)
    return _answer("appeal_progress", progress=None, missed=False)


@pages.post("/progress")
@open_to_all
def look() -> Response:
    """How it stands, for whoever has number and code or the end of the telephone; all else is one answer."""
    if g.principal.is_authenticated:
        return _answer("appeal_staff", FORBIDDEN)
    number = request.form.get("number", "").strip()
    code = online_appeals.spelled(request.form.get("code", ""))
    by_phone = len(code) == appeal_lookup.DIGITS
    found = _stands_by_phone(number, code) if by_phone else _stands(number, code)
    if found is None:
        return _answer("appeal_progress", NOT_FOUND, progress=None, missed=True)
    with paper_words.centres_language():
        here = names.reference(transaction.session()).departments
        shown = words.shown(found.progress, number=found.number, came=found.came, departments=here)
    return _answer("appeal_progress", progress=shown, missed=False, wordless=by_phone)


def _stands(number: str, code: str) -> appeal_lookup.Standing | None:
    row = PROGRESS.opened(f"{number}/{code}")
    if row is None:
        return None
    progress = online_progress.of(transaction.session(), row)
    return appeal_lookup.Standing(row.number, row.received_at, progress)


def _stands_by_phone(number: str, digits: str) -> appeal_lookup.Standing | None:
    which = number.upper()
    GUESSED.turn_away(which)
    found = BY_PHONE.opened(f"{number}/{digits}")
    if found is None:
        GUESSED.missed(which)
    return found


def _departments(session: Session) -> dict[str, str]:
    return dict(names.reference(session).departments)


def _form(form: Any, *, why: Refusal | None = None, status: int = 200) -> Response:
    wrong = [field for field in form if field.errors]
    key = request.form.get("key") or idempotency.fresh()
    return _answer(
        "appeal", status, form=form, wrong=wrong, why=why, key=key, longest=forms.LONGEST
    )


def _answer(name: str, status: int = 200, **shown: Any) -> Response:
    with paper_words.centres_language():
        page = render_template(f"public/{name}.html", sentence=sentence, **shown)
    return keep_secret(make_response(page, status))
