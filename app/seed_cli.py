"""Commands that fill a fresh database: bootstrap, seed, demo-accounts."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app import clock, prepare, transaction
from app.catalogue_cli import bring_in
from app.cli_said import in_language
from app.demo import accounts as demo


@click.command("bootstrap")
@with_appcontext
def bootstrap() -> None:
    """Make the rows of the builtin roles, once; safe to repeat."""
    with transaction.unit() as session:
        prepare.make_roles(session)


@click.command("seed")
@click.argument("path", required=False, type=click.Path(exists=True, path_type=Path))
@with_appcontext
@in_language
def seed(path: Path | None) -> None:
    """Load a package (seeds/ by default) and publish it through the gate; a second run changes nothing."""
    # What an administrator has begun and not finished keeps no new release from starting.
    bring_in(path or Path(current_app.config["SEEDS"]), publish=True, alone=True)


@click.command("demo-accounts")
@with_appcontext
def demo_accounts() -> None:
    """Make one account per role and per department, and print them; never in production."""
    if current_app.config["ENVIRONMENT"] == "production":
        click.echo("production has no demo accounts: use flask account create", err=True)
        sys.exit(1)
    with transaction.unit() as session:
        rows = demo.ensure(session, now=clock.now())
    click.echo(demo.table(rows))


def init_app(app: Flask) -> None:
    """Register the commands."""
    for command in (bootstrap, seed, demo_accounts):
        app.cli.add_command(command)
