"""What a change of the calendar would move; confirmed with a reason, it is done and they are moved."""

from __future__ import annotations

from itertools import islice
from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_babel import gettext as _
from flask_babel import ngettext

from app import clock, transaction
from app.admin import calendar_words, keyset, year_words
from app.admin.calendar_trying import UNPROCESSABLE
from app.domain.calendar_compare import changed_days
from app.domain.refusal import Refused
from app.forms.calendars import ReasonForm
from app.guard import needs
from app.refusals import sentence
from app.services import calendar_acts, moving, naming

#: Days of the calendar that are named one by one; further ones are counted no more.
NAMED = 12


class ProposalView(BaseView):
    """The dry run of an act, and the act."""

    route_base = "/admin/calendars"

    @expose("/proposal/<string:token>", methods=["GET"])
    @needs("calendar.write")
    def show(self, token: str) -> Any:
        """Which days change, which running cases move and to when."""
        return self._page(token, None, "")

    @expose("/proposal/<string:token>", methods=["POST"])
    @needs("calendar.write")
    def confirm(self, token: str) -> Any:
        """Do it: one revision, every case moved with its event. Pressed twice, it is done once."""
        form = ReasonForm(request.form)
        if not form.validate():
            return self._page(token, form, ""), UNPROCESSABLE
        try:
            done = calendar_acts.confirm(
                transaction.session(), token,
                reason=form.reason.data.strip(), by=g.principal, now=clock.now(),
            )  # fmt: skip
        except calendar_acts.NoSuchProposal:
            abort(404)
        except Refused as refused:
            return self._page(token, form, sentence(refused.refusal)), UNPROCESSABLE
        if not done.again:
            flash(_told(done), "warning" if done.left else "good")
        return redirect(url_for("CalendarView.show", pk=done.revision))

    def _page(self, token: str, form: Any, why: str) -> Any:
        session, by = transaction.session(), g.principal.username
        try:
            asked = calendar_acts.read(session, token, by=by)
        except calendar_acts.NoSuchProposal:
            abort(404)
        except Refused as refused:
            act, payload = calendar_acts.typed(session, token, by=by)
            return self._overtaken(token, act, payload, sentence(refused.refusal))
        if asked.revision is not None:
            return redirect(url_for("CalendarView.show", pk=asked.revision))
        title = calendar_words.ACTS[asked.act](asked.payload)
        first = {"reason": asked.payload.get("reason") or asked.payload.get("source") or ""}
        changed = list(islice(changed_days(asked.before, asked.after), NAMED + 1))
        return self.render_template(
            "admin/calendar/proposal.html",
            view=self,
            title=title,
            back=again(token, asked.act, asked.payload),
            days=[_day(change) for change in changed[:NAMED]],
            further=len(changed) > NAMED,
            form=form or ReasonForm(data=first),
            why=why,
            **_moves(session, asked.after, asked.since),
        )

    def _overtaken(self, token: str, act: str, payload: Any, why: str) -> Any:
        return self.render_template(
            "admin/calendar/proposal.html",
            view=self,
            title=calendar_words.ACTS[act](payload),
            back=again(token, act, payload),
            overtaken=why,
        )

    @expose("/behind/", methods=["GET", "POST"])
    @needs("calendar.write")
    def behind(self) -> Any:
        """Running cases that do not follow the newest revision yet; the next ones are made to."""
        session = transaction.session()
        form = ReasonForm(request.form if request.method == "POST" else None)
        status = 200
        if request.method == "POST":
            if form.validate():
                done = calendar_acts.follow(
                    session, reason=form.reason.data.strip(), by=g.principal, now=clock.now()
                )
                flash(_moved(done.cases), "good")
                return redirect(url_for("ProposalView.behind"))
            status = UNPROCESSABLE
        since, calendar = calendar_acts.newest(session)
        page = self.render_template(
            "admin/calendar/behind.html", view=self, form=form, **_moves(session, calendar, since)
        )
        return page, status


def again(token: str, act: str, payload: Any) -> str:
    """The form of an act with what was typed in it."""
    places = {
        "year": lambda: url_for("CalendarDaysView.days", year=payload["year"], again=token),
        "hours": lambda: url_for("CalendarDaysView.hours", again=token),
        "close": lambda: url_for("ClosingView.close", again=token),
        "reclose": lambda: url_for("ClosingView.reclose", since=payload["since"], again=token),
    }
    return places[act]()


def _moves(session: Any, calendar: Any, since: Any) -> dict[str, Any]:
    """How many cases move, and a page of them."""
    try:
        after = keyset.number(request.args.get("after") or "0")
    except ValueError:
        abort(400)
    return {
        "survey": moving.survey(session, calendar, since=since),
        "moves": moving.page(session, calendar, since=since, after=after),
        "after": after,
        "names": naming.names(session, "departments"),
        "words": calendar_words,
    }


def _day(change: Any) -> tuple[str, str, str]:
    return (
        calendar_words.full_day(change.day),
        year_words.hours_said(change.before),
        year_words.hours_said(change.after),
    )


def _moved(count: int) -> str:
    return str(
        ngettext("%(num)s running case has other due dates.", "%(num)s running cases have other due dates.", count)
        if count
        else _("No running case moves.")
    )  # fmt: skip


def _told(done: calendar_acts.Confirmed) -> str:
    """What was done, and what is left to do."""
    said = [_("Revision %(number)s is in force.", number=done.revision), _moved(done.cases)]
    if done.more:
        said.append(_("The others follow in the background."))
    if done.left:
        said.append(_("%(n)s could not be moved: look at them.", n=done.left))
    return " ".join(said)
