"""``flask catalogue``: the rows as a package, in and out, checked, published, taken back."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.orm import Session

from app import clock, transaction
from app.services import catalogue, package_files, publishing, reverting
from app.services.catalogue_bindings import BY_TOP

catalogue_group = AppGroup("catalogue", help="The catalogue as a package.")
KIND = click.Choice(list(publishing.ORDER))

CALENDAR = "calendar/calendar"
#: A calendar never reaches running cases by itself (R06).
RUNNING = (
    " calendar running cases keep their due dates: flask tick works out those of a year confirmed now,"
    " flask recalculate NUMBER --reason … any other"
)


@contextmanager
def _said_plainly() -> Iterator[None]:
    """A refusal is a sentence for each reason and a non-zero exit; nothing was changed."""
    try:
        yield
    except (package_files.PackageRefused, publishing.PublishRefused) as refused:
        click.echo(f"refused, nothing was changed:\n{refused}", err=True)
        sys.exit(1)


def _there(session: Session, top: str, key: str) -> None:
    """The entry is in the rows, else a sentence and a non-zero exit."""
    try:
        catalogue.row_of(session, top, key)
    except KeyError:
        click.echo(f"the catalogue has no {top} {key}", err=True)
        sys.exit(1)


@catalogue_group.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@with_appcontext
def import_(path: Path) -> None:
    """Bring a package into the rows; nothing is published."""
    bring_in(path, publish=False)


def bring_in(path: Path, *, publish: bool) -> None:
    """Load a package, publish it where that is asked, and print what changed."""
    now = clock.now()
    with _said_plainly(), transaction.unit() as session:
        package = package_files.read_package(path, known=catalogue.known(session))
        report = catalogue.import_package(session, package.content, by="system", now=now)
        fresh = publishing.publish_all(session, by="system", now=now) if publish else []
        published = [f"{version.kind}/{version.code} {version.number}" for version in fresh]
    _told(
        {"added": report.added, "changed": report.changed, "published": published},
        report.unchanged,
    )


def _told(changed: dict[str, list[str]], unchanged: list[str]) -> None:
    """Every place that changed, and a last line that sums up."""
    for what, places in changed.items():
        for place in places:
            click.echo(f"{what:>9} {place}")
    if CALENDAR in (*changed["added"], *changed["changed"]):
        click.echo(RUNNING)
    counts = ", ".join(f"{len(places)} {what}" for what, places in changed.items() if places)
    click.echo(f"{counts or 'nothing changed'}, {len(unchanged)} unchanged")


@catalogue_group.command("export")
@click.argument("only", nargs=-1)
@with_appcontext
def export(only: tuple[str, ...]) -> None:
    """Print the rows as a package; ONLY "themes CODE" (items, appeals): that with what it needs."""
    if only and (len(only) != 2 or only[0] not in BY_TOP):  # noqa: PLR2004 - a noun and a key
        raise click.UsageError("say a noun and a key, as in: themes CODE")
    session, noun_and_key = transaction.session(), (only[0], only[1]) if only else None
    if noun_and_key:
        _there(session, *noun_and_key)
    package = catalogue.export_package(session, only=noun_and_key)
    click.echo(package_files.write_package(package), nl=False)


@catalogue_group.command("check")
@click.argument("path", required=False, type=click.Path(exists=True, path_type=Path))
@with_appcontext
def check(path: Path | None) -> None:
    """Say what is wrong with a package; without one, what would keep the rows from publication."""
    session = transaction.session()
    if path:
        with _said_plainly():
            package_files.read_package(path, known=catalogue.known(session))
        click.echo("the package may be imported")
        return
    refused = 0
    for kind, code in publishing.entries(session):
        refused += _checked(kind, code, clock.now())
    click.echo(f"{refused} would be refused" if refused else "everything may be published")
    sys.exit(1 if refused else 0)


def _checked(kind: str, code: str, at: datetime) -> bool:
    """Print what stands in the way of one entry; whether anything does."""
    try:
        found = publishing.examine(transaction.session(), kind, code, at=at).open
    except publishing.PublishRefused as refused:
        found = refused.findings
    for one in found:
        click.echo(f"{one.level:>9} {kind}/{code} {one.code} {one.where}: {one.say % one.values}")
    return bool(found)


@catalogue_group.command("revert")
@click.argument("kind", type=KIND)
@click.argument("code")
@click.argument("number", type=int)
@with_appcontext
def revert(kind: str, code: str, number: int) -> None:
    """Bring the rows back to what a version was published from; nothing is published."""
    with _said_plainly(), transaction.unit() as session:
        try:
            report = reverting.revert(
                session, kind, code=code, number=number, by="system", now=clock.now()
            )
        except KeyError:
            raise click.ClickException(f"there is no version {number} of {kind}/{code}") from None
    _told({"added": report.added, "changed": report.changed}, report.unchanged)


@catalogue_group.command("publish")
@click.argument("kind", type=KIND)
@click.argument("code")
@click.option("--from", "valid_from", type=click.DateTime(), help="a later instant")
@with_appcontext
def publish(kind: str, code: str, valid_from: datetime | None) -> None:
    """Publish one entry as the rows have it, from now or from a later instant."""
    now = clock.now()
    if valid_from is not None and valid_from < now:
        raise click.BadParameter("it is past", param_hint="--from")
    with _said_plainly(), transaction.unit() as session:
        _there(session, publishing.ORDER[kind], code)
        version = publishing.publish(
            session, kind, code, by="system", now=now, valid_from=valid_from
        )
        session.flush()  # the number is printed
        click.echo(f"{version.name}: version {version.number}, {version.sha256[:12]}")


def init_app(app: Flask) -> None:
    """Register the group."""
    app.cli.add_command(catalogue_group)
