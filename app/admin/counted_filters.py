"""What a figure leads to: lists narrowed to what it counts. Said while it is asked, offered to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from app import transaction
from app.admin.filters import Equals, Given, Wrong
from app.admin.keyset import LONGEST
from app.domain.bulletin import Period
from app.domain.due import END_OF_DAY
from app.models import Appeal, Case, ServiceVersion, Task
from app.services import calendars, counted, supervising
from app.telling.figures import COUNTS, WALL


@dataclass(frozen=True)
class Kept(Equals):
    """A filter that comes with an address: it has no field, and its words stand while it is asked."""

    kind: str = "kept"

    def said(self, given: Given) -> str:
        """What it narrows to, in words."""
        return given.get(self.name, "")


@dataclass(frozen=True)
class Counted(Kept):
    """What one figure of a bulletin counts, from a day to a day."""

    name: str = "counted"

    @property
    def arguments(self) -> tuple[str, ...]:
        """The figure, the first and the last day."""
        return self.name, f"{self.name}-from", f"{self.name}-until"

    def clauses(self, model: Any, given: Given, now: datetime) -> Iterator[Any]:  # noqa: ARG002 - one shape for all
        """The rows behind the figure. Raises Wrong."""
        figure, *days = (given.get(name, "") for name in self.arguments)
        if figure not in counted.FIGURES:
            raise Wrong(_("There is no such figure."))
        yield counted.rows(model, figure, period=Period(*map(_day, days)))

    def said(self, given: Given) -> str:
        """The figure and its days."""
        figure, since, until = (given.get(name, "") for name in self.arguments)
        return f"{COUNTS.get(figure, figure)} {since} – {until}"


@dataclass(frozen=True)
class Of(Kept):
    """What a case is of: all versions of one theme, item or class; or all of one kind."""

    name: str = "of"

    def clauses(self, model: Any, given: Given, now: datetime) -> Iterator[Any]:  # noqa: ARG002 - one shape for all
        """The cases of its versions."""
        kind, _slash, code = given[self.name].partition("/")
        found = sa.select(ServiceVersion.id).where(ServiceVersion.kind == kind)
        yield model.version_id.in_(found.where(ServiceVersion.code == code) if code else found)

    def said(self, given: Given) -> str:
        """As it was published last."""
        kind, _slash, code = given[self.name].partition("/")
        query = sa.select(ServiceVersion.name).where(
            ServiceVersion.kind == kind, ServiceVersion.code == code
        )
        named = transaction.session().scalars(query.order_by(ServiceVersion.id.desc()).limit(1))
        return named.first() or given[self.name]


@dataclass(frozen=True)
class Decided(Kept):
    """Accepted since a day and decided: the cases of which a theme's time is worked out."""

    name: str = "decided-since"

    def clauses(self, model: Any, given: Given, now: datetime) -> Iterator[Any]:  # noqa: ARG002 - one shape for all
        """What was decided of it. Raises Wrong."""
        yield counted.decided(datetime.combine(_day(given[self.name]), time.min))

    def said(self, given: Given) -> str:
        """Since when."""
        return _("Accepted since %(day)s and decided", day=given[self.name])


@dataclass(frozen=True)
class Came(Kept):
    """The way by which an appeal came."""

    name: str = "channel"
    words: Any = None

    def clauses(self, model: Any, given: Given, now: datetime) -> Iterator[Any]:  # noqa: ARG002 - one shape for all
        """Appeals that came so."""
        by_it = sa.and_(Appeal.case_id == Case.id, Appeal.channel == given[self.name])
        yield sa.exists().where(by_it).correlate(model)

    def said(self, given: Given) -> str:
        """In words."""
        return str(self.words.get(given[self.name], given[self.name]))


@dataclass(frozen=True)
class Wall(Kept):
    """What one of the tiles of the supervisor's board counts."""

    name: str = "wall"

    def clauses(self, model: Any, given: Given, now: datetime) -> Iterator[Any]:  # noqa: ARG002 - one shape for all
        """Open parts, as the board counts them. Raises Wrong."""
        tile = given[self.name]
        if tile not in supervising.TILES:
            raise Wrong(_("There is no such figure."))
        yield Task.state == "open"
        yield supervising.TILES[tile](now, soon(now))

    def said(self, given: Given) -> str:
        """The words of the tile."""
        return str(WALL.get(given[self.name], given[self.name]))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip()[:LONGEST])
    except ValueError as wrong:
        raise Wrong(_("A day is written as %(example)s.", example="2026-09-18")) from wrong


def soon(now: datetime) -> datetime:
    """Up to when a part counts as due soon: the end of the next working day."""
    calendar = calendars.current(transaction.session())
    return datetime.combine(calendar.add_workdays(now.date(), 1), END_OF_DAY)
