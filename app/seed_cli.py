"""Commands that bring the catalogue in: bootstrap, seed, catalogue import, export, check, publish."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from app import clock, transaction
from app.demo import accounts as demo
from app.services import accounts, catalogue, package_files, publishing

catalogue_group = AppGroup("catalogue", help="The catalogue as a package.")


@click.command("bootstrap")
@with_appcontext
def bootstrap() -> None:
    """Make the rows of the builtin roles, once; safe to repeat."""
    with transaction.unit() as session:
        accounts.ensure_roles(session)


@click.command("seed")
@click.argument("path", required=False, type=click.Path(exists=True, path_type=Path))
@with_appcontext
def seed(path: Path | None) -> None:
    """Load a package (seeds/ by default) and publish it through the gate; a second run changes nothing."""
    _bring_in(path or Path(current_app.config["SEEDS"]), publish=True)


@catalogue_group.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@with_appcontext
def import_(path: Path) -> None:
    """Bring a package into the rows; nothing is published."""
    _bring_in(path, publish=False)


def _bring_in(path: Path, *, publish: bool) -> None:
    now = clock.now()
    try:
        with transaction.unit() as session:
            package = package_files.read_package(path, known=catalogue.known(session))
            report = catalogue.import_package(session, package.content, by="system", now=now)
            fresh = publishing.publish_all(session, by="system", now=now) if publish else []
    except (package_files.PackageRefused, publishing.PublishRefused) as refused:
        click.echo(f"refused, nothing was changed:\n{refused}", err=True)
        sys.exit(1)
    click.echo(
        f"{len(report.added)} added, {len(report.changed)} changed, {len(report.unchanged)} unchanged, {len(fresh)} versions published"
    )


@catalogue_group.command("export")
@with_appcontext
def export() -> None:
    """Print the rows as a package."""
    click.echo(
        package_files.write_package(catalogue.export_package(transaction.session())), nl=False
    )


@catalogue_group.command("publish")
@click.argument("kind", type=click.Choice(list(publishing.ORDER)))
@click.argument("code")
@with_appcontext
def publish(kind: str, code: str) -> None:
    """Publish one entry as the rows have it."""
    try:
        with transaction.unit() as session:
            version = publishing.publish(session, kind, code, by="system", now=clock.now())
            session.flush()  # the number is printed
            click.echo(f"{version.name}: version {version.number}, {version.sha256[:12]}")
    except publishing.PublishRefused as refused:
        click.echo(str(refused), err=True)
        sys.exit(1)


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
    for command in (bootstrap, seed, catalogue_group, demo_accounts):
        app.cli.add_command(command)
