"""How the commands of the catalogue speak: in words for people, as JSON for other programs.

Exit codes: 0 where all is well, 1 where something was refused or would be, 2 where the command itself
was misspelt. As JSON, what is refused is {"refused": […]} on standard output.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click
from flask_babel import force_locale

from app.domain.findings import Finding
from app.refusals import words
from app.services import package_files, publishing

as_json = click.option("--json", "as_json", is_flag=True, help="for other programs")
#: Sentences of the check for people; keys and codes stay as they are.
LANGUAGES = ("en", "zh")
in_language = click.option(
    "--lang", type=click.Choice(LANGUAGES), default="en", help="of sentences"
)


def print_json(value: Any) -> None:
    """For other programs; what is no JSON is its text."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def sentence(found: Finding, lang: str) -> str:
    """A finding in a language, its words too."""
    with force_locale(lang):
        return words(found.say, found.values)


def finding_json(found: Finding, lang: str, reason: str | None = None) -> dict[str, Any]:
    """{code, level, where, sentence, trace: [sentence], reason}: `reason` is what somebody typed for it."""
    trace = [sentence(step, lang) for step in found.trace]
    return {
        "code": found.code,
        "level": found.level,
        "where": found.where,
        "sentence": sentence(found, lang),
        "trace": trace,
        "reason": reason,
    }


def problems_json(refused: package_files.PackageRefused) -> list[dict[str, Any]]:
    """[{file, line, key, message, expected}]; line 0 is the file as a whole."""
    return [one._asdict() for one in refused.problems]


@contextmanager
def said_plainly(*, as_json: bool, lang: str = "en") -> Iterator[None]:
    """A refusal is a sentence for each reason and exit 1; nothing was changed."""
    try:
        yield
    except package_files.PackageRefused as refused:
        stop(problems_json(refused), map(str, refused.problems), as_json=as_json)
    except publishing.PublishRefused as refused:
        found = [finding_json(one, lang) for one in refused.findings]
        lines = [f"{refused.code} {one['where']}: {one['sentence']}" for one in found]
        stop(found, lines, as_json=as_json)


def stop(found: list[Any], lines: Iterable[str], *, as_json: bool) -> None:
    """Say what was refused, and end with 1."""
    if as_json:
        print_json({"refused": found})
    else:
        click.echo("refused, nothing was changed:\n" + "\n".join(lines), err=True)
    sys.exit(1)


def not_there(sentence: str, *, as_json: bool) -> None:
    """What a command was asked for in vain: one sentence, and end with 1."""
    if as_json:
        print_json({"refused": [{"sentence": sentence}]})
    else:
        click.echo(sentence, err=True)
    sys.exit(1)


def report_json(changed: Mapping[str, list[str]], unchanged: list[str]) -> dict[str, Any]:
    """{added: [noun/key], changed: […], …, unchanged: how many}."""
    return {**changed, "unchanged": len(unchanged)}
