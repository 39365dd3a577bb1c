"""The single values of a package: what each must look like, and what is said where it does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from app.domain import conditions
from app.domain.fields import FIELD_KINDS
from app.domain.package_keys import CLOSED_AS, CLOSING_TEXTS, COPY_FORMS, VERSION
from app.domain.package_problem import Check, Path, Problem, Problems, quoted
from app.domain.package_times import HOURS_SAID, is_day, is_hours, is_moment, is_years
from app.domain.package_widths import is_kept, longer

#: Keys of fields, and of what becomes a task's key or a part of an address.
FIELD_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
ENTRY_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
#: What a case number can begin with; anything else would keep the centre from receiving at all.
PREFIX = re.compile(r"[0-9A-Z]{1,6}")
#: A row inside a field has no rows of its own.
ROW_KINDS = tuple(kind for kind in FIELD_KINDS if kind != "group")
#: Keys of tasks that every blueprint has of its own, and of the clock of the whole.
RESERVED = ("intake", "papers", "hand_over", "case")
#: More of anything is a slip, and more than a column of numbers holds would be refused by one database.
COUNTS = range(1_000_000)
CLOSING_SAID = f"{{{'|'.join(CLOSED_AS)}: [[{'|'.join(CLOSING_TEXTS)}, …], …]}}"


def _fits(test: Callable[[Any], bool], expected: str) -> Check:
    def check(value: Any, path: Path) -> Problems:
        if not test(value):
            yield Problem(path, f"{quoted(value)} is not {expected}", expected)

    return check


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and is_kept(value)


def _is_whole(value: Any) -> bool:
    # In Python a bool is an int; in a package true is no number.
    return isinstance(value, int) and not isinstance(value, bool)


def _matches(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and bool(pattern.fullmatch(value))


def _is_plain(value: Any) -> bool:
    """Nothing with a fraction: 1.5 is not the same text in every JSON, a smaller unit is."""
    if isinstance(value, Mapping):
        return all(map(_is_plain, value.values()))
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return not isinstance(value, float) and is_kept(value)


def _is_copies(value: Any) -> bool:
    return (
        isinstance(value, Mapping)
        and bool(value)
        and set(value) <= set(COPY_FORMS)
        and all(_is_whole(count) and count > 0 for count in value.values())
    )


def _is_closing(value: Any) -> bool:
    """Outcome → lists of texts that must be there, any of the lists.

    A text that no form asks for, or an empty choice of lists, would keep the part open for ever.
    """
    return (
        isinstance(value, Mapping)
        and set(value) <= set(CLOSED_AS)
        and all(
            isinstance(ways, list) and ways and all(map(_is_way, ways)) for ways in value.values()
        )
    )


def _is_way(way: Any) -> bool:
    return isinstance(way, list) and bool(way) and all(name in CLOSING_TEXTS for name in way)


def _condition(value: Any, path: Path) -> Problems:
    for problem in conditions.problems(value):
        yield Problem(path, problem, "{field, op, value} or {all|any: [...]}")


def _demand(value: Any, path: Path) -> Problems:
    """When a paper is demanded: a condition, or a question to the clerk."""
    if not isinstance(value, Mapping) or "ask" not in value:
        yield from _condition(value, path)
    elif set(value) != {"ask"} or not _is_text(value["ask"]):
        yield Problem(path, "a question stands alone", "{ask: text}")


_day = _fits(is_day, "a day as 2026-09-18")


def _days(value: Any, path: Path) -> Problems:
    """Days as a list, or with their names."""
    if isinstance(value, Mapping):
        for day, name in value.items():
            yield from _day(day, (*path, day))
            yield from CHECKS["text"](name, (*path, day))
            yield from longer(name, 200, path=(*path, day))
    elif isinstance(value, list):
        for at, day in enumerate(value):
            yield from _day(day, (*path, at))
    else:
        yield Problem(path, f"{quoted(value)} is not a list", "a list of days, or {day: name}")


CHECKS: dict[str, Check] = {
    "text": _fits(_is_text, "text"),
    "number": _fits(_is_whole, "a whole number"),
    "count": _fits(lambda value: _is_whole(value) and value in COUNTS, "a whole number from 0"),
    "flag": _fits(lambda value: isinstance(value, bool), "true or false"),
    "version": _fits(lambda value: _is_whole(value) and value == VERSION, f"package: {VERSION}"),
    "prefix": _fits(_matches(PREFIX), "up to six digits and capitals"),
    "hours": _fits(is_hours, HOURS_SAID),
    "moment": _fits(is_moment, "a moment as 2026-09-18T12:00"),
    "weekday": _fits(
        lambda value: _is_whole(value) and value in range(1, 8), "a weekday, 1 (Monday) to 7"
    ),
    "years": _fits(is_years, "a list of years as 2026, one at least"),
    "field_key": _fits(_matches(FIELD_KEY), "a small letter, then small letters, digits and _"),
    "entry_key": _fits(
        lambda value: _matches(ENTRY_KEY)(value) and value not in RESERVED,
        f"a letter, then letters, digits and _; not {', '.join(RESERVED)}",
    ),
    "field_kind": _fits(
        lambda value: isinstance(value, str) and value in FIELD_KINDS,
        f"a field kind, one of {', '.join(FIELD_KINDS)}",
    ),
    "row_field_kind": _fits(
        lambda value: isinstance(value, str) and value in ROW_KINDS,
        f"a kind of field for a row, one of {', '.join(ROW_KINDS)}",
    ),
    "option_value": _fits(lambda value: _is_text(value) or _is_whole(value), "text or a number"),
    "plain": _fits(_is_plain, "without fractions"),
    "free": _fits(is_kept, "a text that can be kept"),
    "copies": _fits(_is_copies, f"{{{'|'.join(COPY_FORMS)}: count}}"),
    "closing": _fits(_is_closing, CLOSING_SAID),
    "condition": _condition,
    "demand": _demand,
    "day": _day,
    "days": _days,
    **dict.fromkeys(
        ("department_key", "document_key", "item_key", "sla_key", "pattern_key"),
        _fits(_is_text, "a key"),
    ),
}
