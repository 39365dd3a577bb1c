"""The command that fills a fresh centre with months of activity; never in production."""

from __future__ import annotations

import sys
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from app import clock, journal, transaction
from app.demo import accounts, activity, centre
from app.models import Case, ServiceCentre


@click.command("demo")
@click.option(
    "--cases", default=300, show_default=True, help="How many; the reported are among them."
)
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same.")
@click.option("--until", type=click.DateTime(), help="Until when it goes on (now).")
@click.option("--into", help="The name of a centre that has cases already.")
@click.option("--verbose", is_flag=True, help="Say what people were refused.")
@with_appcontext
def demo(cases: int, seed: int, until: datetime | None, into: str | None, *, verbose: bool) -> None:
    """Let a centre work for months: invented people, demo accounts; never in production."""
    if current_app.config["ENVIRONMENT"] == "production":
        _refuse("production has no demo data")
    begun = time.perf_counter()
    said = activity.read(Path(current_app.config["SEEDS"]).parent / "demo" / "activity.yaml")
    with transaction.unit() as session:
        _check_empty(session, into)
        now = until or clock.now()
        accounts.ensure(session, now=now, everywhere=True)
        session.flush()
        told = centre.live(session, said, cases=cases, seed=seed, now=now)
        journal.seal(session)
    took = time.perf_counter() - begun
    if verbose:
        for line, count in Counter(told.refused).most_common():
            click.echo(f"  {count} × {line}")
    click.echo(
        f"{told.cases} cases, {told.open} with open parts, {told.acts} acts in {took:.1f} s "
        f"({told.cases / took:.0f} cases a second); {len(told.refused)} acts were refused"
    )


def _check_empty(session: Session, into: str | None) -> None:
    """Nobody's cases are mixed with invented ones by a slip."""
    name = session.scalar(sa.select(ServiceCentre.name))
    there = session.scalar(sa.select(sa.func.count()).select_from(Case))
    if there and into != name:
        _refuse(
            f"{name} has {there} cases already; to add invented ones all the same: --into {name}"
        )


def _refuse(why: str) -> None:
    click.echo(why, err=True)
    sys.exit(1)


def init_app(app: Flask) -> None:
    """Register the command."""
    app.cli.add_command(demo)
