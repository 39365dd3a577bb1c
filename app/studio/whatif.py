"""What if: the closed cases of an entry laid on a draft or another version, figure beside figure."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import abort, render_template, request
from flask_admin import expose
from flask_babel import gettext as _

from app import clock, transaction
from app.domain.whatif import is_late
from app.guard import needs_own
from app.services import history, reference, versions, whatif
from app.services.whatif import Laid, Period
from app.studio import whatif_words

#: Stands for each case as it was handled, and for what is worked on now.
HANDLED, ROWS = "handled", "rows"


class WhatIf:
    """The route that both kinds of entries have beside their own page."""

    top = ""
    kind = ""

    @expose("/<string:key>/what-if")
    @needs_own("read")
    def what_if(self, key: str) -> str:
        """Figures and cases of a period, under the two that are asked for; nothing is written."""
        opened = self._opened(key)  # type: ignore[attr-defined]  # the page it is mixed into
        session, now = transaction.session(), clock.now()
        lines = history.of(session, self.kind, key)
        pair = self._pair(key, drafted=not opened.problems)
        asked = {name: request.args.get(name, "").strip() for name in ("since", "until")}
        days = {name: _day(text) for name, text in asked.items()}
        wrong = [name for name, text in asked.items() if text and not days[name]]
        laid = None
        if pair[1] and not wrong:
            sides = tuple(self._side(key, said) for said in pair)
            laid = whatif.lay(session, self.kind, key, sides=sides, period=Period(**days))
        names = reference.reference(session).departments
        return render_template(
            "studio/whatif.html", view=self, key=key, opened=opened, lines=lines, pair=pair,
            asked=asked, wrong=wrong, laid=laid, is_late=is_late, promise=_promise,
            figures=whatif_words.lines(laid.before, laid.after, names) if laid else [],
            assumed=_(whatif.ASSUMED), few=whatif_words.FEW, least=whatif_words.LEAST, today=now.date(),
        )  # fmt: skip

    def _pair(self, key: str, *, drafted: bool) -> tuple[str, str]:
        """What is laid beside what; the version in force beside the draft where nothing is said."""
        number = versions.standing(transaction.session(), self.kind, key, at=clock.now()).number
        in_force = str(number) if number else HANDLED
        after = request.args.get("after") or (ROWS if drafted else "")
        return request.args.get("before") or in_force, after

    def _side(self, key: str, said: str) -> Any:
        if said == HANDLED:
            return None
        if said != ROWS and not said.isdecimal():
            abort(404)
        session = transaction.session()
        try:
            return history.blueprint_of(session, self.top, key, said=said, now=clock.now())
        except (KeyError, ValueError):
            abort(404)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _promise(case: Laid, side: str) -> Any:
    """The last day of the case's promise on one side, None where a hold ended with it or none is set."""
    mark = getattr(case, side).marks.get(("case", "promise"))
    return mark.due if mark else None
