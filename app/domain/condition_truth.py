"""Is a condition true whatever is answered, or never? Decided by trying one answer of every sort.

A condition has no "not": it is built of rows by all and any. So it is enough to know which rows a
field's answer can make true together. Where that is not exactly known, more is taken for possible
than is; then nothing is claimed that is not so, and at worst something true is not claimed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import chain, combinations, product
from math import prod
from typing import Any

from app.domain.condition_problems import PRESENCE, problems
from app.domain.conditions import AGO, fields_of, holds
from app.domain.field_readers import NUMBER_LIMIT

Condition = Mapping[str, Any]
Fields = Mapping[str, Mapping[str, Any]]
#: Which rows of a field one answer makes true.
Sort = tuple[bool, ...]

ALWAYS, NEVER = "always", "never"
#: More ways than this to answer are not tried; nothing is claimed then.
MOST = 20_000
#: Options of one field that are tried together.
MOST_OPTIONS = 10


def truth(condition: Condition, fields: Fields, *, sure: Collection[str] = ()) -> str | None:
    """ALWAYS, NEVER, or None where it depends on the answers or cannot be told.

    `fields` are the specs by key, `sure` the keys of those that are always filled in. Every day may
    be today. A condition that is badly said is not judged.
    """
    if problems(condition, fields) or not fields_of(condition) <= fields.keys():
        return None
    rows: dict[str, list[Condition]] = {}
    for row in _rows(condition):
        rows.setdefault(row["field"], []).append(row)
    # Rows about one question hang together; those about different questions do not.
    sorts = [_sorts(fields[key], asked, filled=key in sure) for key, asked in rows.items()]
    # Rather say nothing than keep an administrator waiting for an answer nobody needs.
    if prod(map(len, sorts)) > MOST:
        return None
    ends = {_value(condition, rows, ways) for ways in product(*sorts)}
    return {frozenset({True}): ALWAYS, frozenset({False}): NEVER}.get(frozenset(ends))


def _rows(condition: Condition) -> Iterator[Condition]:
    parts = condition.get("all", condition.get("any"))
    if parts is None:
        yield condition
    else:
        yield from chain.from_iterable(map(_rows, parts))


def _value(
    condition: Condition, rows: Mapping[str, list[Condition]], ways: tuple[Sort, ...]
) -> bool:
    """The condition where each field's answer makes these of its rows true."""
    true = {
        id(row)
        for (_key, asked), sort in zip(rows.items(), ways, strict=True)
        for row, is_true in zip(asked, sort, strict=True)
        if is_true
    }

    def value(part: Condition) -> bool:
        if "all" in part:
            return all(map(value, part["all"]))
        return any(map(value, part["any"])) if "any" in part else id(part) in true

    return value(condition)


def _sorts(spec: Mapping[str, Any], rows: list[Condition], *, filled: bool) -> set[Sort]:
    """Which of these rows can be true together."""
    # A question left open is an answer too: every row but "empty" is then false.
    missing = set() if filled else {tuple(holds(row, {}) for row in rows)}
    return missing | set(SORTS.get(spec["kind"], _by_answers)(spec, rows))


def _by_answers(spec: Mapping[str, Any], rows: list[Condition]) -> Iterator[Sort]:
    for answer in ANSWERS.get(spec["kind"], _some_text)(spec, rows):
        yield tuple(holds(row, {row["field"]: answer}) for row in rows)


def _constants(rows: Iterable[Condition]) -> list[Any]:
    """Every value that the rows name."""
    named = [row["value"] for row in rows if row["op"] not in PRESENCE]
    return [one for value in named for one in (value if isinstance(value, list) else [value])]


def _some_text(_spec: Mapping[str, Any], rows: list[Condition]) -> list[Any]:
    """Each text that is asked for, and one that nobody asks for."""
    asked = [str(one) for one in _constants(rows)]
    # Longer than any that is named, so it is none of them.
    return [*asked, "x" + max(asked, key=len, default="")]


def _options(spec: Mapping[str, Any], _rows: list[Condition]) -> list[Any]:
    return [option["value"] for option in spec.get("options") or []]


def _subsets(spec: Mapping[str, Any], rows: list[Condition]) -> Iterator[list[Any]]:
    """Every choice among the options that are asked about, and one that is not."""
    asked = _constants(rows)
    options = _options(spec, rows)
    others = [one for one in options if one not in asked][:1]
    tried = [one for one in options if one in asked][:MOST_OPTIONS] + others
    # With too many of them all together and none at all bound what the others can do.
    for size in range(1, len(tried) + 1):
        yield from map(list, combinations(tried, size))
    yield from (options, [object()]) if len(set(map(str, asked))) > MOST_OPTIONS else ()


def _numbers(spec: Mapping[str, Any], rows: list[Condition]) -> list[float]:
    """Each bound and number that is asked for, and a number on either side of it."""
    most = int(NUMBER_LIMIT) - 1
    low, high = spec.get("min"), spec.get("max")
    edges = [edge for edge in (*_constants(rows), low, high, -most, most) if edge is not None]
    near = {min(max(edge, -most), most) + step for edge in edges for step in (-0.5, 0, 0.5)}
    least = max(-most, low) if low is not None else -most
    last = min(most, high) if high is not None else most
    return [number for number in near if least <= number <= last]


def _amounts(_spec: Mapping[str, Any], rows: list[Condition]) -> list[str]:
    """Money as numbers, without bounds of its own."""
    return [f"{number:.2f}" for number in _numbers({}, rows)]


#: Kind of field → answers of every sort; a text where it is not here.
ANSWERS: dict[str, Callable[[Mapping[str, Any], list[Condition]], Iterable[Any]]] = {
    "number": _numbers,
    "money": _amounts,
    "yes_no": lambda _spec, _rows: (True, False),
    "choice": _options,
    "multiple": _subsets,
}


def _by_days(_spec: Mapping[str, Any], rows: list[Condition]) -> Iterator[Sort]:
    """Days against days of the calendar, against so many days ago, against so many months ago: each
    by itself, as if one said nothing of the others.
    """
    groups = [[_group(row) == name for row in rows] for name in ("fixed", "day", "month")]
    parts = [_of_group(rows, mine, name) for mine, name in zip(groups, DAYS, strict=True)]
    for ways in product(*parts):
        yield tuple(any(column) for column in zip(*ways, strict=True))


def _group(row: Condition) -> str:
    if row["op"] not in AGO:
        return "fixed"
    return "day" if row["value"]["unit"] == "day" else "month"


def _of_group(rows: list[Condition], mine: list[bool], name: str) -> set[Sort]:
    """What one group of rows can be; the rows of the others are left false."""
    asked = [row for row, is_mine in zip(rows, mine, strict=True) if is_mine]
    found = set()
    for day, today in DAYS[name](asked):
        answer = {row["field"]: day for row in asked}
        true = iter([holds(row, answer, today=today) for row in asked])
        found.add(tuple(is_mine and next(true) for is_mine in mine))
    # So long ago, or so far ahead, that no calendar has the day: then no such row is true.
    return found | ({tuple(False for _row in rows)} if name != "fixed" or not asked else set())


def _fixed_days(rows: list[Condition]) -> Iterator[tuple[str, date]]:
    named = {date.fromisoformat(one) for one in _constants(rows)} or {MIDDLE}
    near = {day + timedelta(days=n) for day in named for n in (-1, 0, 1) if _within(day, n)}
    return ((day.isoformat(), MIDDLE) for day in near)


def _within(day: date, n: int) -> bool:
    return date.min.toordinal() <= day.toordinal() + n <= date.max.toordinal()


def _ages(rows: list[Condition]) -> Iterator[tuple[str, date]]:
    """Born in the middle of a month, looked at a day before, on and after each span."""
    for row in rows:
        for n in (-1, 0, 1):
            reached = _span(row["value"])
            if reached is not None and _within(reached, n):
                yield BORN.isoformat(), reached + timedelta(days=n)


def _span(span: Mapping[str, Any]) -> date | None:
    """The day so long after BORN; None beyond the calendar."""
    months = span["n"] * {"day": 0, "month": 1, "year": 12}[span["unit"]]
    days = span["n"] if span["unit"] == "day" else 0
    year, month = divmod(BORN.year * 12 + BORN.month - 1 + months, 12)
    if year > date.max.year:
        return None
    return date(year, month + 1, BORN.day) + timedelta(days=days)


#: Born so early that every span that can end within the calendar does.
BORN, MIDDLE = date(1, 1, 15), date(2000, 6, 15)
DAYS: dict[str, Callable[[list[Condition]], Iterator[tuple[str, date]]]] = {
    "fixed": _fixed_days,
    "day": _ages,
    "month": _ages,
}
SORTS: dict[str, Callable[[Mapping[str, Any], list[Condition]], Iterator[Sort]]] = {
    "date": _by_days
}
