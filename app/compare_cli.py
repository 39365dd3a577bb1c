"""Commands that look at the catalogue: diff, derive, what-if; each also as JSON for other programs."""

from __future__ import annotations

import json
import sys
from typing import Any

import click
from flask import Flask
from flask.cli import with_appcontext

from app import clock, transaction
from app.catalogue_cli import KIND, catalogue_group
from app.domain.condition_words import explain
from app.domain.diff_words import sentence, words_for
from app.domain.whatif import LEAST, Figures
from app.services import merged_list, publishing, version_diff, versions, whatif

as_json = click.option("--json", "as_json", is_flag=True, help="for other programs")
#: What a command may be asked for in vain; said as a sentence, nothing was changed.
REFUSALS = (LookupError, publishing.PublishRefused, merged_list.WrongAnswer)


def _refuse(why: Exception) -> None:
    said = f"there is no {why.args[0]}" if isinstance(why, KeyError) else str(why)
    click.echo(said, err=True)
    sys.exit(1)


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


@catalogue_group.command("diff")
@click.argument("kind", type=KIND)
@click.argument("code")
@click.argument("before")
@click.argument("after")
@click.option("--package", is_flag=True, help="the packages, with what no case pins")
@as_json
@with_appcontext
def diff(kind: str, code: str, before: str, after: str, *, package: bool, as_json: bool) -> None:
    """Say what changed from BEFORE to AFTER: numbers of versions, or `rows`.

    JSON: {kind, code, before: {version, sha256}, after: {version, sha256}, changes: [{noun, change,
    key, label, owner, attribute, before, after, sentence}]}; change is added, removed, moved or
    changed, and before and after hold the values of the blueprint.
    """
    session = transaction.session()
    try:
        found = version_diff.compare(session, kind, code, before, after, at=clock.now())
    except REFUSALS as why:
        _refuse(why)
    old, new = found.before, found.after
    sides = (old.package, new.package) if package else (old.blueprint, new.blueprint)
    words = words_for(*sides, names=version_diff.department_names(session))
    changes = found.package_changes if package else found.changes
    said = [(change, sentence(change, words)) for change in changes]
    if as_json:
        _print_json(
            {
                "kind": kind,
                "code": code,
                "before": {"version": old.which, "sha256": old.sha256},
                "after": {"version": new.which, "sha256": new.sha256},
                "changes": [_change(change, text) for change, text in said],
            }
        )
        return
    click.echo("\n".join(text for _change, text in said) or "nothing differs")


def _change(change: Any, text: str) -> dict[str, Any]:
    plain = change._asdict()
    plain.pop("paths")
    return {**plain, "sentence": text}


@catalogue_group.command("derive")
@click.argument("theme")
@click.option("--answers", "answers", multiple=True, metavar="K=V", help="one answer; may repeat")
@click.option("--pick", multiple=True, metavar="KEY", help="an optional or chosen part; may repeat")
@as_json
@with_appcontext
def derive(theme: str, *, answers: tuple[str, ...], pick: tuple[str, ...], as_json: bool) -> None:
    """Print the merged list of a theme: as catalogued, or for one set of answers.

    JSON: {theme, name, answers: {key: value} | null, chosen: [part] | null, before, after, lines:
    [{document, name, necessity, copies: {form: n}, when, used_by: [part]}], exempt: [{document,
    name}], proof: [{row, item, document, rule, to}]}. `when` is the condition as data, null where
    there is none or it was decided; null in answers and chosen: as catalogued.
    """
    pairs = [one.partition("=") for one in answers]
    if any(not sign for _key, sign, _value in pairs):
        raise click.BadParameter("say KEY=VALUE", param_hint="--answers")
    given = {key: value for key, _sign, value in pairs} if answers else None
    session = transaction.session()
    try:
        found = merged_list.merged_list(session, theme, now=clock.now(), answers=given, picked=pick)
    except REFUSALS as why:
        _refuse(why)
    print_list = _print_list_json if as_json else _print_list
    print_list(theme, found)


def _print_list_json(theme: str, found: merged_list.MergedList) -> None:
    merged, documents = found.merged, found.blueprint["documents"]
    lines = [{**line, "name": documents[line["document"]]["name"]} for line in merged["lines"]]
    exempt = [{"document": key, "name": documents[key]["name"]} for key in merged["exempt"]]
    _print_json(
        {
            "theme": theme,
            "name": found.blueprint["name"],
            "answers": found.answers,
            "chosen": found.chosen,
            "before": merged["before"],
            "after": merged["after"],
            "lines": lines,
            "exempt": exempt,
            "proof": merged["proof"],
        }
    )


def _print_list(_theme: str, found: merged_list.MergedList) -> None:
    plan, merged = found.blueprint, found.merged
    fields = {field["key"]: field for field in plan["fields"]}
    click.echo(f"{plan['name']}: {merged['before']} → {merged['after']}")
    for line in merged["lines"]:
        when = f" ({explain(line['when'], fields)})" if line["when"] else ""
        click.echo(f"  {plan['documents'][line['document']]['name']}, {line['necessity']}{when}")
    for key in merged["exempt"]:
        click.echo(f"  {plan['documents'][key]['name']}, exempt")
    for note in merged["proof"]:
        click.echo(f"{note['row']:>24} {note['rule']} {note['to'] or ''}".rstrip())


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
        _refuse(why)
    if as_json:
        _print_json(
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
    """Nothing more: the commands hang on the group that catalogue_cli registers."""
