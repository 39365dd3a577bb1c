"""The versions of an entry: told apart in sentences, put back into the rows, taken out of use."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, transaction
from app.domain.diff_words import sentence, words_for
from app.guard import needs, needs_own
from app.services import catalogue, history, package_files, pinned, reference, retiring, reverting


class History:
    """Routes that both kinds of entries have beside their own page."""

    top = ""
    kind = ""
    endpoint = ""

    @expose("/<string:key>/versions")
    @needs_own("read")
    def versions(self, key: str) -> str:
        """Every version with its validity and cases, and what differs between the two asked for."""
        session = transaction.session()
        lines = history.of(session, self.kind, key)
        row = self._opened(key)  # type: ignore[attr-defined]  # the page it is mixed into
        pair = request.args.get("before", ""), request.args.get("after", "rows")
        told = self._told(key, *pair) if pair[0] else None
        return render_template(
            "studio/versions.html",
            view=self,
            key=key,
            opened=row,
            lines=lines,
            pair=pair,
            told=told,
            people=reference.reference(session).people,
        )

    @expose("/<string:key>/versions/<int:number>")
    @needs_own("read")
    def pinned(self, key: str, number: int) -> str:
        """One version whole: what every case received under it is pinned to, and what is otherwise today."""
        session = transaction.session()
        line = next(
            (one for one in history.of(session, self.kind, key) if one.version.number == number),
            None,
        )
        if line is None:
            abort(404)
        found = pinned.describe(session, line.version, now=clock.now(), translate=_)
        return render_template(
            "studio/pinned.html", view=self, key=key, found=found, running=line.running
        )

    def _told(self, key: str, before: str, after: str) -> list[str] | None:
        session, now = transaction.session(), clock.now()
        try:
            sides = [
                history.blueprint_of(session, self.top, key, said=side, now=now)
                for side in (before, after)
            ]
            changes = history.compare(session, self.top, key, before=before, after=after, now=now)
        except (KeyError, ValueError):
            abort(404)
        templates = catalogue.entries_of(session, "templates")
        names = {name: str(one.get("name") or "") for name, one in templates.items()}
        words = words_for(*sides, translate=_, names=names)
        return [sentence(one, words) for one in changes]

    @expose("/<string:key>/revert", methods=["POST"])
    @needs_own("write")
    def revert(self, key: str) -> Response:
        """Put a version's package back into the rows; running cases and what is published stay."""
        said = request.form.get("number", "")
        try:
            report = reverting.revert(
                transaction.session(), self.kind, code=key, number=int(said) if said.isdecimal() else 0,
                by=g.principal.username, now=clock.now(),
            )  # fmt: skip
        except KeyError:
            abort(404)
        except package_files.PackageRefused:
            flash(
                _(
                    "This version does not fit what is around it any more: its departments or limits are gone."
                ),
                "danger",
            )
            return redirect(url_for(f"{self.endpoint}.versions", key=key))
        count = len(report.added) + len(report.changed)
        flash(
            _(
                "Version %(number)s is back in the draft; %(count)s entries changed.",
                number=said,
                count=count,
            ),
            "good",
        )
        return redirect(url_for(f"{self.endpoint}.entry", key=key))

    @expose("/<string:key>/retire", methods=["POST"])
    @needs("version.publish")
    def retire(self, key: str) -> Response:
        """No new case under it; those that run go on (R98)."""
        try:
            retiring.retire(
                transaction.session(), self.top, key, by=g.principal.username, now=clock.now()
            )
        except KeyError:
            abort(404)
        flash(_("It is offered no longer. Running cases go on."), "good")
        return redirect(url_for(f"{self.endpoint}.versions", key=key))
