"""What leads to a version: the reasons for warnings, and publishing itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, transaction
from app.guard import needs, needs_own
from app.models import ServiceVersion
from app.services import catalogue, derivation, publishing, releasing, studio
from app.studio import panel

Answer = Response | tuple[str, int]


class Releases:
    """Routes of an entry's page that lead to a version."""

    top = ""
    endpoint = ""

    @expose("/<string:key>/reason", methods=["POST"])
    @needs_own("write")
    def reason(self, key: str) -> str:
        """Why a warning is accepted; the journal keeps it. Answers with the panel as it is now."""
        opened = self._opened(key)  # type: ignore[attr-defined]  # the page it is mixed into
        said, session = request.form, transaction.session()
        code, where = said.get("code", ""), said.get("where", "")
        if self._warns(key, opened, (code, where)):
            reason = said.get("reason", "")[:400]
            derivation.acknowledge(session, key, code, where=where, reason=reason)
            session.flush()  # the panel reads the reasons as they are now
        seen = panel.of(self, key, opened, said)
        return render_template("studio/panel.html", view=self, key=key, seen=seen)

    def _warns(self, key: str, opened: studio.Opened, warning: tuple[str, str]) -> bool:
        """Whether the check says this now: a reason for what is not there would wait for it unseen."""
        if opened.problems:
            return False
        derived = derivation.derive(
            transaction.session(), self.top, key, content=opened.content, now=clock.now()
        )
        said = {(one.code, one.where) for one, _why in derived.findings if one.level != "error"}
        return warning in said

    @expose("/<string:key>/publish", methods=["POST"])
    @needs("version.publish")
    def publish(self, key: str) -> Answer:
        """Publish what is worked on, its changed items first; from now, or from a day."""
        now, entry = clock.now(), f"{self.endpoint}.entry"
        start = _day(request.form.get("from", ""), now)
        if start is not None and start < now:
            flash(_("Write a day from today on, as 2026-09-18; empty is at once."), "danger")
            return redirect(url_for(entry, key=key))
        try:
            done = releasing.release(
                transaction.session(), self.top, key,
                by=g.principal.username, now=now, valid_from=start,
            )  # fmt: skip
        except releasing.NotReady:
            abort(409)
        except publishing.PublishRefused as refused:
            return self._refused(key, refused)
        if done:
            flash(_told(done, key), "good")
        else:
            flash(_("It says the same as what is in use: no version was made."), "warning")
        return redirect(url_for(entry, key=key))

    def _refused(self, key: str, refused: publishing.PublishRefused) -> Answer:
        """Nothing of it was published, its items neither; what stands in the way, in sentences."""
        transaction.rollback()
        name = catalogue.row_of(transaction.session(), self.top if key == refused.code else "items", refused.code).name  # fmt: skip
        for one in refused.findings:
            flash(_("“%(name)s”: %(said)s", name=name, said=panel.sentence(one)), "danger")
        return self.entry(key), 409  # type: ignore[attr-defined]  # the page it is mixed into

    @expose("/<string:key>/withdraw", methods=["POST"])
    @needs("version.publish")
    def withdraw(self, key: str) -> Response:
        """Take a scheduled version back before it begins, with the items published in the same act."""
        said = request.form.get("number", "")
        try:
            done = releasing.withdraw(
                transaction.session(), self.top, key, number=int(said) if said.isdecimal() else 0,
                by=g.principal.username, now=clock.now(),
            )  # fmt: skip
        except KeyError:
            abort(404)
        except publishing.HasBegun:
            abort(409)
        flash(_("Taken back before it began: %(listed)s.", listed=_listed(done, key)), "good")
        return redirect(url_for(f"{self.endpoint}.versions", key=key))


def _told(done: Sequence[ServiceVersion], asked: str) -> str:
    """One sentence for what one act published: all of it begins at the same instant."""
    first, listed = done[0], _listed(done, asked)
    if first.state == "scheduled":
        return _(
            "From %(day)s: %(listed)s; until then what is in use stays.",
            day=first.valid_from.strftime("%Y-%m-%d"), listed=listed,
        )  # fmt: skip
    return _("Published: %(listed)s.", listed=listed)


def _listed(done: Sequence[ServiceVersion], asked: str) -> str:
    """What was asked for first, then the items that went with it."""
    ordered = sorted(done, key=lambda one: one.code != asked)
    return _(", ").join(
        _("“%(name)s”, version %(number)s", name=one.name, number=one.number) for one in ordered
    )


def _day(text: str, now: datetime) -> datetime | None:
    """The first instant of a day that was typed; None for today and where nothing was; what is no day
    is long past.
    """
    try:
        day = datetime.strptime(text.strip(), "%Y-%m-%d") if text.strip() else None
    except ValueError:
        return datetime.min
    return None if day is None or day.date() == now.date() else day
