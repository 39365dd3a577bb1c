"""通报: drawn up for a period, said in words, published; looked at, printed, taken out, counted anew."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, transaction
from app.domain.bulletin import Period, before, month_before, on_time, rate
from app.domain.case import Refusal
from app.guard import needs
from app.models import Bulletin
from app.refusals import sentence
from app.services import bulletin_proof, bulletins
from app.services import reference as names
from app.supervision import bulletin_more, leading
from app.supervision import bulletin_words as words
from app.taking_out import sent
from app.telling import days

pages = Blueprint("bulletins", __name__, url_prefix="/supervision/bulletins")
Answer = Response | str | tuple[str, int]


@pages.get("")
@needs("bulletin.read")
def show() -> str:
    """What was published, and drafts for who keeps them; with a form for the next one."""
    return _listed()


def _listed(why: str = "") -> str:
    return render_template(
        "supervision/bulletins.html",
        rows=bulletins.listed(transaction.session(), by=g.principal),
        people=names.reference(transaction.session()).people,
        offered=words.offered(clock.today()),
        last=month_before(clock.today()),
        rate=rate,
        share=words.share,
        days=days,
        why=why,
    )


@pages.post("")
@needs("bulletin.write")
def draw() -> Answer:
    """Draw one up; its figures are counted now."""
    period = _period()
    title = request.form.get("title", "").strip() or (words.title(period) if period else "")
    why = bulletins.refused(period, title, today=clock.today()) if period else words.NO_DAY
    if why or period is None:
        transaction.rollback()
        return _listed(sentence(why or words.NO_DAY)), 422
    row = bulletins.keep(transaction.session(), period, _drawn(period), title=title, by=g.principal)
    return redirect(url_for("bulletins.one", number=row.id), code=303)


def _period() -> Period | None:
    try:
        return Period(
            *(date.fromisoformat(request.form.get(name, "")) for name in ("since", "until"))
        )
    except ValueError:
        return None


def _drawn(period: Period) -> bulletins.Drawn:
    # In a view of its own: the figures and the head they stand for must be of one moment.
    with transaction.reading_apart() as apart:
        return bulletins.draw(apart, period, now=clock.now())


@pages.get("/<int(max=2147483647):number>")
@needs("bulletin.read")
def one(number: int) -> str:
    """A bulletin."""
    return _page(_row(number))


def _page(row: Bulletin, why: str = "") -> str:
    session = transaction.session()
    checked = bulletin_proof.checked(session, row)
    differing = (checked.result or {}).get("differing", []) if checked else []
    return render_template(
        "supervision/bulletin.html",
        row=row,
        figures=row.figures,
        tables=words.tables(row.figures),
        rated=words.rated(row.figures),
        themes=bulletin_more.themes(row.figures),
        causes=bulletin_more.repeated(session, row, by=g.principal),
        middle=bulletin_more.days,
        earlier=before(row.period),
        lead=leading.figures(row.period),
        lead_ratings=leading.rated(row.period),
        lead_before=leading.figures(before(row.period)),
        checked=checked,
        places=_("; ").join(words.place(name) for name in differing),
        people=names.reference(session).people,
        rate=rate,
        on_time=on_time,
        share=words.share,
        days=days,
        why=why,
    )


def _row(number: int) -> Bulletin:
    try:
        return bulletins.seen(transaction.session(), number, by=g.principal)
    except bulletins.NoSuchBulletin:
        abort(404)


@pages.post("/<int(max=2147483647):number>/draw")
@needs("bulletin.write")
def redraw(number: int) -> Answer:
    """Count a draft anew and keep its words."""
    row = _row(number)
    done = bulletins.redraw(
        transaction.session(), row, _drawn(row.period), words=_words(), by=g.principal
    )
    return _done(row, done, _("Kept, and counted anew."))


@pages.post("/<int(max=2147483647):number>/publish")
@needs("bulletin.publish")
def publish(number: int) -> Answer:
    """Let it stand."""
    row = _row(number)
    done = bulletins.publish(
        transaction.session(), row, _drawn(row.period), words=_words(), by=g.principal, now=clock.now()
    )  # fmt: skip
    return _done(row, done, _("It is published and stands as it is."))


@pages.post("/<int(max=2147483647):number>/drop")
@needs("bulletin.write")
def drop(number: int) -> Answer:
    """Throw a draft away."""
    row = _row(number)
    refused = bulletins.drop(transaction.session(), row, by=g.principal)
    if refused:
        return _done(row, refused, "")
    flash(_("The draft is thrown away."), "good")
    return redirect(url_for("bulletins.show"), code=303)


def _words() -> str:
    return request.form.get("words", "")


def _done(row: Bulletin, done: Any, said: str) -> Answer:
    if isinstance(done, Refusal):
        transaction.rollback()
        return _page(_row(row.id), sentence(done)), 422
    flash(said, "good")
    return redirect(url_for("bulletins.one", number=row.id), code=303)


@pages.post("/<int(max=2147483647):number>/check")
@needs("journal.verify")
def check(number: int) -> Response:
    """Have every figure counted anew from the events; a worker does it."""
    row = _row(number)
    bulletin_proof.ask_check(transaction.session(), row, by=g.principal, now=clock.now())
    flash(_("It is being counted from the events; you may go on meanwhile."), "good")
    return redirect(url_for("bulletins.one", number=row.id), code=303)


@pages.post("/<int(max=2147483647):number>/export")
@needs("bulletin.read")
def export(number: int) -> Response:
    """The figures as a workbook."""
    row = _row(number)
    causes = bulletin_more.repeated(transaction.session(), row, by=g.principal)
    more = bulletin_more.lines(row.figures, causes)
    return sent("bulletin", [*words.lines(row), *more], what=str(row.id))
