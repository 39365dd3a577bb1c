"""请您部门说明: what a department is asked about an appeal, and its answer."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, transaction
from app.desk.case_view import Clocked
from app.domain.case import Refusal
from app.guard import needs
from app.refusals import sentence
from app.services import questions
from app.services import reference as names
from app.telling import days, lights

pages = Blueprint("questions", __name__, url_prefix="/desk/questions")
#: A question may turn yellow when a day is left.
Answer = Response | str | tuple[str, int]


@pages.get("")
@needs("question.answer")
def show() -> str:
    """What one's department must answer, the nearest first; and what it answered."""
    return _page()


def _page(why: str = "", wrong: int = 0) -> str:
    session, now = transaction.session(), clock.now()
    known = names.reference(session)
    rows = questions.listed(session, by=g.principal)
    lit = [(row, _light(row.AppealQuestion, known, now)) for row in rows]
    return render_template("desk/questions.html", rows=lit, known=known, words=days, why=why, wrong=wrong)  # fmt: skip


def _light(row: Any, known: names.Reference, now: Any) -> tuple[str, str]:
    if row.answered_at:
        return "done", days.day(row.answered_at)
    due = Clocked(row.until, row.until)
    kind = lights.kind_of(due, now)
    return kind, lights.words(kind, due, calendar=known.calendar, now=now)


@pages.post("/<int:question>")
@needs("question.answer")
def answer(question: int) -> Answer:
    """Answer one."""
    said = request.form.get("said", "")
    try:
        done = questions.answer(
            transaction.session(), question, said=said, by=g.principal, now=clock.now()
        )
    except questions.NoSuchQuestion:
        abort(404)
    if isinstance(done, Refusal):
        return _page(sentence(done), question), 422
    flash(_("Your department's answer is on record."), "good")
    return redirect(url_for("questions.show"), code=303)
