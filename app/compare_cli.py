"""Commands that look at the catalogue: diff and derive; each also as JSON for other programs."""

from __future__ import annotations

from typing import Any, NoReturn

import click
from flask import Flask
from flask.cli import with_appcontext
from flask_babel import get_locale
from flask_babel import gettext as _

from app import clock, transaction
from app.catalogue_cli import KIND, catalogue_group
from app.cli_said import as_json, in_language, not_there, print_json
from app.cli_said import sentence as found_sentence
from app.domain.condition_words import explain
from app.domain.diff_names import VALUES
from app.domain.diff_words import sentence, words_for
from app.refusals import sentence as words_of
from app.services import merged_list, publishing, version_diff
from app.studio.words import RULES

#: What a command may be asked for in vain; said as a sentence, nothing was changed.
REFUSALS = (LookupError, publishing.PublishRefused, merged_list.WrongAnswer)


def refuse(why: Any, *, as_json: bool) -> NoReturn:
    """One sentence, a non-zero exit."""
    if isinstance(why, publishing.PublishRefused):
        said = "\n".join(map(found_sentence, why.findings))
    elif isinstance(why, KeyError):
        said = _("there is no %(what)s", what=why.args[0])
    else:
        said = words_of(why.refusal)
    not_there(said, as_json=as_json)


@catalogue_group.command("diff")
@click.argument("kind", type=KIND)
@click.argument("code")
@click.argument("before")
@click.argument("after")
@click.option("--package", is_flag=True, help="the packages, with what no case pins")
@as_json
@with_appcontext
@in_language
def diff(kind: str, code: str, before: str, after: str, *, package: bool, as_json: bool) -> None:
    """Say what changed from BEFORE to AFTER: numbers of versions, or `rows`.

    JSON: {kind, code, before: {version, sha256}, after: {version, sha256}, changes: [{noun, change,
    key, label, owner, attribute, before, after, sentence}]}; change is added, removed, moved or
    changed, and before and after hold the values of the blueprint.
    """
    session = transaction.session()
    try:
        found = version_diff.compare(
            session, kind, code, before=before, after=after, at=clock.now()
        )
    except REFUSALS as why:
        refuse(why, as_json=as_json)
    old, new = found.before, found.after
    sides = (old.package, new.package) if package else (old.blueprint, new.blueprint)
    names = version_diff.department_names(session)
    words = words_for(*sides, names=names, translate=_)
    changes = found.package_changes if package else found.changes
    said = [(change, sentence(change, words)) for change in changes]
    if as_json:
        print_json(
            {
                "kind": kind,
                "code": code,
                "before": {"version": old.which, "sha256": old.sha256},
                "after": {"version": new.which, "sha256": new.sha256},
                "changes": [_change(change, text) for change, text in said],
            }
        )
        return
    click.echo("\n".join(text for _change, text in said) or _("nothing differs"))


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
@in_language
def derive(theme: str, *, answers: tuple[str, ...], pick: tuple[str, ...], as_json: bool) -> None:
    """Print the merged list of a theme: as catalogued, or for one set of answers.

    JSON: {theme, name, answers: {key: value} | null, chosen: [part] | null, before, after, lines:
    [{document, name, necessity, copies: {form: n}, when, used_by: [part]}], exempt: [{document,
    name}], proof: [{row, item, document, rule, to}]}. `when` is the condition as data, null where
    there is none or it was decided; null in answers and chosen: as catalogued.
    """
    pairs = [one.partition("=") for one in answers]
    if any(not sign for _key, sign, _value in pairs):
        raise click.BadParameter(_("say KEY=VALUE"), param_hint="--answers")
    given = {key: value for key, _sign, value in pairs} if answers else None
    session = transaction.session()
    try:
        found = merged_list.merged_list(session, theme, now=clock.now(), answers=given, picked=pick)
    except REFUSALS as why:
        refuse(why, as_json=as_json)
    print_list = _print_list_json if as_json else _print_list
    print_list(theme, found)


def _print_list_json(theme: str, found: merged_list.MergedList) -> None:
    merged, documents = found.merged, found.blueprint["documents"]
    lines = [{**line, "name": documents[line["document"]]["name"]} for line in merged["lines"]]
    exempt = [{"document": key, "name": documents[key]["name"]} for key in merged["exempt"]]
    print_json(
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
        when = f" ({explain(line['when'], fields, translate=_)})" if line["when"] else ""
        needed = _(VALUES[line["necessity"]])
        click.echo(f"  {plan['documents'][line['document']]['name']}, {needed}{when}")
    exempt = _("exempt")
    for key in merged["exempt"]:
        click.echo(f"  {plan['documents'][key]['name']}, {exempt}")
    for note in merged["proof"]:
        rule = RULES[note["rule"]] if str(get_locale()) != "en" else note["rule"]
        click.echo(f"{note['row']:>24} {rule} {note['to'] or ''}".rstrip())


def init_app(_app: Flask) -> None:
    """Nothing more: the commands hang on the group that catalogue_cli registers."""
