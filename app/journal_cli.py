"""Commands that prove and that let time act: journal verify and seal, replay, tick, recalculate."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Any

import click
import sqlalchemy as sa
from flask import Flask
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.orm import Session

from app import clock, journal, transaction
from app.domain.case import Refusal
from app.jobs import ticking
from app.models import Case
from app.services import cases, search_words, verification

chain = AppGroup("journal", help="The append-only chains.")


@chain.command("verify")
@with_appcontext
def verify() -> None:
    """Recompute both chains link by link; non-zero where one is broken."""
    with transaction.reading() as session:
        verdicts = [verification.verify(session, name) for name in journal.TABLES]
    for verdict in verdicts:
        state = "holds" if verdict.holds else f"BROKEN at entry {verdict.broken_at}: {verdict.why}"
        click.echo(
            f"{verdict.chain}: {verdict.entries} entries, head {verdict.head[:16]}, "
            f"{_sealed(verdict)}, {state}"
        )
    sys.exit(0 if all(verdict.holds for verdict in verdicts) else 1)


def _sealed(verdict: verification.Verdict) -> str:
    """Up to where a cut tail would be found; after it, only a head that does not fit shows one."""
    if verdict.sealed is None:
        return "not sealed yet"
    return f"sealed up to {verdict.sealed[0]} on {verdict.sealed[1]}"


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
    found = 0
    with transaction.reading() as session:
        count = session.execute(sa.select(sa.func.count()).select_from(Case)).scalar()
        for found, one in enumerate(verification.replay(session), start=1):  # noqa: B007 - counted
            click.echo(
                f"{one.number} {one.where}.{one.column}: "
                f"the row says {_shown(one.row)}, the events {_shown(one.fold)}"
            )
        # Not which words: a name would stand in the log of the console.
        for number in search_words.differing(session):
            found += 1
            click.echo(f"{number} search: not found by what its rows say, run flask search rebuild")
    click.echo(f"{count} cases, {found or 'no'} differences")
    sys.exit(1 if found else 0)


def _shown(value: Any) -> str:
    return str(value) if isinstance(value, datetime) else repr(value)


@click.command("tick")
@with_appcontext
def tick() -> None:
    """Let time act: deemed acceptance, cards, lapsed deferrals, dues of a year that was confirmed.

    Versions whose day has come take effect, what is past its time is removed, the chains are sealed
    hourly. Safe to run as often as one likes, and twice at once; a case that fails is named and keeps
    no other waiting. A worker does it every minute.
    """
    done = ticking.tick(now=clock.now(), alone=True)
    for number, why in done.left.items():
        click.echo(f"{number} was left as it is: {why}", err=True)
    swept = ", ".join(f"{count} {what} removed" for what, count in done.removed.items() if count)
    click.echo(f"{done.acted} cases acted on{', ' + swept if swept else ''}")
    sys.exit(1 if done.left else 0)


@click.command("recalculate")
@click.argument("numbers", nargs=-1, required=True)
@click.option("--reason", required=True, help="why running cases get other due dates")
@with_appcontext
def recalculate(numbers: tuple[str, ...], reason: str) -> None:
    """Work the due dates of these cases out anew, after a confirmed day or the office hours changed."""
    now = clock.now()
    with transaction.unit() as session:
        for number in numbers:
            done = _recalculated(session, number, reason, now)
            moved = sum(event["type"] == "due_set" for event in done.events)
            click.echo(f"{number}: {moved} clocks have other due dates")


def _recalculated(session: Session, number: str, reason: str, now: datetime) -> cases.Performed:
    """All of them or none: a number that is no case's refuses the whole list."""
    try:
        done = cases.recalculate(session, number, reason=reason, now=now)
    except cases.NoSuchCase:
        raise click.ClickException(f"there is no case {number}; nothing was changed") from None
    if isinstance(done, Refusal):
        raise click.ClickException(f"{number}: {done.say % done.values}; nothing was changed")
    return done


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(chain)
    app.cli.add_command(replay)
    app.cli.add_command(tick)
    app.cli.add_command(recalculate)
