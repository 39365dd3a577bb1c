"""The system administrator's page: what the doctor finds, whether time acts, when it was backed up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import current_app
from flask_appbuilder.baseviews import BaseView, expose
from sqlalchemy import make_url

from app import clock, doctor, health, transaction
from app.guard import needs
from app.refusals import sentence
from app.services import trail

#: The tick seals the chains hourly: without a seal for this long it does not run.
LATE = timedelta(hours=2)


class SystemView(BaseView):
    """Read-only: what is put right is put right on the server."""

    route_base = "/admin/system"

    @expose("/")
    @needs("doctor.read")
    def show(self) -> Any:
        """What is missing or unsafe, and when tick and backup last ran."""
        session, now = transaction.session(), clock.now()
        sealed = trail.last_sealed(session)
        return self.render_template(
            "account/system.html",
            findings=[sentence(finding) for finding in doctor.findings()],
            state=health.state(),
            database=make_url(current_app.config["SQLALCHEMY_DATABASE_URI"]).get_backend_name(),
            production=current_app.config["ENVIRONMENT"] == "production",
            ticked=sealed,
            late=sealed is None or now - sealed > LATE,
            backup=trail.last_record(session, "backup"),
            now=now,
        )


def register(appbuilder: Any) -> None:
    """Register the page; our own menu shows it."""
    appbuilder.add_view_no_menu(SystemView)
