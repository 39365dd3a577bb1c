"""What a newer version of the theme changes for an intake whose notice sheet was given before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.desk.notice import promise_words
from app.services.outline import Outline


@dataclass(frozen=True)
class Side:
    """One version as it comes out for these answers."""

    blueprint: dict[str, Any]
    outline: Outline
    fields: list[dict[str, Any]]


def changes(told: Side, now: Side) -> list[str]:
    """The differences in sentences; empty where nothing changes for this applicant."""
    found = [say(told, now) for say in (_papers, _points, _parts, _fields, _promise, _conditions)]
    return [sentence for sentences in found for sentence in sentences]


def _come_and_gone(
    told: Mapping[str, str], now: Mapping[str, str], come: Callable[[str], str], gone: Callable[[str], str]
) -> Iterable[str]:  # fmt: skip
    new = [name for key, name in now.items() if key not in told]
    old = [name for key, name in told.items() if key not in now]
    return [say(_(", ").join(names)) for say, names in ((come, new), (gone, old)) if names]


def _papers(told: Side, now: Side) -> Iterable[str]:
    named = [
        {line["document"]: line["name"] for line in side.outline.lines} for side in (told, now)
    ]
    return _come_and_gone(
        *named,
        lambda names: _("Also to be brought: %(names)s.", names=names),
        lambda names: _("No longer to be brought: %(names)s.", names=names),
    )


def _points(told: Side, now: Side) -> Iterable[str]:
    before = {line["document"]: line["points"] for line in told.outline.lines}
    other = [
        line["name"]
        for line in now.outline.lines
        if before.get(line["document"], line["points"]) != line["points"]
    ]
    return [_("Other review points: %(names)s.", names=_(", ").join(other))] if other else []


def _parts(told: Side, now: Side) -> Iterable[str]:
    named = [{part["key"]: part["name"] for part in side.outline.parts} for side in (told, now)]
    return _come_and_gone(
        *named,
        lambda names: _("Also done: %(names)s.", names=names),
        lambda names: _("No longer done: %(names)s.", names=names),
    )


def _fields(told: Side, now: Side) -> Iterable[str]:
    named = [{field["key"]: field["label"] for field in side.fields} for side in (told, now)]
    return _come_and_gone(
        *named,
        lambda names: _("Also asked: %(names)s.", names=names),
        lambda names: _("No longer asked: %(names)s.", names=names),
    )


def _promise(told: Side, now: Side) -> Iterable[str]:
    words = [
        promise_words(side.outline.promise) if side.outline.promise else _("not set")
        for side in (told, now)
    ]
    if words[0] == words[1]:
        return []
    return [_("The promise was %(before)s, now it is %(now)s.", before=words[0], now=words[1])]


def _conditions(told: Side, now: Side) -> Iterable[str]:
    said = [
        [condition["text"] for condition in side.blueprint.get("accept_conditions", [])]
        for side in (told, now)
    ]
    return [] if said[0] == said[1] else [_("The acceptance conditions are others.")]
