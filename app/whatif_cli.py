"""``flask catalogue what-if``: closed cases laid on a version, or on the draft in the rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import click
from flask import Flask
from flask.cli import with_appcontext
from flask_babel import gettext as _

from app import clock, transaction
from app.catalogue_cli import KIND, catalogue_group
from app.cli_said import as_json, in_language, not_there, print_json
from app.compare_cli import REFUSALS, refuse
from app.domain.diff_names import LIMITS
from app.domain.whatif import LEAST, Figures
from app.services import version_diff, versions, whatif


@catalogue_group.command("what-if")
@click.argument("kind", type=KIND)
@click.argument("code")
@click.option("--draft", is_flag=True, help="what the rows would publish, not what is in force")
@as_json
@with_appcontext
@in_language
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
            said = _("%(what)s has no version in force; see --draft", what=f"{kind}/{code}")
            not_there(said, as_json=as_json)
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
                "assumed": _(whatif.ASSUMED),
                "handled": _figures(found.handled),
                "replayed": _figures(found.drafted),
            }
        )
        return
    click.echo(" ".join([_("%(count)s closed cases.", count=found.looked_at), _(whatif.ASSUMED)]))
    names = version_diff.department_names(session)
    _print_figures(_("as handled"), found.handled, names)
    _print_figures(_("draft") if draft else _("published"), found.drafted, names)


def _figures(found: Figures | None) -> dict[str, Any] | None:
    if found is None:
        return None
    tallies = {name: [one._asdict() for one in getattr(found, name)] for name in TALLIES}
    return found._asdict() | tallies


TALLIES = ("whole", "departments")


def _print_figures(under: str, found: Figures | None, names: Mapping[str, str]) -> None:
    if found is None:
        click.echo(_("%(under)s: fewer than %(least)s cases whose course is known, no figures", under=under, least=LEAST))  # fmt: skip
        return
    said = {
        "under": under, "n": found.n, "percent": f"{found.percent:g}", "median": f"{found.median:g}",
        "p90": f"{found.p90:g}", "out": found.left_out,
    }  # fmt: skip
    click.echo(_("%(under)s: n %(n)s, %(percent)s %% on time, median %(median)s, P90 %(p90)s working days, %(out)s left out", **said))  # fmt: skip
    for one in (*found.whole, *found.departments):
        whose = {
            "who": names.get(one.department, one.department),
            "limit": _(LIMITS.get(one.limit, one.limit)),
        }
        click.echo("  " + _("%(who)s, %(limit)s: %(late)s late of %(all)s", late=one.late, all=one.total, **whose))  # fmt: skip


def init_app(_app: Flask) -> None:
    """Nothing more: the command hangs on the group that catalogue_cli registers."""
