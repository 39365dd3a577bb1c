"""What goes out of the house, for the system administrator: what went, what waits, what failed and why.

Nothing of a case stands here: they see none (house §8). A message is named by its token.
"""

from __future__ import annotations

from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_babel import gettext as _

from app import clock, outside, transaction
from app.admin import outbox_words
from app.guard import needs
from app.services import outbox, reference
from app.telling import messages


class OutboxView(BaseView):
    """The messages by state, and another try by hand."""

    route_base = "/admin/outbox"

    @expose("/")
    @needs("outbox.read")
    def show(self) -> Any:
        """The newest messages; ``state`` narrows them."""
        session, state = transaction.session(), request.args.get("state", "")
        state = state if state in outbox.STATES else ""
        ways = outside.held()
        return self.render_template(
            "account/outbox.html",
            rows=outbox.latest(session, state=state),
            counts=outbox.counts(session),
            state=state,
            words=outbox_words,
            kinds=messages.KINDS,
            most=outbox.SHOWN,
            people=reference.reference(session).people,
            ways=[*ways.to_people, *ways.to_the_centre],
        )

    @expose("/again/<int:message>", methods=["POST"])
    @needs("outbox.write")
    def again(self, message: int) -> Any:
        """Send what failed, or waits for its time, at once."""
        if not outbox.try_again(transaction.session(), message, by=g.principal, now=clock.now()):
            abort(404)
        flash(_("It is sent again within seconds."), "good")
        return self._back()

    @expose("/again", methods=["POST"])
    @needs("outbox.write")
    def all_again(self) -> Any:
        """Send all that was given up, once what stood in the way is mended."""
        count = outbox.try_all_again(transaction.session(), by=g.principal, now=clock.now())
        flash(_("%(count)s are sent again within minutes.", count=count), "good")
        return self._back()

    @staticmethod
    def _back() -> Any:
        """The state that was looked at."""
        state = request.form.get("state") or None
        return redirect(url_for("OutboxView.show", state=state), code=303)


def register(appbuilder: Any) -> None:
    """Register the page; our own menu shows it."""
    appbuilder.add_view_no_menu(OutboxView)
