"""One case: where it stands, what may be done now and what not and why, and every act on it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock, idempotency, transaction
from app.access import ACTING, may
from app.desk import case_appeal, case_together
from app.desk.act_page import ActPage
from app.desk.case_view import CaseView
from app.domain import numbers
from app.domain.case import Refusal
from app.guard import needs
from app.refusals import sentence
from app.services import appeal_page, case_read, cases, unmasking
from app.services.case_page import Page
from app.telling import days
from app.telling import events as timeline

pages = Blueprint("cases", __name__, url_prefix="/desk/cases")
#: Tab → the grant that shows it: who may not read it does not meet it.
TABS = {
    "appeal": "statement.read",
    "documents": "case_document.read",
    "form": "answer.read",
    "trail": "task.read",
    "papers": "paper.read",
    "together": "note.read",
}
Answer = Response | str | tuple[str, int]


@pages.get("")
@needs("task.read")
def find() -> Answer:
    """Open a case by its number; a typing mistake is told from a number that is not there (R107)."""
    text = request.args.get("number", "").strip().upper()
    try:
        numbers.parse(text)
    except numbers.Mistyped:
        return _missing(text, mistyped=True)
    except numbers.NotANumber:
        return _missing(text)
    return redirect(url_for("cases.show", number=text))


def _missing(number: str, *, mistyped: bool = False) -> tuple[str, int]:
    return render_template("desk/case_missing.html", number=number, mistyped=mistyped), 404


@pages.get("/<string:number>")
@needs("task.read")
def show(number: str) -> Answer:
    """The case page; a work task's number opens its case at that part."""
    tabs = tabs_of(number)
    asked = request.args.get("tab", "")
    tab = asked if asked in tabs else tabs[0]
    page = opened(number, want=tab)
    return _missing(number) if page is None else rendered(page, tab)


def tabs_of(number: str) -> list[str]:
    """The tabs of a case that are this person's; of an appeal its own first, without a list of papers."""
    return _tabs(kind_of(number))


def _tabs(kind: str) -> list[str]:
    hidden = HIDDEN.get(kind, HIDDEN["single"])
    return [tab for tab, grant in TABS.items() if tab not in hidden and may(g.principal, grant)]


#: Kind of a case → the tabs that it has nothing for.
HIDDEN = {
    "single": ("appeal",),
    "appeal": ("documents", "form"),
    "rectification": ("appeal", "documents", "form"),
}


def kind_of(number: str) -> str:
    """Which kind of case a number is: the letter says so, and nothing is read for it."""
    try:
        return numbers.parse(number).kind
    except (numbers.Mistyped, numbers.NotANumber):
        return "single"


def opened(number: str, *, want: str | None = None) -> Page | None:
    """The case as this person sees it; None where there is none or it is not theirs to see."""
    try:
        return case_read.open_page(transaction.session(), number, by=g.principal, want=want)
    except cases.NoSuchCase:
        return None


def rendered(page: Page, tab: str, **more: Any) -> str:
    """The case page with a tab open; what stands in the way of something goes along."""
    view = CaseView(page, now=clock.now(), full=more.pop("full", None))
    trail = timeline.trail(page, page.known) if tab == "trail" else []
    more["tabs"] = _tabs(page.case.kind)
    appeal = (
        appeal_page.told(transaction.session(), page.case, by=g.principal)
        if tab == "appeal"
        else None
    )
    return render_template(
        "desk/case.html",
        view=view,
        page=page,
        tab=tab,
        trail=trail,
        appeal=appeal,
        said=case_appeal,
        known=page.known,
        around=case_together.around(page, page.known) if tab == "together" else {},
        words=days,
        **more,
    )


@pages.get("/<string:number>/why/<string:clock_name>/<any(promise, legal):limit>")
@needs("task.read")
def why(number: str, clock_name: str, limit: str) -> str:
    """Why this day: every day between, from the function that decided; a page, or a part of one."""
    page = opened(number)
    if page is None or clock_name not in page.state["clocks"]:
        abort(404)
    view = CaseView(page, now=clock.now())
    part = "X-Part" in request.headers
    name = "desk/why_days.html" if part else "desk/why.html"
    rows, said = view.why(clock_name, limit), view.why_words(clock_name, limit)
    return render_template(
        name, page=page, rows=rows, said=said, limit=limit, part=part, words=days
    )


@pages.post("/<string:number>/unmask")
@needs("applicant.unmask")
def unmask(number: str) -> Answer:
    """Show the full personal values for a stated purpose; the reading is journaled."""
    page = opened(number)
    if page is None:
        abort(404)
    full = unmasking.unmask(transaction.session(), page, purpose=request.form.get("purpose", ""))
    if isinstance(full, Refusal):
        return rendered(page, tabs_of(number)[0], why=sentence(full)), 422
    return rendered(page, "appeal" if kind_of(number) == "appeal" else "form", full=full)


@pages.get("/<string:number>/<string:act>")
@needs("task.read")
def ask(number: str, act: str) -> Answer:
    """The form of an act on the case, or on the work task whose number this is."""
    return _ask(number, None, act)


@pages.get("/<string:number>/<string:part>/<string:act>")
@needs("task.read")
def ask_part(number: str, part: str, act: str) -> Answer:
    """The form of an act on one of the case's own tasks: intake, papers, hand-over, a check."""
    return _ask(number, part.replace("-", "_"), act)


@pages.post("/<string:number>/<string:act>")
@needs(*ACTING)
def do(number: str, act: str) -> Answer:
    """Do an act on the case, or on the work task whose number this is."""
    return _do(number, None, act)


@pages.post("/<string:number>/<string:part>/<string:act>")
@needs(*ACTING)
def do_part(number: str, part: str, act: str) -> Answer:
    """Do an act on one of the case's own tasks."""
    return _do(number, part.replace("-", "_"), act)


def _ask(number: str, part: str | None, act: str) -> Answer:
    page = opened(number)
    if page is None:
        return _missing(number)
    asked = ActPage(page.file, act, part or page.focus, page=page)
    shown = asked.render(asked.form(), page=page)
    # The page says whose it is; whoever may not send the form does not get it either.
    return shown if page.may_try(asked.verb, asked.task) else (shown, 403)


def _do(number: str, part: str | None, act: str) -> Answer:
    key = request.form.get("key")
    done_already = idempotency.seen(key)
    if done_already:
        return redirect(done_already, code=303)
    asked = ActPage.locked(number, part, act)
    form = asked.form(request.form)
    if not asked.at_once and not form.validate():
        return asked.render(form), 422
    return _perform(asked, form, asked.payload(form))


def _perform(asked: ActPage, form: Any, payload: dict[str, Any]) -> Answer:
    command = {"verb": asked.verb, "task": asked.task, **payload}
    try:
        done = cases.act_on(
            transaction.session(),
            asked.file,
            command,
            by=g.principal,
            now=clock.now(),
            expected=request.form.get("version", type=int),
        )
    except cases.Stale:
        return asked.render_stale(form), 409
    if isinstance(done, Refusal):
        return asked.render(form, why=sentence(done)), 422
    address = url_for("cases.show", number=asked.address)
    idempotency.answered(request.form.get("key"), asked.verb, address)
    flash(asked.said(done), "good")
    return redirect(address, code=303)
