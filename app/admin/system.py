"""The system administrator's page: what the doctor finds, whether time acts, what ran and what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from flask_appbuilder.baseviews import BaseView, expose
from sqlalchemy import make_url

from app import clock, doctor, health, job_words, transaction
from app.guard import needs
from app.refusals import sentence
from app.services import jobs, reference, trail

#: A worker has time act every minute, cron hourly: without a round for this long nothing does.
LATE = timedelta(hours=2)


class SystemView(BaseView):
    """Read-only: what is put right is put right on the server."""

    route_base = "/admin/system"

    @expose("/")
    @needs("doctor.read")
    def show(self) -> Any:
        """What is missing or unsafe, when time and backup last acted, and the jobs."""
        session, now = transaction.session(), clock.now()
        ticked, ran = _ticked(session), jobs.latest(session)
        return self.render_template(
            "account/system.html",
            findings=[sentence(finding) for finding in doctor.findings()],
            state=health.state(),
            database=make_url(current_app.config["SQLALCHEMY_DATABASE_URI"]).get_backend_name(),
            production=current_app.config["ENVIRONMENT"] == "production",
            ticked=ticked,
            late=ticked is None or now - ticked > LATE,
            jobs=ran,
            people=reference.reference(session).people,
            job_words=job_words,
            watched=any(job.state in jobs.OPEN for job in ran),
            backup=trail.last_record(session, "backup"),
            now=now,
        )


def _ticked(session: Any) -> datetime | None:
    """When time last acted: the last round, or the last seal, for each round seals within the hour."""
    last = jobs.last_done(session, "tick")
    return max(filter(None, (last and last.finished_at, trail.last_sealed(session))), default=None)


def register(appbuilder: Any) -> None:
    """Register the page; our own menu shows it."""
    appbuilder.add_view_no_menu(SystemView)
