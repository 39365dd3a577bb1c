"""How the commands of the catalogue speak: in words for people, as JSON for other programs.

Exit codes: 0 where all is well, 1 where something was refused or would be, 2 where the command itself
was misspelt. As JSON, what is refused is {"refused": […]} on standard output.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any, NoReturn

import click
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.domain.findings import Finding
from app.refusals import words
from app.services import package_files, publishing
from app.studio import sentences

as_json = click.option("--json", "as_json", is_flag=True, help="for other programs")
#: Sentences for people; keys and codes stay as they are.
LANGUAGES = ("en", "zh")
Command = Callable[..., Any]
CALENDAR = "calendar/calendar"
#: A calendar never reaches running cases by itself (R06).
RUNNING = _l(
    "calendar: running cases keep their due dates; the worker works out those of a year confirmed now, flask recalculate NUMBER --reason … any other"
)
#: What becomes of a place, in words.
DONE = {"added": _l("added"), "changed": _l("changed"), "published": _l("published")}


def in_language(command: Command) -> Command:
    """Give a command the option --lang, and let it speak that language from the first word to the last."""

    @click.option("--lang", type=click.Choice(LANGUAGES), default="en", help="of sentences")
    @wraps(command)
    def speaking(*args: Any, lang: str, **said: Any) -> Any:
        with force_locale(lang):
            return command(*args, **said)

    return speaking


def print_json(value: Any) -> None:
    """For other programs; what is no JSON is its text."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def sentence(found: Finding) -> str:
    """A finding in the language of the command, its words too."""
    return words(found.say, found.values)


def finding_json(found: Finding, reason: str | None = None) -> dict[str, Any]:
    """{code, level, where, sentence, trace: [sentence], reason}: `reason` is what somebody typed for it."""
    trace = [sentence(step) for step in found.trace]
    return {
        "code": found.code,
        "level": found.level,
        "where": found.where,
        "sentence": sentence(found),
        "trace": trace,
        "reason": reason,
    }


def problems_json(refused: package_files.PackageRefused) -> list[dict[str, Any]]:
    """[{file, line, key, message, expected}]; line 0 is the file as a whole."""
    return [one._asdict() | {"message": _message(one)} for one in refused.problems]


def _message(one: package_files.Located) -> str:
    """What is wrong: in English as the format says it, else as the pages say it."""
    return one.message if str(get_locale()) == "en" else str(sentences.about(one.message))


def _line(one: package_files.Located) -> str:
    if str(get_locale()) == "en":
        return str(one)
    where = f"{one.file}:{one.line}" if one.line else one.file
    return " ".join(filter(None, [where, one.key, _message(one)]))


@contextmanager
def said_plainly(*, as_json: bool) -> Iterator[None]:
    """A refusal is a sentence for each reason and exit 1; nothing was changed."""
    try:
        yield
    except package_files.PackageRefused as refused:
        stop(problems_json(refused), map(_line, refused.problems), as_json=as_json)
    except publishing.PublishRefused as refused:
        found = [finding_json(one) for one in refused.findings]
        lines = [f"{refused.code} {one['where']}: {one['sentence']}" for one in found]
        stop(found, lines, as_json=as_json)


def stop(found: list[Any], lines: Iterable[str], *, as_json: bool) -> NoReturn:
    """Say what was refused, and end with 1."""
    if as_json:
        print_json({"refused": found})
    else:
        click.echo("\n".join([_("refused, nothing was changed:"), *lines]), err=True)
    sys.exit(1)


def not_there(sentence: str, *, as_json: bool) -> NoReturn:
    """What a command was asked for in vain: one sentence, and end with 1."""
    if as_json:
        print_json({"refused": [{"sentence": sentence}]})
    else:
        click.echo(sentence, err=True)
    sys.exit(1)


def report_json(changed: Mapping[str, list[str]], unchanged: list[str]) -> dict[str, Any]:
    """{added: [noun/key], changed: […], …, unchanged: how many}."""
    return {**changed, "unchanged": len(unchanged)}
