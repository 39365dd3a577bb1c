"""Commands that prove and that let time act: journal verify, journal seal, replay, tick."""

from __future__ import annotations

import sys

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from app import clock, journal, transaction
from app.domain.case import Refusal
from app.services import cases, ticks, verification

chain = AppGroup("journal", help="The append-only chains.")


@chain.command("verify")
@with_appcontext
def verify() -> None:
    """Recompute both chains link by link; non-zero where one is broken."""
    verdicts = [verification.verify(transaction.session(), name) for name in journal.TABLES]
    for verdict in verdicts:
        state = "holds" if verdict.holds else f"BROKEN at entry {verdict.broken_at}: {verdict.why}"
        click.echo(f"{verdict.chain}: {verdict.entries} entries, head {verdict.head[:16]}, {state}")
    sys.exit(0 if all(verdict.holds for verdict in verdicts) else 1)


@chain.command("seal")
@with_appcontext
def seal() -> None:
    """Keep both heads aside: what is cut off later is found up to here."""
    with transaction.unit() as session:
        journal.seal(session)


@click.command("replay")
@with_appcontext
def replay() -> None:
    """Fold every case's events and compare with its rows; non-zero where they differ."""
    differences = list(verification.replay(transaction.session()))
    for found in differences:
        click.echo(
            f"{found.number} {found.where}.{found.column}: the row says {found.row!r}, the events {found.fold!r}"
        )
    click.echo(f"{len(differences)} differences")
    sys.exit(1 if differences else 0)


@click.command("tick")
@with_appcontext
def tick() -> None:
    """Let time act: deemed acceptance, cards, lapsed deferrals. Safe to run as often as one likes."""
    now = clock.now()
    acted = 0
    for number in ticks.due_numbers(transaction.session(), now=now):
        with transaction.unit() as session:
            done = cases.let_time_act(session, number, now=now)
        acted += not isinstance(done, Refusal) and bool(done.events)
    with transaction.unit() as session:
        journal.seal(session)
    click.echo(f"{acted} cases acted on")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(chain)
    app.cli.add_command(replay)
    app.cli.add_command(tick)
