"""Is a package well said: every key known, every value of the shape that package_keys asks for."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from app.domain import conditions
from app.domain.fields import FIELD_KINDS
from app.domain.package_keys import KEYS, VERSION, WORDS

Path = tuple[str | int, ...]
#: Keys of fields, and of what becomes a task's key or a part of an address.
FIELD_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
ENTRY_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
COPY_FORMS = ("original", "copy", "e_file", "any")
#: A row inside a field has no rows of its own.
ROW_KINDS = tuple(kind for kind in FIELD_KINDS if kind != "group")
#: Keys of tasks that every blueprint has of its own.
RESERVED = ("intake", "papers", "hand_over")
#: What tells entries of one list apart.
IDENTITY = {"field": "key", "row_field": "key", "entry": "key", "option": "value"}


class Problem(NamedTuple):
    """One thing a package says wrongly: where (keys from the top), what, what was expected."""

    path: Path
    message: str
    expected: str


Problems = Iterator[Problem]
Check = Callable[[Any, Path], Problems]


def shape_problems(shape: str, value: Any, path: Path) -> Problems:
    """Everything in which a value is not of a shape of package_keys."""
    if shape.startswith("["):
        yield from _list(shape[1:-1], value, path)
    elif shape.startswith("{"):
        yield from _mapping(shape[1:-1], value, path)
    elif "|" in shape:
        plain, noun = shape.split("|")
        yield from shape_problems(noun if isinstance(value, Mapping) else plain, value, path)
    elif shape in KEYS:
        yield from _noun(shape, value, path)
    elif shape in WORDS:
        yield from _word(shape, value, path)
    else:
        yield from CHECKS[shape](value, path)


def nearest(name: str, known: Iterable[str]) -> str:
    """What was expected instead of a key: the one most like it, and all there are."""
    there = sorted(map(str, known))
    near = difflib.get_close_matches(name, there, n=1)
    guess = f"{near[0]}? " if near else ""
    return f"{guess}one of {', '.join(there[:60])}" if there else "nothing: there is none"


def _noun(noun: str, value: Any, path: Path) -> Problems:
    """A mapping with the keys of a noun; an empty value is as if the key were not there."""
    shapes = {name.rstrip("!"): shape for name, shape in KEYS[noun].items()}
    if not isinstance(value, Mapping):
        yield Problem(path, f"{_said(value)} is not a mapping", f"{noun}: {', '.join(shapes)}")
        return
    for name in value:
        if name not in shapes:
            yield Problem((*path, name), f"unknown key {name}", nearest(str(name), shapes))
    for name in KEYS[noun]:
        if name.endswith("!") and value.get(name[:-1]) is None:
            yield Problem(path, f"{name[:-1]} is missing", f"{name[:-1]}: {shapes[name[:-1]]}")
    for name, shape in shapes.items():
        if value.get(name) is not None:
            yield from shape_problems(shape, value[name], (*path, name))


def _mapping(noun: str, value: Any, path: Path) -> Problems:
    if not isinstance(value, Mapping):
        yield Problem(path, f"{_said(value)} is not a mapping", f"KEY: {noun}")
        return
    for key, entry in value.items():
        if not isinstance(key, str):
            yield Problem((*path, key), f"the key {key!r} is not text", "a key in quotes")
        yield from shape_problems(noun, entry, (*path, key))


def _list(shape: str, value: Any, path: Path) -> Problems:
    if not isinstance(value, list):
        yield Problem(path, f"{_said(value)} is not a list", f"a list of {shape}")
        return
    for at, entry in enumerate(value):
        yield from shape_problems(shape, entry, (*path, at))
    if shape in IDENTITY:
        yield from _twice(IDENTITY[shape], value, path)


def _twice(name: str, entries: list[Any], path: Path) -> Problems:
    seen: set[str] = set()
    for at, entry in enumerate(entries):
        key = entry.get(name) if isinstance(entry, Mapping) else None
        if key is not None and repr(key) in seen:
            yield Problem((*path, at, name), f"{key} stands here twice", f"each {name} once")
        seen.add(repr(key))


def _word(shape: str, value: Any, path: Path) -> Problems:
    if not isinstance(value, str) or value not in WORDS[shape]:
        said = f"{_said(value)} is no {shape.replace('_', ' ')}"
        yield Problem(path, said, nearest(str(value), WORDS[shape]))


def _said(value: Any) -> str:
    """The value as a message quotes it: short, whatever it is."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."  # noqa: PLR2004 - a line's worth


def _fits(test: Callable[[Any], bool], expected: str) -> Check:
    def check(value: Any, path: Path) -> Problems:
        if not test(value):
            yield Problem(path, f"{_said(value)} is not {expected}", expected)

    return check


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_whole(value: Any) -> bool:
    # In Python a bool is an int; in a package true is no number.
    return isinstance(value, int) and not isinstance(value, bool)


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _matches(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and bool(pattern.fullmatch(value))


def _is_plain(value: Any) -> bool:
    """Nothing with a fraction: 1.5 is not the same text in every JSON, a smaller unit is."""
    if isinstance(value, Mapping):
        return all(map(_is_plain, value.values()))
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return not isinstance(value, float)


def _is_copies(value: Any) -> bool:
    return (
        isinstance(value, Mapping)
        and bool(value)
        and set(value) <= set(COPY_FORMS)
        and all(_is_whole(count) and count > 0 for count in value.values())
    )


def _is_closing(value: Any) -> bool:
    """Outcome → lists of texts that must be there, any of the lists."""
    return isinstance(value, Mapping) and all(
        isinstance(ways, list)
        and all(isinstance(way, list) and all(map(_is_text, way)) for way in ways)
        for ways in value.values()
    )


def _condition(value: Any, path: Path) -> Problems:
    for problem in conditions.problems(value):
        yield Problem(path, problem, "{field, op, value} or {all|any: [...]}")


def _demand(value: Any, path: Path) -> Problems:
    """When a paper is demanded: a condition, or a question to the clerk."""
    if not isinstance(value, Mapping) or "ask" not in value:
        yield from _condition(value, path)
    elif set(value) != {"ask"} or not _is_text(value["ask"]):
        yield Problem(path, "a question stands alone", "{ask: text}")


_day = _fits(_is_day, "a day as 2026-09-18")


def _days(value: Any, path: Path) -> Problems:
    """Days as a list, or with their names."""
    if isinstance(value, Mapping):
        for day, name in value.items():
            yield from _day(day, (*path, day))
            yield from CHECKS["text"](name, (*path, day))
    elif isinstance(value, list):
        for at, day in enumerate(value):
            yield from _day(day, (*path, at))
    else:
        yield Problem(path, f"{_said(value)} is not a list", "a list of days, or {day: name}")


def _special_days(value: Any, path: Path) -> Problems:
    """Days with office hours of their own."""
    yield from _mapping("[[time]]", value, path)
    for day in value if isinstance(value, Mapping) else ():
        yield from _day(day, (*path, day))


CHECKS: dict[str, Check] = {
    "text": _fits(_is_text, "text"),
    "number": _fits(_is_whole, "a whole number"),
    "count": _fits(lambda value: _is_whole(value) and value >= 0, "a whole number from 0"),
    "flag": _fits(lambda value: isinstance(value, bool), "true or false"),
    "version": _fits(lambda value: _is_whole(value) and value == VERSION, f"package: {VERSION}"),
    "time": _fits(_matches(TIME), "a time as 08:30"),
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
    "free": _fits(lambda _value: True, "anything"),
    "copies": _fits(_is_copies, f"{{{'|'.join(COPY_FORMS)}: count}}"),
    "closing": _fits(_is_closing, "{outcome: [[text, ...], ...]}"),
    "condition": _condition,
    "demand": _demand,
    "days": _days,
    "special_days": _special_days,
    **dict.fromkeys(
        ("department_key", "document_key", "item_key", "sla_key", "pattern_key"),
        _fits(_is_text, "a key"),
    ),
}
