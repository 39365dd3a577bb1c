"""Number series: which were begun and how far each has come. Nobody sets a counter by hand (R26)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.admin import words
from app.admin.base import READING, SafeModelView, of
from app.admin.filters import Equals, Given
from app.models import NumberSeries
from app.services import naming
from app.services.naming import Names

NUMBERS = _l("Numbers")
#: How the key of a series begins → what it numbers.
OF = {"case": _l("Case numbers"), "paper": _l("Paper numbers")}


@dataclass(frozen=True)
class Numbers(Equals):
    """What a series numbers: the first word of its key."""

    name: str = "key"
    label: Any = NUMBERS
    kind = "select"

    def options(self, names: Names, given: Given) -> list[tuple[str, str]]:  # noqa: ARG002 - one shape for all
        """Cases or papers."""
        return [(key, str(said)) for key, said in OF.items()]

    def clauses(self, model: Any, given: Given, now: datetime) -> Iterator[Any]:  # noqa: ARG002 - one shape for all
        """Keys that begin with the word."""
        yield model.key.startswith(f"{given[self.name]} ", autoescape=True)


class NumberSeriesView(SafeModelView):
    """The counters behind case and paper numbers, to read."""

    datamodel = of(NumberSeries)
    class_permission_name = "centre"
    route_base = "/admin/series"
    title = _l("Number series")
    about = _l(
        "Papers are counted by kind and year without a gap, cases by day and kind. A number is never given twice, so no counter is set by hand."
    )
    include_route_methods = {"list", "export"}
    method_permission_name = READING
    names = ("templates",)
    list_columns = ["key", "kind", "period", "last"]
    show_columns = list_columns
    filters = (Numbers(),)
    order_columns = ["key"]
    # The newest first: papers by year, then the days on which cases were received.
    base_order = "-key"
    says = {
        "key": lambda row, _names: OF.get(_parts(row)[0], _parts(row)[0]),
        "kind": lambda row, names: _kind(*_parts(row)[:2], names),
        "period": lambda row, _names: _parts(row)[2],
    }
    label_columns = {
        "key": NUMBERS, "kind": _l("Kind"), "period": _l("Year or day"), "last": _l("Last number given"),
    }  # fmt: skip

    @property
    def _id(self) -> Any:
        """A series is named by its key alone."""
        return NumberSeries.__table__.c.key

    def _reading(self, columns: Any) -> sa.Select[Any]:
        return super()._reading(columns).add_columns(self._id.label("id"))


def _parts(row: Any) -> tuple[str, str, str]:
    """What a series numbers, of which kind, in which year or on which day."""
    what, _blank, rest = row.key.partition(" ")
    first, _blank, second = rest.partition(" ")
    # case LJ20260918 joint; paper receipt 2026
    return (what, second, _day(first)) if what == "case" else (what, first, second)


def _day(text: str) -> str:
    day = text[-8:]
    return f"{day[:4]}-{day[4:6]}-{day[6:]}"


def _kind(what: str, code: str, names: Names) -> str:
    if what == "case":
        return words.word(words.CASE_KINDS, code)
    return naming.called(names, "templates", key=code)
