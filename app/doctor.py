"""``flask doctor``: what is missing or unsafe here, each in one sentence."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import with_appcontext

import config
from app import clock, front_end, health, icons, paper_pdf, transaction
from app import doctor_safety as safety
from app.domain.refusal import Refusal
from app.models import CalendarRevision, Case, ChainSeal, PaperTemplate, ServiceVersion
from app.services import file_store, publishing, search_words

#: Each round seals within the hour, and one may fail.
TICKED = timedelta(hours=2)
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
    "survey",
    "notice_sheet",
    "pickup",
    "correction",
    "revocation",
    "appeal_receipt",
    "appeal_reply",
)


def _schema() -> Iterator[Refusal]:
    found = health.state()
    if not found["database"]:
        yield Refusal("doctor", "The database is not reached.", {})
    elif (found["migration"] or "") > found["expected"]:
        yield Refusal(
            "doctor",
            "The schema is %(migration)s, the code knows up to %(expected)s: update the program.",
            found,
        )
    elif found["migration"] != found["expected"]:
        yield Refusal(
            "doctor",
            "The schema is %(migration)s, the code expects %(expected)s: run flask db upgrade.",
            found,
        )


def _time() -> Iterator[Refusal]:
    """Time acts by a job only; where none runs, nothing is deemed accepted and no card is written."""
    session, now = transaction.session(), clock.now()
    first = session.execute(sa.select(sa.func.min(Case.received_at))).scalar()
    sealed = session.execute(sa.select(sa.func.max(ChainSeal.at))).scalar() or first
    if first is not None and now - min(sealed, now) > TICKED:
        yield Refusal(
            "doctor", "Time has not acted since %(at)s: have flask worker run.", {"at": sealed}
        )
    counted = sa.select(sa.func.count()).select_from(Case)
    unsure = session.execute(counted.where(Case.uncertain, Case.closed_at.is_(None))).scalar()
    if unsure:
        yield Refusal(
            "doctor",
            "%(count)s cases have provisional due dates: import the confirmed year, the worker does the rest.",
            {"count": unsure},
        )


def _search() -> Iterator[Refusal]:
    lost = search_words.unfound(transaction.session())
    if lost:
        yield Refusal(
            "doctor", "%(count)s cases are found by nobody: flask search rebuild.", {"count": lost}
        )


def _files() -> Iterator[Refusal]:
    session = transaction.session()
    for say, names in (
        ("%(count)s files of cases are not in the store, the first is %(name)s: flask restore brings them back.",
         list(file_store.missing(session))),
        ("%(count)s files of cases are not what was stored, the first is %(name)s: flask restore brings them back.",
         list(file_store.altered(session))),
    ):  # fmt: skip
        if names:
            yield Refusal("doctor", say, {"count": len(names), "name": names[0]})


def _catalogue() -> Iterator[Refusal]:
    session = transaction.session()
    years = session.execute(
        sa.select(CalendarRevision.confirmed).order_by(CalendarRevision.id.desc()).limit(1)
    ).scalar()
    if not years:
        yield Refusal("doctor", "The centre has no calendar: flask seed.", {})
    elif clock.today().year not in years:
        yield Refusal(
            "doctor",
            "The calendar of %(year)s is not confirmed: due dates are provisional.",
            {"year": clock.today().year},
        )
    if not session.execute(sa.select(sa.func.count()).select_from(ServiceVersion)).scalar():
        yield Refusal("doctor", "Nothing is published: flask seed.", {})
    elif not publishing.offered(session, at=clock.now()):
        yield Refusal("doctor", "No theme is offered at the counter.", {})
    there = set(session.execute(sa.select(PaperTemplate.key)).scalars())
    for kind in PAPERS:
        if kind not in there:
            yield Refusal("doctor", "The paper template %(kind)s is missing.", {"kind": kind})


def _assets() -> Iterator[Refusal]:
    if not (front_end.FOLDER / icons.SHEET).exists():
        yield Refusal(
            "doctor", "Front-end files are missing: npm ci, then python -m app.assets.", {}
        )
    if not list((Path(config.ROOT) / "translations" / "zh").rglob("*.mo")):
        yield Refusal(
            "doctor", "Translations are not compiled: python -m app.translate compile.", {}
        )


def _configured() -> Iterator[Refusal]:
    if not paper_pdf.has_fonts():
        yield Refusal(
            "doctor", "No font draws Chinese here: papers get no PDF. Install fonts-noto-cjk.", {}
        )
    said = current_app.config
    if said["ENVIRONMENT"] == "production" and said["PUBLIC_URL"] == config.Base.PUBLIC_URL:
        yield Refusal("doctor", "PUBLIC_URL is not set: the squares on papers lead nowhere.", {})
    if said["ENVIRONMENT"] == "production" and not said["YOUSHI_BACKUPS"]:
        yield Refusal("doctor", "YOUSHI_BACKUPS is not set: nothing is backed up at night.", {})


CHECKS: tuple[Callable[[], Iterator[Refusal]], ...] = (
    _schema,
    safety.secrets,
    safety.accounts,
    _time,
    _search,
    _files,
    _catalogue,
    _assets,
    _configured,
)


def findings() -> list[Refusal]:
    """Everything that is missing or unsafe; where the schema is wrong, only that."""
    found: list[Refusal] = []
    for check in CHECKS:
        found += check()
        if found and check is _schema:
            break
    return found


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Say what is missing or unsafe; non-zero where something is."""
    found = findings()
    for one in found:
        click.echo(f"- {one.say % one.values}")
    click.echo("all well" if not found else f"{len(found)} to put right")
    sys.exit(1 if found else 0)


def init_app(app: Flask) -> None:
    """Register the command."""
    app.cli.add_command(doctor)
