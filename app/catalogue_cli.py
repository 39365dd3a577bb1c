"""``flask catalogue``: the rows as a package, in and out, checked, published, taken back.

Each also with --json; cli_said tells what refusals look like there.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app import clock, transaction
from app.cli_said import (
    CALENDAR,
    DONE,
    RUNNING,
    as_json,
    finding_json,
    in_language,
    not_there,
    print_json,
    report_json,
    said_plainly,
    sentence,
)
from app.domain.findings import Finding
from app.services import catalogue, package_files, publishing, reverting
from app.services.catalogue_bindings import BY_TOP

catalogue_group = AppGroup("catalogue", help="The catalogue as a package.")
KIND = click.Choice(list(publishing.ORDER))


def _there(session: Session, top: str, key: str, *, as_json: bool) -> None:
    """The entry is in the rows, else a sentence and a non-zero exit."""
    try:
        catalogue.row_of(session, top, key)
    except KeyError:
        not_there(_("the catalogue has no %(noun)s %(key)s", noun=top, key=key), as_json=as_json)


@catalogue_group.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--publish", is_flag=True, help="publish the whole catalogue with it, or refuse it all"
)
@as_json
@with_appcontext
@in_language
def import_(path: Path, *, publish: bool, as_json: bool) -> None:
    """Bring a package into the rows; nothing is published unless that is asked.

    JSON: {added: [noun/key], changed: [noun/key], published: ["kind/code number"], unchanged}.
    """
    bring_in(path, publish=publish, as_json=as_json)


def bring_in(path: Path, *, publish: bool, alone: bool = False, as_json: bool = False) -> None:
    """Load a package, publish where asked (``alone``: only what it names), print what changed."""
    now = clock.now()
    with said_plainly(as_json=as_json), transaction.unit() as session:
        package = package_files.read_package(path, known=catalogue.known(session))
        report = catalogue.import_package(session, package.content, by="system", now=now)
        named = package.content if alone else None
        fresh = (
            publishing.publish_all(session, by="system", now=now, named=named) if publish else []
        )
        published = [f"{version.kind}/{version.code} {version.number}" for version in fresh]
    _told(
        {"added": report.added, "changed": report.changed, "published": published},
        report.unchanged,
        as_json=as_json,
    )


def _told(changed: dict[str, list[str]], unchanged: list[str], *, as_json: bool) -> None:
    """Every place that changed, and a last line that sums up."""
    if as_json:
        print_json(report_json(changed, unchanged))
        return
    for what, places in changed.items():
        for place in places:
            click.echo(f"{DONE[what]!s:>9} {place}")
    if CALENDAR in (*changed["added"], *changed["changed"]):
        click.echo(f" {RUNNING}")
    counts = [f"{len(places)} {DONE[what]}" for what, places in changed.items() if places]
    same = _("%(count)s unchanged", count=len(unchanged))
    click.echo(_(", ").join([*(counts or [_("nothing changed")]), same]))


@catalogue_group.command("export")
@click.argument("only", nargs=-1)
@as_json
@with_appcontext
@in_language
def export(only: tuple[str, ...], *, as_json: bool) -> None:
    """Print the rows as a package; ONLY "themes CODE" (items, appeals): that with what it needs.

    JSON: the package itself, as YAML says it.
    """
    if only and (len(only) != 2 or only[0] not in BY_TOP):  # noqa: PLR2004 - a noun and a key
        raise click.UsageError("say a noun and a key, as in: themes CODE")
    session, noun_and_key = transaction.session(), (only[0], only[1]) if only else None
    if noun_and_key:
        _there(session, *noun_and_key, as_json=as_json)
    package = catalogue.export_package(session, only=noun_and_key)
    if as_json:
        print_json(package)
    else:
        click.echo(package_files.write_package(package), nl=False)


@catalogue_group.command("check")
@click.argument("path", required=False, type=click.Path(exists=True, path_type=Path))
@as_json
@with_appcontext
@in_language
def check(path: Path | None, *, as_json: bool) -> None:
    """Say what is wrong with a package; without one, what would keep the rows from publication.

    JSON: {refused: [{file, line, key, message, expected}]} of a package, empty where it may be imported;
    of the rows {refused, entries: [{kind, code, findings: [{code, level, where, sentence, trace,
    reason}]}]}: every finding, also those with a reason, and how many entries would be refused.
    """
    session = transaction.session()
    if path:
        with said_plainly(as_json=as_json):
            package_files.read_package(path, known=catalogue.known(session))
        if as_json:
            print_json({"refused": []})
        else:
            click.echo(_("the package may be imported"))
        return
    rows = catalogue.export_package(session)
    entries = publishing.entries(session, rows)
    looked_at = {one: _examined(session, *one, rows=rows) for one in entries}
    (_print_checked_json if as_json else _print_checked)(looked_at)
    sys.exit(1 if any(map(_open, looked_at.values())) else 0)


Found = list[tuple[Finding, str | None]]
LEVELS = {"error": _l("error"), "warning": _l("warning")}


def _examined(session: Session, kind: str, code: str, *, rows: dict[str, Any]) -> Found:
    """Every finding about one entry with its reason."""
    try:
        return publishing.examine(session, kind, code, at=clock.now(), package=rows).findings
    except publishing.PublishRefused as refused:
        return [(one, None) for one in refused.findings]


def _open(found: Found) -> list[Finding]:
    """What stands in the way of publication."""
    return [one for one, reason in found if one.level == "error" or reason is None]


def _print_checked_json(looked_at: dict[tuple[str, str], Found]) -> None:
    entries = [
        {
            "kind": kind,
            "code": code,
            "findings": [finding_json(one, reason) for one, reason in found],
        }
        for (kind, code), found in looked_at.items()
    ]
    print_json({"refused": sum(map(bool, map(_open, looked_at.values()))), "entries": entries})


def _print_checked(looked_at: dict[tuple[str, str], Found]) -> None:
    for (kind, code), found in looked_at.items():
        for one in _open(found):
            said = f"{kind}/{code} {one.code} {one.where}: {sentence(one)}"
            click.echo(f"{LEVELS[one.level]!s:>9} {said}")
    refused = sum(map(bool, map(_open, looked_at.values())))
    told = _("%(count)s would be refused", count=refused)
    click.echo(told if refused else _("everything may be published"))


@catalogue_group.command("revert")
@click.argument("kind", type=KIND)
@click.argument("code")
@click.argument("number", type=int)
@as_json
@with_appcontext
@in_language
def revert(kind: str, code: str, number: int, *, as_json: bool) -> None:
    """Bring the rows back to what a version was published from; nothing is published.

    JSON: {added: [noun/key], changed: [noun/key], unchanged}.
    """
    with said_plainly(as_json=as_json), transaction.unit() as session:
        try:
            report = reverting.revert(
                session, kind, code=code, number=number, by="system", now=clock.now()
            )
        except KeyError:
            not_there(
                _("%(what)s has no version %(number)s", what=f"{kind}/{code}", number=number),
                as_json=as_json,
            )
    _told({"added": report.added, "changed": report.changed}, report.unchanged, as_json=as_json)


@catalogue_group.command("publish")
@click.argument("kind", type=KIND)
@click.argument("code")
@click.option("--from", "valid_from", type=click.DateTime(), help="a later instant")
@as_json
@with_appcontext
@in_language
def publish(kind: str, code: str, valid_from: datetime | None, *, as_json: bool) -> None:
    """Publish one entry as the rows have it, from now or from a later instant.

    JSON: {kind, code, name, number, sha256, state, valid_from}; what is in force already is printed
    again. Refused: {refused: [{code, level, where, sentence, trace, reason}]}.
    """
    now = clock.now()
    if valid_from is not None and valid_from < now:
        raise click.BadParameter(_("it is past"), param_hint="--from")
    with said_plainly(as_json=as_json), transaction.unit() as session:
        _there(session, publishing.ORDER[kind], code, as_json=as_json)
        version = publishing.publish(
            session, kind, code, by="system", now=now, valid_from=valid_from
        )
        session.flush()  # the number is printed
        if as_json:
            names = ("kind", "code", "name", "number", "sha256", "state", "valid_from")
            print_json({name: getattr(version, name) for name in names})
            return
        told = {"name": version.name, "number": version.number, "hash": version.sha256[:12]}
        click.echo(_("%(name)s: version %(number)s, %(hash)s", **told))


def init_app(app: Flask) -> None:
    """Register the group."""
    app.cli.add_command(catalogue_group)
