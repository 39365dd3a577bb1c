"""``flask catalogue what-if``: closed cases laid on a version, or on the draft in the rows."""

from __future__ import annotations

import json
from typing import Any

import click
from flask import Flask
from flask.cli import with_appcontext

from app import clock, transaction
from app.catalogue_cli import KIND, catalogue_group
from app.cli_said import as_json, print_json
from app.compare_cli import REFUSALS, refuse
from app.domain.whatif import LEAST, Figures
from app.services import versions, whatif


@catalogue_group.command("what-if")
@click.argument("kind", type=KIND)
@click.argument("code")
@click.option("--draft", is_flag=True, help="what the rows would publish, not what is in force")
@as_json
@with_appcontext
def what_if(kind: str, code: str, *, draft: bool, as_json: bool) -> None:
    """Lay the closed cases of an entry on its version in force, or on the draft in the rows.

    JSON: {kind, code, under: published | draft, looked_at, since, until, assumed, handled, replayed},
    the last two null with fewer than five cases, else {n, left_out, on_time, percent, median, p90,
    whole: [{department, limit, total, late}], departments: […]}; days are counted working days.
    """
    session, now = transaction.session(), clock.now()
    try:
        version = None if draft else versions.current(session, kind, code, at=now)
        if not draft and version is None:
            raise LookupError(f"{kind}/{code} has no version in force; see --draft")
        plan = json.loads(version.blueprint) if version else None
        found = whatif.compare(session, kind, code, at=now, draft=plan)
    except REFUSALS as why:
        refuse(why, as_json=as_json)
    if as_json:
        print_json(
            {
                "kind": kind,
                "code": code,
                "under": "draft" if draft else "published",
                "looked_at": found.looked_at,
                "since": found.since,
                "until": found.until,
                "assumed": whatif.ASSUMED,
                "handled": _figures(found.handled),
                "replayed": _figures(found.drafted),
            }
        )
        return
    click.echo(f"{found.looked_at} closed cases. {whatif.ASSUMED}")
    _print_figures("as handled", found.handled)
    _print_figures("draft" if draft else "published", found.drafted)


def _figures(found: Figures | None) -> dict[str, Any] | None:
    if found is None:
        return None
    tallies = {name: [one._asdict() for one in getattr(found, name)] for name in TALLIES}
    return found._asdict() | tallies


TALLIES = ("whole", "departments")


def _print_figures(under: str, found: Figures | None) -> None:
    if found is None:
        click.echo(f"{under}: fewer than {LEAST} cases whose course is known, no figures")
        return
    click.echo(
        f"{under}: n {found.n}, {found.percent:g} % on time, "
        f"median {found.median:g}, P90 {found.p90:g} working days, {found.left_out} left out"
    )
    for one in (*found.whole, *found.departments):
        click.echo(f"{one.department:>12} {one.limit}: {one.late} late of {one.total}")


def init_app(_app: Flask) -> None:
    """Nothing more: the command hangs on the group that catalogue_cli registers."""
