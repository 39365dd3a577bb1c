"""What a list may be filtered by: named arguments of its address, equal values before anything else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.admin import words
from app.admin.keyset import LONGEST
from app.domain import numbers
from app.models import Case
from app.services.naming import Names
from app.services.sounds import sounds_like

Given = Mapping[str, str]
#: Yes and no in an address.
FLAGS: dict[str, Any] = {"1": _l("yes"), "0": _l("no")}

STATE, LIMIT, NAME_OR_KEY = _l("State"), _l("Limit"), _l("Name or key")


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


@dataclass(frozen=True)
class Light(Equals):
    """How what is still open stands to its limit; what is closed has no light (R63)."""

    name: str = "light"
    label: Any = LIMIT
    kind = "select"
    held: Any = None
    due: str = "due_at"
    warn: str = "warn_at"

    def options(self, names: Names, given: Given) -> list[tuple[str, str]]:  # noqa: ARG002 - one shape for all
        """The lights in words."""
        return [(light, str(said)) for light, said in words.LIGHTS.items()]

    def clauses(self, model: Any, given: Given, now: datetime) -> Iterator[Any]:
        """Open, and so lit."""
        held, light = self.held(model), given[self.name]
        due, warn = getattr(model, self.due), getattr(model, self.warn)
        yield model.closed_at.is_(None)
        yield held if light == "held" else sa.not_(held)
        if light == "red":
            yield due < now
        elif light == "yellow":
            yield sa.and_(due >= now, warn <= now)
        elif light == "green":
            yield sa.or_(due.is_(None), sa.and_(due >= now, warn > now))
        elif light != "held":
            raise Wrong(_("There is no such light."))


@dataclass(frozen=True)
class Between(Equals):
    """From a day to a day, both counted."""

    kind = "between"

    @property
    def arguments(self) -> tuple[str, ...]:
        """Its first and its last day."""
        return f"{self.name}-from", f"{self.name}-until"

    def clauses(self, model: Any, given: Given, now: datetime) -> Iterator[Any]:  # noqa: ARG002 - one shape for all
        """Not before the first day, not after the last. Raises Wrong."""
        column = getattr(model, self.name)
        first, last = (given.get(name, "") for name in self.arguments)
        if first:
            yield column >= datetime.combine(_day(first), time.min)
        if last:
            yield column < datetime.combine(_day(last) + timedelta(days=1), time.min)


@dataclass(frozen=True)
class Number(Equals):
    """A case's or a part's number; a typing mistake is told from a number that is not there (R107)."""

    size = 20

    def clauses(self, model: Any, given: Given, now: datetime) -> Iterator[Any]:  # noqa: ARG002 - one shape for all
        """The case, or what belongs to it, however the number was typed. Raises Wrong."""
        text = given[self.name].strip()
        try:
            number = numbers.parse(text.partition("/")[0])
        except numbers.Mistyped as wrong:
            raise Wrong(
                _(
                    "The number is mistyped: its last character does not fit. Please compare it again."
                )
            ) from wrong
        except numbers.NotANumber as wrong:
            raise Wrong(_("This is not a case number.")) from wrong
        if number.task is not None:
            yield getattr(model, self.name) == numbers.task_number(number.case, number.task)
        elif model is Case:
            yield Case.number == number.case
        else:
            case = sa.select(Case.id).where(Case.number == number.case)
            yield model.case_id == case.scalar_subquery()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip()[:LONGEST])
    except ValueError as wrong:
        raise Wrong(_("A day is written as %(example)s.", example="2026-09-18")) from wrong


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
