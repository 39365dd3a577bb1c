"""One case: where it stands, what may be done now and what not and why, and every act on it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, idempotency, journal, transaction
from app.desk import case_view, days, timeline
from app.desk.act_words import AT_ONCE, AT_STEP, BUTTON
from app.desk.refusals import sentence
from app.domain import numbers
from app.domain.case import VERBS, Refusal
from app.forms import acts
from app.guard import needs
from app.services import case_numbers, case_page, cases, colleagues, identity_checks
from app.services import reference as names
from app.services.case_page import Page

pages = Blueprint("cases", __name__, url_prefix="/desk/cases")
TABS = ("documents", "form", "trail", "papers")
#: Words of an address that are a verb by another name.
ALIAS = {"issue": "finish_step", "return": "return_task"}


@pages.get("")
@needs("task.read")
def find() -> Response | tuple[str, int]:
    """Open a case by its number; a typing mistake is told from a number that is not there (R107)."""
    text = request.args.get("number", "").strip().upper()
    try:
        number = numbers.parse(text).case
    except numbers.Mistyped:
        return render_template("desk/case_missing.html", number=text, mistyped=True), 404
    except numbers.NotANumber:
        return render_template("desk/case_missing.html", number=text, mistyped=False), 404
    return redirect(url_for("cases.show", number=number))


@pages.get("/<string:number>")
@needs("task.read")
def show(number: str) -> str | tuple[str, int]:
    """The case page; a task's number opens its case."""
    known = names.reference(transaction.session())
    page = _open(number, known)
    if page is None:
        return render_template("desk/case_missing.html", number=number, mistyped=False), 404
    tab = request.args.get("tab", "documents")
    tab = tab if tab in TABS else "documents"
    view = case_view.CaseView(page, known, now=clock.now())
    trail = timeline.trail(page, known) if tab == "trail" else []
    return render_template(
        "desk/case.html", view=view, page=page, known=known, tab=tab, trail=trail, words=days
    )


@pages.get("/<string:number>/why/<string:clock_name>/<any(promise, legal):limit>")
@needs("task.read")
def why(number: str, clock_name: str, limit: str) -> str:
    """Why this day: every day between, from the function that decided."""
    known = names.reference(transaction.session())
    page = _open(number, known)
    if page is None or clock_name not in page.state["clocks"]:
        abort(404)
    view = case_view.CaseView(page, known, now=clock.now())
    return render_template(
        "desk/why.html",
        view=view,
        page=page,
        rows=view.why(clock_name, limit),
        limit=limit,
        clock_name=clock_name,
        words=days,
    )


@pages.post("/<string:number>/unmask")
@needs("applicant.unmask")
def unmask(number: str) -> str:
    """Show the full personal values for a stated purpose; the reading is journaled."""
    purpose = request.form.get("purpose", "").strip()
    known = names.reference(transaction.session())
    page = _open(number, known)
    if page is None or not purpose:
        abort(400 if page else 404)
    journal.access(
        transaction.session(), "case", page.case.number, "unmasked", purpose=purpose[:400]
    )
    view = case_view.CaseView(
        page, known, now=clock.now(), full=case_page.unmasked(transaction.session(), page.case.id)
    )
    return render_template(
        "desk/case.html", view=view, page=page, known=known, tab="form", trail=[], words=days
    )


@pages.get("/<string:number>/<string:act>")
@needs("task.read")
def ask(number: str, act: str) -> str:
    """The form of an act on the case, or on the work task whose number this is."""
    return _ask(number, None, act)


@pages.get("/<string:number>/<string:part>/<string:act>")
@needs("task.read")
def ask_part(number: str, part: str, act: str) -> str:
    """The form of an act on one of the case's own tasks: intake, papers, hand-over, a check."""
    return _ask(number, part.replace("-", "_"), act)


@pages.post("/<string:number>/<string:act>")
@needs("task.read")
def do(number: str, act: str) -> Response | tuple[str, int]:
    """Do an act on the case, or on the work task whose number this is."""
    return _do(number, None, act)


@pages.post("/<string:number>/<string:part>/<string:act>")
@needs("task.read")
def do_part(number: str, part: str, act: str) -> Response | tuple[str, int]:
    """Do an act on one of the case's own tasks."""
    return _do(number, part.replace("-", "_"), act)


def _open(number: str, known: names.Reference) -> Page | None:
    session = transaction.session()
    case = number if "-" not in number else number.rpartition("-")[0]
    try:
        return case_page.open_page(session, case, by=g.principal, known=known)
    except cases.NoSuchCase:
        return None


class _Act:
    """One act on one case as its form shows it: which verb, on which task, what it asks."""

    def __init__(self, number: str, part: str | None, act: str) -> None:
        self.verb = ALIAS.get(act, act.replace("-", "_"))
        self.known = names.reference(transaction.session())
        page = _open(number, self.known)
        if page is None or self.verb not in VERBS or self.verb not in BUTTON:
            abort(404)
        self.page = page
        self.task = part or self._task_of(number)
        if self.task is not None and self.task not in page.state["tasks"]:
            abort(404)
        self.specs = acts.specs_of(self.verb, self.setting())

    def _task_of(self, number: str) -> str | None:
        if "-" not in number:
            return None
        return case_numbers.locate(transaction.session(), number, by=g.principal)[1]

    def setting(self) -> acts.Setting:
        """What the form may ask about."""
        state = self.page.state
        came = set(state["documents"])
        missing = [row.document for row in self.page.documents if row.document not in came]
        mates = (
            colleagues.of(transaction.session(), state["tasks"][self.task]["department"])
            if self.verb == "assign" and self.task
            else {}
        )
        return acts.Setting(
            state, self.page.blueprint, self.task, missing, self.known.departments, mates
        )

    @property
    def version(self) -> int:
        """The version the form stands on: the task's, else the case's."""
        row = self.page.task(self.task) if self.task else None
        return int(row.version if row is not None else self.page.state["seq"])

    def form(self, posted: Any = None) -> Any:
        """The form, empty or as posted."""
        made = acts.form_class(self.specs, checks=identity_checks.CHECKS, today=clock.today())
        if posted is not None:
            return made(posted)
        return made(
            data={
                acts_name(spec): spec.get("default") for spec in self.specs if spec.get("default")
            }
        )

    def render(self, form: Any, *, why: str = "", stale: bool = False) -> str:
        """The page of the act; what was typed stays."""
        title = self.title()
        return render_template(
            "desk/act.html",
            act=self,
            form=form,
            title=title,
            why=why,
            stale=stale,
            view=case_view.CaseView(self.page, self.known, now=clock.now()),
        )

    def title(self) -> str:
        """The words of the button, by the step where that says more."""
        part = self.page.state["tasks"].get(self.task) if self.task else None
        if part and self.verb == "finish_step" and part["steps"][part["step"]] in AT_STEP:
            return str(AT_STEP[part["steps"][part["step"]]])
        return str(BUTTON[self.verb])


def acts_name(spec: dict[str, Any]) -> str:
    """A field's name in the form."""
    return f"f_{spec['key']}"


def _ask(number: str, part: str | None, act: str) -> str:
    asked = _Act(number, part, act)
    return asked.render(asked.form())


def _do(number: str, part: str | None, act: str) -> Response | tuple[str, int]:
    done_already = idempotency.seen(request.form.get("key"))
    if done_already:
        return redirect(done_already, code=303)
    asked = _Act(number, part, act)
    form = asked.form(request.form)
    if asked.verb not in AT_ONCE and not form.validate():
        return asked.render(form), 422
    payload = acts.payload_of(form, asked.specs) if asked.verb not in AT_ONCE else {}
    return _perform(asked, form, payload)


def _perform(asked: _Act, form: Any, payload: dict[str, Any]) -> Response | tuple[str, int]:
    command = {"verb": asked.verb, "task": asked.task, **payload}
    expected = request.form.get("version", type=int)
    number = asked.page.case.number
    try:
        done = cases.perform(
            transaction.session(),
            number,
            command,
            by=g.principal,
            now=clock.now(),
            expected=expected,
        )
    except cases.Stale:
        return asked.render(form, stale=True), 409
    if isinstance(done, Refusal):
        return asked.render(form, why=sentence(done)), 422
    address = url_for("cases.show", number=number)
    idempotency.answered(request.form.get("key"), asked.verb, address)
    papers = _(" Paper: %(papers)s.", papers=_(", ").join(done.papers)) if done.papers else ""
    flash(_("%(act)s: done for %(number)s.", act=asked.title(), number=number) + papers, "good")
    return redirect(address, code=303)
