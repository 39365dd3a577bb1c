"""What a list may be filtered by: named arguments of its address, equal values before anything else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.services.naming import Names
from app.services.sounds import sounds_like

Given = Mapping[str, str]
#: Yes and no in an address.
FLAGS: dict[str, Any] = {"1": _l("yes"), "0": _l("no")}

STATE, NAME_OR_KEY = _l("State"), _l("Name or key")


class Wrong(ValueError):
    """What was typed cannot be searched for; the sentence says why and stands beside the field."""


@dataclass(frozen=True)
class Equals:
    """Exactly this text."""

    name: str
    label: Any = None
    kind = "text"
    size = 12

    @property
    def arguments(self) -> tuple[str, ...]:
        """The arguments of the address it reads."""
        return (self.name,)

    def clauses(self, model: Any, given: Given, now: datetime) -> Iterator[Any]:  # noqa: ARG002 - one shape for all
        """The where-clauses of what was given. Raises Wrong."""
        yield getattr(model, self.name) == given[self.name]


@dataclass(frozen=True)
class Choice(Equals):
    """One of few values; ``words`` are code → words, or the nouns whose names they are."""

    words: Any = None
    kind = "select"

    def options(self, names: Names, given: Given) -> list[tuple[str, str]]:
        """Value and words of each choice, and of a value that is no choice (any longer)."""
        found = {
            key: str(said if isinstance(self.words, dict) else said.name or key)
            for key, said in self._offered(names).items()
        }
        asked = given.get(self.name)
        return list(({asked: asked} | found if asked and asked not in found else found).items())

    def _offered(self, names: Names) -> Mapping[str, Any]:
        if isinstance(self.words, dict):
            return self.words
        nouns = (self.words,) if isinstance(self.words, str) else self.words
        return {key: one for noun in nouns for key, one in names.get(noun, {}).items()}

    def clauses(self, model: Any, given: Given, now: datetime) -> Iterator[Any]:  # noqa: ARG002 - one shape for all
        """Equal to the value; a flag is asked as a flag."""
        column = getattr(model, self.name)
        flag = self.words is FLAGS
        yield column.is_(given[self.name] == "1") if flag else column == given[self.name]


@dataclass(frozen=True)
class Retired(Equals):
    """Whether a row is still offered."""

    name: str = "retired"
    label: Any = STATE
    kind = "select"

    def options(self, names: Names, given: Given) -> list[tuple[str, str]]:  # noqa: ARG002 - one shape for all
        """In use, or retired."""
        return [("0", _("in use")), ("1", _("retired"))]

    def clauses(self, model: Any, given: Given, now: datetime) -> Iterator[Any]:  # noqa: ARG002 - one shape for all
        """Retired or not."""
        gone = model.retired_at.is_not(None)
        yield gone if given[self.name] == "1" else sa.not_(gone)


@dataclass(frozen=True)
class Find(Equals):
    """A part of a name, the initials of its sound, or a part of a key: for dictionaries.

    ``key`` is what names a row; where it is nobody's business it is not looked through.
    """

    name: str = "q"
    label: Any = NAME_OR_KEY
    noun: str = ""
    columns: tuple[Any, ...] = ("name",)
    key: str = "key"
    closed: bool = False

    def clauses(self, model: Any, given: Given, now: datetime) -> Iterator[Any]:  # noqa: ARG002 - one shape for all
        """In one of the columns (a name, or an expression), in the key, or in how the names sound."""
        text, key = given[self.name].strip(), getattr(model, self.key)
        columns = [getattr(model, one) if isinstance(one, str) else one for one in self.columns]
        # A text in the middle of another: two Chinese characters are no token of any index of words.
        words = [*columns, *([] if self.closed else [key])]
        found = [one.icontains(text, autoescape=True) for one in words]
        yield sa.or_(*found, sounds_like(self.noun, key, asked=text))


def arguments(filters: tuple[Any, ...]) -> set[str]:
    """Every argument of an address that these filters read."""
    return {name for one in filters for name in one.arguments}


def clauses(
    filters: tuple[Any, ...], model: Any, given: Given, *, now: datetime
) -> tuple[list[Any], dict[str, str]]:
    """The where-clauses of what was given, and by filter what cannot be searched for."""
    found: list[Any] = []
    wrong: dict[str, str] = {}
    for one in filters:
        if any(given.get(name) for name in one.arguments):
            try:
                found += one.clauses(model, given, now)
            except Wrong as said:
                wrong[one.name] = str(said)
    return found, wrong
