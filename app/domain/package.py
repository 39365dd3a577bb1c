"""The catalogue as plain dicts: is it well said, do its references exist; and names resolved in place.

Reading files is services.package_files; here a place is a path of keys, which the reader turns into
file and line.
"""

from __future__ import annotations

import copy
import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from app.domain import conditions
from app.domain.documents import FoldCycle, fold_target
from app.domain.fields import FIELD_KINDS
from app.domain.package_keys import KEYS, LISTED, NAMED, ONE, WORD_OR, WORDS
from app.domain.package_references import references

Path = tuple[str | int, ...]
FIELD_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class Problem(NamedTuple):
    """One thing a package says wrongly: where, what, and what was expected there."""

    path: Path
    message: str
    expected: str


Problems = Iterator[Problem]


def problems(package: Any, *, known: Mapping[str, Any] | None = None) -> list[Problem]:
    """Everything wrong with a package, in order; empty where it may be imported.

    ``known`` are keys already in the database by noun ({"documents": {…}, …}): a reference may
    point into the package or at one of them.
    """
    shaped = list(_noun("package", package, ()))
    if shaped:
        return shaped
    return [*references(package, known or {}, Problem), *_circles(package)]


def _noun(noun: str, value: Any, path: Path) -> Problems:
    """A mapping with the keys of a noun."""
    if not isinstance(value, Mapping):
        yield Problem(path, f"{noun} is not a mapping", f"keys {_names(noun)}")
        return
    shapes = {name.rstrip("!"): shape for name, shape in KEYS[noun].items()}
    for name in value:
        if name not in shapes:
            yield Problem((*path, name), f"unknown key {name}", _nearest(str(name), shapes))
    for name in KEYS[noun]:
        if name.endswith("!") and value.get(name[:-1]) is None:
            yield Problem(path, f"{noun} has no {name[:-1]}", f"{name[:-1]}: {shapes[name[:-1]]}")
    for name, shape in shapes.items():
        if value.get(name) is not None:
            yield from _shape(shape, value[name], (*path, name))


def _names(noun: str) -> str:
    return ", ".join(name.rstrip("!") for name in KEYS[noun])


def _nearest(name: str, shapes: Mapping[str, str]) -> str:
    near = difflib.get_close_matches(name, shapes, n=1)
    return (
        f"{near[0]} perhaps; known: {', '.join(shapes)}" if near else f"one of {', '.join(shapes)}"
    )


def _shape(shape: str, value: Any, path: Path) -> Problems:
    """A value of a shape."""
    if shape in WORDS:
        if value not in WORDS[shape]:
            yield Problem(
                path,
                f"{value!r} is no {shape.replace('_', ' ')}",
                "one of " + ", ".join(WORDS[shape]),
            )
    elif shape in ONE:
        yield from _noun(ONE[shape], value, path)
    elif shape in NAMED:
        yield from _named(NAMED[shape], value, path)
    elif shape in LISTED or shape in WORD_OR:
        yield from _listed(shape, value, path)
    else:
        yield from CHECKS[shape](value, path)


def _named(noun: str, value: Any, path: Path) -> Problems:
    if not isinstance(value, Mapping):
        yield Problem(path, "not a mapping of keys", f"KEY: {{{_names(noun)}}}")
        return
    for key, entry in value.items():
        if not isinstance(key, str):
            yield Problem((*path, key), f"the key {key!r} is not text", "a key in quotes")
        yield from _noun(noun, entry, (*path, key))


def _listed(shape: str, value: Any, path: Path) -> Problems:
    noun = LISTED.get(shape) or WORD_OR[shape]
    if not isinstance(value, list):
        yield Problem(path, "not a list", f"a list of {noun}")
        return
    seen: set[str] = set()
    for at, entry in enumerate(value):
        if shape in WORD_OR and isinstance(entry, str):
            continue
        yield from _noun(noun, entry, (*path, at))
        key = entry.get("key") if isinstance(entry, Mapping) else None
        if key in seen:
            yield Problem(
                (*path, at, "key"), f"{key} stands here twice", "a key of its own for each entry"
            )
        seen |= {key} if isinstance(key, str) else set()


def _is(kind: type | tuple[type, ...], expected: str) -> Callable[[Any, Path], Problems]:
    def check(value: Any, path: Path) -> Problems:
        # In Python a bool is an int; in a package yes is no number.
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
            yield Problem(path, f"{value!r} is not {expected}", expected)

    return check


def _all(inner: Callable[[Any, Path], Problems], expected: str) -> Callable[[Any, Path], Problems]:
    def check(value: Any, path: Path) -> Problems:
        if not isinstance(value, list):
            yield Problem(path, f"{value!r} is not {expected}", expected)
            return
        for at, entry in enumerate(value):
            yield from inner(entry, (*path, at))

    return check


def _matches(pattern: re.Pattern[str], expected: str) -> Callable[[Any, Path], Problems]:
    def check(value: Any, path: Path) -> Problems:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            yield Problem(path, f"{value!r} is not {expected}", expected)

    return check


def _free(_value: Any, _path: Path) -> Problems:
    yield from ()


def _condition(value: Any, path: Path) -> Problems:
    for problem in conditions.problems(value):
        yield Problem(path, problem, "{field, op, value} or {all|any: […]}")


def _demand(value: Any, path: Path) -> Problems:
    """When a paper is demanded: a condition, or a question to the clerk."""
    if isinstance(value, Mapping) and "ask" in value:
        if set(value) != {"ask"} or not isinstance(value["ask"], str):
            yield Problem(path, "a question stands alone", "{ask: text}")
        return
    yield from _condition(value, path)


def _limit(value: Any, path: Path) -> Problems:
    if not isinstance(value, str):
        yield from _noun("limit", value, path)


def _supply(value: Any, path: Path) -> Problems:
    if isinstance(value, Mapping):
        yield from _noun("supply", value, path)
    else:
        yield from _shape("supply_source", value, path)


def _result(value: Any, path: Path) -> Problems:
    if not isinstance(value, str):
        yield from _noun("result", value, path)


def _copies(value: Any, path: Path) -> Problems:
    if not isinstance(value, Mapping) or not all(
        isinstance(count, int) and count > 0 for count in value.values()
    ):
        yield Problem(path, f"{value!r} are no copies", "{original|copy|e_file|any: count}")


def _field_kind(value: Any, path: Path) -> Problems:
    if value not in FIELD_KINDS:
        yield Problem(path, f"{value!r} is no field kind", "one of " + ", ".join(FIELD_KINDS))


_day = _matches(DAY, "a day as 2026-09-18")
_text = _is(str, "text")


def _days(value: Any, path: Path) -> Problems:
    """Days as a list, or with their names."""
    if isinstance(value, Mapping):
        for day, name in value.items():
            yield from _day(day, (*path, day))
            yield from _text(name, (*path, day))
        return
    yield from _all(_day, "a list of days")(value, path)


_hours = _all(
    _all(_matches(TIME, "a time as 08:30"), "a pair of times"), "a list of pairs of times"
)


def _special_days(value: Any, path: Path) -> Problems:
    if not isinstance(value, Mapping):
        yield Problem(path, "not a mapping", "day: [[from, to], …]")
        return
    for day, hours in value.items():
        yield from _day(day, (*path, day))
        yield from _hours(hours, (*path, day))


CHECKS: dict[str, Callable[[Any, Path], Problems]] = {
    "text": _text,
    "texts": _all(_text, "a list of texts"),
    "number": _is(int, "a whole number"),
    "numbers": _all(_is(int, "a whole number"), "a list of whole numbers"),
    "flag": _is(bool, "true or false"),
    "free": _free,
    "condition": _condition,
    "demand": _demand,
    "limit": _limit,
    "supply": _supply,
    "result": _result,
    "copies": _copies,
    "field_kind": _field_kind,
    "field_key": _matches(FIELD_KEY, "a key of small letters, digits and _"),
    "entry_key": _text,
    "days": _days,
    "hours": _hours,
    "special_days": _special_days,
    "blocks": _all(_is(dict, "a block"), "a list of blocks"),
    **dict.fromkeys(("department_key", "document_key", "item_key"), _text),
}


def _circles(package: Mapping[str, Any]) -> Problems:
    """Documents that fold into each other."""
    documents = package.get("documents") or {}
    for key in documents:
        try:
            fold_target(key, documents)
        except FoldCycle as circle:
            yield Problem(
                ("documents", key, "folds_into"),
                f"the papers fold in a circle: {circle}",
                "a paper that folds into nothing at the end",
            )


def normalise(package: Mapping[str, Any]) -> dict[str, Any]:
    """The package with named limits written in place and an extension beside its limit's owner.

    The meaning stays: what is given may still name limits, and is not changed.
    """
    plain: dict[str, Any] = copy.deepcopy(dict(package))
    sla = plain.get("sla") or {}
    plain["documents"] = plain.get("documents") or {}
    owners = [
        entry
        for noun in ("items", "themes", "appeals")
        for entry in (plain.get(noun) or {}).values()
    ]
    for owner in [*owners, *filter(None, [plain.get("rectification")])]:
        _resolve(owner, sla)
    return plain


def _resolve(owner: dict[str, Any], sla: Mapping[str, Any]) -> None:
    for name in ("promise", "legal", "post_check", "hand_over"):
        owner[name] = _in_place(owner.get(name), sla)
    for within in ("reopen", "inquiry"):
        inner = owner.get(within) or {}
        for name in ("within", "limit"):
            if name in inner:
                inner[name] = _in_place(inner[name], sla)
    extend = owner["legal"].pop("extend", None) if owner["legal"] else None
    if owner["promise"]:
        owner["promise"].pop("extend", None)
    owner["extend"] = owner.get("extend") or extend


def _in_place(limit: Any, sla: Mapping[str, Any]) -> dict[str, Any] | None:
    found = sla[limit] if isinstance(limit, str) else limit
    return {name: value for name, value in found.items() if name != "name"} if found else None
