"""The seed package read once and broken in one place: a mutation is a copy with one thing changed."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, NamedTuple

from app.domain.refusal import Word
from app.translate import catalogue
from tests.factories.seeds import PACKAGE

ZH = catalogue("zh")
SHOP, INN, BABY = "catering_green_channel", "lodging_green_channel", "newborn_longjing"
CHOSEN, SHOPS = "catering_hunan", "supermarket_hunan"
Change = Callable[[dict[str, Any]], None]


class Mutant(NamedTuple):
    """What an official would call the mistake, where it is looked at, what must be said about it."""

    name: str
    of: tuple[str, str]
    code: str
    level: str
    says: str
    changes: tuple[Change, ...]


def mutant(*changes: Change) -> dict[str, Any]:
    package = copy.deepcopy(PACKAGE)
    for change in changes:
        change(package)
    return package


def put(path: str, value: Any) -> Change:
    """One thing said at one place: ``themes.x.items.reg.needs``; entries of a list by their key."""

    def change(package: dict[str, Any]) -> None:
        holder, last = reach(package, path)
        holder[last] = value

    return change


def add(path: str, *values: Any) -> Change:
    """More at the end of a list."""

    def change(package: dict[str, Any]) -> None:
        holder, last = reach(package, path)
        holder.setdefault(last, []).extend(copy.deepcopy(list(values)))

    return change


def drop(path: str) -> Change:
    """One key less."""

    def change(package: dict[str, Any]) -> None:
        holder, last = reach(package, path)
        del holder[last]

    return change


def reach(package: dict[str, Any], path: str) -> tuple[Any, Any]:
    holder: Any = package
    *way, last = path.split(".")
    for step in way:
        holder = holder[place(holder, step)]
    return holder, place(holder, last)


def place(holder: Any, step: str) -> Any:
    """A key of a mapping; in a list a number, or the entry that has it as its key, document or item."""
    if not isinstance(holder, list):
        return step
    if step.isdecimal():
        return int(step)
    names = ("key", "document", "step")
    return next(at for at, one in enumerate(holder) if step in [one.get(name) for name in names])


def said(found: Any) -> str:
    """A finding as an administrator reads it, in Chinese."""
    message = ZH.get(found.say)
    assert message and message.string, f"no Chinese for: {found.say}"
    values = {name: worded(value) for name, value in found.values.items()}
    return str(message.string % values)


def worded(value: Any) -> Any:
    return ZH.get(value).string if isinstance(value, Word) else value
