"""What lists of cases and parts are filtered by besides: the light, days, a number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.admin import words
from app.admin.filters import Equals, Given, Wrong
from app.admin.keyset import LONGEST
from app.domain import numbers
from app.models import Case
from app.services.naming import Names

LIMIT = _l("Limit")


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
