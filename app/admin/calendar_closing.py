"""The whole centre closed: from when until when and why; and a closure that ends otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import abort, request
from flask_appbuilder.baseviews import BaseView, expose

from app import clock
from app.admin import calendar_trying as trying
from app.admin import calendar_words
from app.admin.calendar_trying import UNPROCESSABLE, minute
from app.domain.refusal import Refusal
from app.forms import calendars as forms
from app.guard import needs

#: Where a closure of today is taken to end until somebody says otherwise.
EVENING = 18


class ClosingView(BaseView):
    """A closure is one act: the page after the form shows which cases it moves."""

    route_base = "/admin/calendars"

    @expose("/close/", methods=["GET", "POST"])
    @needs("calendar.write")
    def close(self) -> Any:
        """The whole centre closed from a moment to another."""
        if request.method != "POST":
            return self._page(_closure_form())
        form = forms.ClosureForm(request.form)
        right, since, until = form.validate(), form.since(), form.until()
        if not (right and since and until):
            return self._page(form), UNPROCESSABLE
        payload = {"since": minute(since), "until": minute(until), "reason": form.reason.data}
        done = trying.propose("close", payload)
        if not isinstance(done, Refusal):
            return done
        fields = {"since": form.since_time, "until": form.until_time}
        return self._page(form, why=trying.beside(done, fields=fields)), UNPROCESSABLE

    @expose("/reclose/<string:since>", methods=["GET", "POST"])
    @needs("calendar.write")
    def reclose(self, since: str) -> Any:
        """A closure that ends sooner or later than was said, or is withdrawn."""
        closures = trying.in_force().get("closures") or ()
        was = next((one for one in closures if one["from"] == since), None) or abort(404)
        if request.method != "POST":
            return self._page(_end_form(was), was=was)
        form, withdrawn = forms.EndForm(request.form), bool(request.form.get("withdraw"))
        right, until = withdrawn or form.validate(), None if withdrawn else form.until()
        if not (right and (withdrawn or until)):
            return self._page(form, was=was), UNPROCESSABLE
        payload = {"since": since, "until": minute(until) if until else None}
        done = trying.propose("reclose", payload)
        if not isinstance(done, Refusal):
            return done
        why = trying.beside(done, fields={"until": form.until_time})
        return self._page(form, was=was, why=why), UNPROCESSABLE

    def _page(self, form: Any, *, was: Mapping[str, Any] | None = None, why: str = "") -> Any:
        return self.render_template(
            "admin/calendar/close.html",
            view=self,
            form=form,
            was=calendar_words.closure(was) if was else None,
            why=why,
        )


def _closure_form() -> Any:
    """From now until this evening, or as it was typed for a proposal."""
    kept = trying.again("close")
    now = clock.now().replace(second=0, microsecond=0)
    since = datetime.fromisoformat(kept["since"]) if kept else now
    until = datetime.fromisoformat(kept["until"]) if kept else now.replace(hour=EVENING, minute=0)
    # After the evening it is still open for at least an hour, for the form to be right as it comes.
    until = until if until > since else since + timedelta(hours=1)
    return forms.ClosureForm(
        data={
            **_said("since", since),
            **_said("until", until),
            "reason": kept["reason"] if kept else "",
        }
    )


def _end_form(was: Mapping[str, Any]) -> Any:
    kept = trying.again("reclose") or {}
    ends = datetime.fromisoformat(kept.get("until") or was["until"])
    return forms.EndForm(data=_said("until", ends))


def _said(end: str, moment: datetime) -> dict[str, str]:
    return {f"{end}_day": f"{moment:%Y-%m-%d}", f"{end}_time": f"{moment:%H:%M}"}
