"""``flask doctor``: what is missing or unsafe here, each in one sentence."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_appbuilder.security.sqla.models import User

import config
from app import clock, health, icons, transaction
from app.models import CalendarRevision, PaperTemplate, ServiceVersion
from app.services import publishing

#: Papers that acts give out; without a template an act would give out nothing.
PAPERS = (
    "receipt",
    "acceptance",
    "supplement",
    "rejection",
    "deferred_acceptance",
    "decision_grant",
    "decision_refuse",
    "return",
    "delivery",
    "extension",
    "special_procedure",
)


def _schema() -> Iterator[str]:
    found = health.state()
    if not found["database"]:
        yield "the database is not reached"
    elif found["migration"] != found["expected"]:
        yield f"the schema is {found['migration']}, the code expects {found['expected']}: run flask db upgrade"


def _secrets() -> Iterator[str]:
    for name in ("secret_key", "keys"):
        path = config.INSTANCE / name
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield f"{path} can be read by others: chmod 600"
    if (
        current_app.config["ENVIRONMENT"] == "production"
        and not current_app.config["SESSION_COOKIE_SECURE"]
    ):
        yield "session cookies are not marked Secure"


def _accounts() -> Iterator[str]:
    session = transaction.session()
    if not session.execute(sa.select(sa.func.count()).select_from(User)).scalar():
        yield "there is no account: flask account create --role security_admin"


def _catalogue() -> Iterator[str]:
    session = transaction.session()
    years = session.execute(
        sa.select(CalendarRevision.confirmed).order_by(CalendarRevision.id.desc()).limit(1)
    ).scalar()
    if not years:
        yield "the centre has no calendar: flask seed"
    elif clock.today().year not in years:
        yield f"the calendar of {clock.today().year} is not confirmed: due dates are provisional"
    if not session.execute(sa.select(sa.func.count()).select_from(ServiceVersion)).scalar():
        yield "nothing is published: flask seed"
    elif not publishing.offered(session, at=clock.now()):
        yield "no theme is offered at the counter"
    there = set(session.execute(sa.select(PaperTemplate.key)).scalars())
    for kind in PAPERS:
        if kind not in there:
            yield f"the paper template {kind} is missing"


def _assets() -> Iterator[str]:
    if not (icons.FOLDER.parent / "tabler.min.css").exists():
        yield "front-end files are missing: npm ci, then python -m app.assets"
    if not list((Path(config.ROOT) / "translations" / "zh").rglob("*.mo")):
        yield "translations are not compiled: python -m app.translate compile"


CHECKS: tuple[Callable[[], Iterator[str]], ...] = (
    _schema,
    _secrets,
    _accounts,
    _catalogue,
    _assets,
)


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Say what is missing or unsafe; non-zero where something is."""
    found: list[str] = []
    for check in CHECKS:
        found += check()
        if found and check is _schema:
            break
    for sentence in found:
        click.echo(f"- {sentence}")
    click.echo("all well" if not found else f"{len(found)} to put right")
    sys.exit(1 if found else 0)


def init_app(app: Flask) -> None:
    """Register the command."""
    app.cli.add_command(doctor)
