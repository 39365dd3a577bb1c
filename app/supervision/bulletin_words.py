"""A bulletin in words: titles of periods, tables with their heads, figures as the page writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.domain.bulletin import COUNTED, Period, month_before, on_time, rate
from app.domain.case import Refusal
from app.domain.ratings import Average, average
from app.forms.appeals import CAME
from app.models import Bulletin
from app.taking_out import Line
from app.telling.figures import COUNTS

NO_DAY = Refusal("R78", "Give the first and the last day, as 2026-09-01.", {})
#: Of nothing there is no share, and no figure either (R76).
NOTHING = "–"
QUARTER, YEAR = 3, 12
#: Kind of case → its words, in the order of the tables.
KINDS: dict[str, Any] = {
    "joint": _l("“One thing” themes"), "single": _l("Single items"),
    "appeal": _l("Appeals"), "rectification": _l("Rectifications"),
}  # fmt: skip


class Row(NamedTuple):
    """One line: its name, what is counted of it, and the list that its figures lead to."""

    name: str
    line: Mapping[str, int]
    register: str
    narrowed: Mapping[str, str]


class Table(NamedTuple):
    """One table: its title and its lines."""

    title: Any
    lines: list[Row]


def share(value: Decimal | None) -> str:
    """90.0%; a dash where there is nothing to take a share of."""
    return NOTHING if value is None else f"{value}%"


def offered(today: date) -> list[tuple[str, Period]]:
    """Periods that people ask for: the last month, quarter and year that are over."""
    found = [month_before(today)]
    for months in (QUARTER, YEAR):
        first = (today.month - 1) // months * months + 1
        until = today.replace(month=first, day=1) - timedelta(days=1)
        found.append(Period(until.replace(month=until.month - months + 1, day=1), until))
    return [(title(period), period) for period in found]


def title(period: Period) -> str:
    """2026年9月通报; 2026年第三季度通报; else with both days."""
    since, until = period
    whole = since.day == 1 and (until + timedelta(days=1)).day == 1 and since.year == until.year
    months = until.month - since.month + 1
    if whole and months == 1:
        return _("Bulletin of %(year)s-%(month)s", year=since.year, month=since.month)
    if whole and months == QUARTER and since.month % QUARTER == 1:
        number = since.month // QUARTER + 1
        return _("Bulletin of quarter %(number)s of %(year)s", year=since.year, number=number)
    if whole and months == YEAR:
        return _("Bulletin of the year %(year)s", year=since.year)
    return _("Bulletin from %(since)s to %(until)s", since=since, until=until)


def tables(figures: Mapping[str, Any]) -> list[Table]:
    """By kind, by what cases are of, by department; what nothing is counted of has no line."""
    called = figures["names"]
    kinds = [
        Row(str(KINDS.get(kind, kind)), line, "cases", {"of": kind})
        for kind, line in _kinds(figures["kinds"])
    ]
    found = [Table(_("By kind"), kinds)]
    for kind, _line in _kinds(figures["kinds"]):
        lines = [
            Row(called["entries"][entry], line, "cases", {"of": entry})
            for entry, line in figures["entries"].items()
            if entry.startswith(f"{kind}/")
        ]
        found.append(Table(KINDS.get(kind, kind), _by_size(lines)))
    ways = [
        Row(str(CAME.get(way, way)), line, "cases", {"channel": way})
        for way, line in figures.get("channels", {}).items()
    ]
    found += [Table(_("Appeals by the way they came"), _by_size(ways))] if ways else []
    named = [
        Row(called["departments"][code], line, "tasks", {"department": code})
        for code, line in figures["departments"].items()
    ]
    return [*found, Table(_("By department: the parts it handles"), _by_size(named))]


def rated(figures: Mapping[str, Any]) -> Average:
    """What the ratings given in the period come to; those a review took out count nowhere."""
    found = figures.get("ratings", {})
    return average({int(level): many for level, many in found.items() if level.isdecimal()})


def _kinds(kinds: Mapping[str, Any]) -> list[tuple[str, Any]]:
    order = {kind: number for number, kind in enumerate(KINDS)}
    return sorted(kinds.items(), key=lambda pair: order.get(pair[0], len(order)))


def _by_size(lines: list[Row]) -> list[Row]:
    return sorted(lines, key=lambda row: (-row.line["received"], row.name))


def place(name: str) -> str:
    """Where a figure stands, in words: the last part of its place is what is counted."""
    *where, what = name.split(".")
    return _("%(what)s (%(where)s)", what=COUNTS.get(what, what), where=".".join(where))


def lines(row: Bulletin) -> Iterator[Line]:
    """The bulletin as lines of a sheet."""
    heads = [str(COUNTS[name]) for name in COUNTED]
    yield [row.title, *heads, _("Done of received"), _("On time of closed")]
    yield _line(_("All"), row.figures["total"])
    yield _line(_("The period before"), row.figures["before"])
    levels = row.figures.get("ratings", {})
    yield [
        _("Ratings"),
        *(_("%(stars)s: %(count)s", stars=level, count=levels[level]) for level in sorted(levels)),
    ]
    for table in tables(row.figures):
        yield [str(table.title)]
        for row_of in table.lines:
            yield _line(row_of.name, row_of.line)


def _line(name: str, line: Mapping[str, int]) -> Line:
    return [name, *(line[one] for one in COUNTED), share(rate(line)), share(on_time(line))]
