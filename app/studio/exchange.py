"""Packages in and out: the whole catalogue or one theme, as YAML or as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask_admin import BaseView, expose
from flask_babel import gettext as _

from app import clock, journal, transaction
from app.access import may
from app.guard import needs
from app.services import catalogue, exchange, jobs, package_files, workbooks
from app.studio import sentences

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: A worker looks every second: whoever waits longer is told that there is none.
PATIENCE = timedelta(seconds=30)
#: Kind of file → its type, and how a package becomes one.
FORMATS: dict[str, tuple[str, Callable[[dict[str, Any]], bytes]]] = {
    "yaml": ("application/yaml", lambda package: package_files.write_package(package).encode()),
    "xlsx": (WORKBOOK, workbooks.write),
}


class ExchangeView(BaseView):  # type: ignore[misc]  # Flask-Admin is untyped here
    """One page: take the catalogue out, try a file, bring it in."""

    @expose("/")
    @needs("package.read")
    def index(self) -> str:
        """What may be done here."""
        themes = [
            (key, entry["name"])
            for key, entry in catalogue.entries_of(transaction.session(), "themes").items()
        ]
        files = exchange.recent(transaction.session(), by=g.principal.username)
        return render_template("studio/exchange.html", themes=themes, files=files)

    @expose("/export", methods=["POST"])
    @needs("package.read")
    def export(self) -> Response:
        """The whole catalogue, or a theme with all it needs; the access chain keeps who took it."""
        said, theme = request.form.get("format", "yaml"), request.form.get("theme", "")
        if said not in FORMATS:
            abort(400)
        session = transaction.session()
        try:
            package = catalogue.export_package(session, only=("themes", theme) if theme else None)
        except KeyError:
            abort(404)
        # It leaves the house: who took what is kept, though it holds no personal value.
        journal.access(session, "package", theme or "catalogue", "exported", format=said)
        kind, make = FORMATS[said]
        return _file(make(package), kind, f"{theme or 'catalogue'}.{said}")

    @expose("/try", methods=["POST"])
    @needs("package.write")
    def try_file(self) -> Any:
        """Take a file in to be tried: at once, or by a worker where it is long. Nothing is brought in."""
        given = request.files.get("file")
        if given is None or not given.filename:
            flash(_("Choose a file first."), "danger")
            return redirect(url_for("studio_exchange.index"))
        try:
            job = exchange.take(
                transaction.session(), given.filename, given.read(),
                by=g.principal.username, now=clock.now(),
            )  # fmt: skip
        except workbooks.NotAWorkbook:
            flash(_("This is no workbook that can be read."), "danger")
            return redirect(url_for("studio_exchange.index"))
        return redirect(url_for("studio_exchange.file", token=job.token))

    @expose("/files/<string:token>")
    @needs("package.write")
    def file(self, token: str) -> str:
        """One file: how far it is, what it would do or is wrong in it, what came of it."""
        session, now = transaction.session(), clock.now()
        job = exchange.of(session, token, by=g.principal.username)
        if job is None:
            abort(404)
        watched = job.state in jobs.OPEN
        late = job.state == "waiting" and now - job.at > PATIENCE
        late = late and not jobs.at_work(session, now=now)
        return render_template("studio/file.html", job=job, watched=watched, late=late)

    @expose("/bring", methods=["POST"])
    @needs("package.write")
    def bring(self) -> Response:
        """Bring in what was tried; all or nothing, and nothing published unless that is asked."""
        token, publish = request.form.get("token", ""), bool(request.form.get("publish"))
        if publish and not may(g.principal, "version.publish"):
            abort(403)
        try:
            report = exchange.confirm(
                transaction.session(), token,
                by=g.principal.username, now=clock.now(), publish=publish,
            )  # fmt: skip
        except exchange.NoSuchProposal:
            flash(_("This file was brought in already, or was not tried."), "warning")
            return redirect(url_for("studio_exchange.index"))
        except package_files.PackageRefused:
            flash(_("The catalogue has changed since: try the file again."), "danger")
            return redirect(url_for("studio_exchange.index"))
        if report is None:
            return redirect(url_for("studio_exchange.file", token=token))
        flash(
            _("Brought in: %(added)s added, %(changed)s changed. Nothing is published yet.",
              added=len(report.added), changed=len(report.changed)),
            "good",
        )  # fmt: skip
        return redirect(url_for("studio_exchange.index"))

    @expose("/annotated", methods=["POST"])
    @needs("package.write")
    def annotated(self) -> Response:
        """The workbook that was tried, with a note at every cell that is wrong."""
        try:
            data = exchange.annotated(
                transaction.session(), request.form.get("token", ""),
                by=g.principal.username, say=lambda said: str(sentences.about(said)),
            )  # fmt: skip
        except (exchange.NoSuchProposal, workbooks.NotAWorkbook):
            abort(404)
        return _file(data, WORKBOOK, "annotated.xlsx")


def _file(data: bytes, kind: str, name: str) -> Response:
    return Response(
        data, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
