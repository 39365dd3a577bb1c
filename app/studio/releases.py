"""What leads to a version: the reasons for warnings, and publishing itself."""

from __future__ import annotations

from datetime import datetime

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, transaction
from app.guard import needs
from app.services import derivation, releasing
from app.studio import panel


class Releases:
    """Routes of an entry's page that lead to a version."""

    top = ""
    endpoint = ""

    @expose("/<string:key>/reason", methods=["POST"])
    @needs("theme.write", "item.write")
    def reason(self, key: str) -> str:
        """Why a warning is accepted; the journal keeps it. Answers with the panel as it is now."""
        opened = self._opened(key)  # type: ignore[attr-defined]  # the page it is mixed into
        said = request.form
        derivation.acknowledge(
            transaction.session(),
            key,
            said.get("code", "")[:64],
            where=said.get("where", "")[:200],
            reason=said.get("reason", "")[:400],
        )
        transaction.session().flush()  # the panel reads the reasons as they are now
        seen = panel.of(self, key, opened, {})
        return render_template("studio/panel.html", view=self, key=key, seen=seen)

    @expose("/<string:key>/publish", methods=["POST"])
    @needs("version.publish")
    def publish(self, key: str) -> Response:
        """Publish what is worked on, its changed items first; from now, or from a day."""
        start = _day(request.form.get("from", ""))
        try:
            done = releasing.release(
                transaction.session(), self.top, key,
                by=g.principal.username, now=clock.now(), valid_from=start,
            )  # fmt: skip
        except (releasing.NotReady, ValueError):
            abort(409)
        for version in done:
            flash(
                _(
                    "%(name)s, version %(number)s is published.",
                    name=version.name,
                    number=version.number,
                ),
                "good",
            )
        return redirect(url_for(f"{self.endpoint}.entry", key=key))


def _day(text: str) -> datetime | None:
    """The first instant of a day that was typed; None where nothing was. Raises ValueError."""
    return datetime.strptime(text.strip(), "%Y-%m-%d") if text.strip() else None
