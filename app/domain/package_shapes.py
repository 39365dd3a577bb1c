"""Is a package well said: every key known, every value of the shape that package_keys asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.package_keys import KEYS, WORDS
from app.domain.package_problem import Path, Problem, Problems, nearest, quoted
from app.domain.package_values import CHECKS
from app.domain.package_widths import KEY, longer, too_wide

#: What tells entries of one list apart.
IDENTITY = {"field": "key", "row_field": "key", "entry": "key", "option": "value"}


def shape_problems(shape: str, value: Any, *, path: Path) -> Problems:
    """Everything in which a value is not of a shape of package_keys."""
    if shape.startswith("["):
        yield from _list(shape[1:-1], value, path)
    elif shape.startswith("{"):
        yield from _mapping(shape[1:-1], value, path)
    elif "|" in shape:
        plain, noun = shape.split("|")
        yield from shape_problems(noun if isinstance(value, Mapping) else plain, value, path=path)
        # A step of one word stands for {step: word}, and is kept where that is.
        yield from too_wide(noun, {noun: value}, path=path)
    elif shape in KEYS:
        yield from _noun(shape, value, path)
    elif shape in WORDS:
        yield from _word(shape, value, path)
    else:
        yield from {**CHECKS, **DAYS}[shape](value, path)


def _noun(noun: str, value: Any, path: Path) -> Problems:
    """A mapping with the keys of a noun; an empty value is as if the key were not there."""
    shapes = {name.rstrip("!"): shape for name, shape in KEYS[noun].items()}
    if not isinstance(value, Mapping):
        yield Problem(path, f"{quoted(value)} is not a mapping", f"{noun}: {', '.join(shapes)}")
        return
    yield from _keys(noun, value, path)
    for name, shape in shapes.items():
        # An empty key is read as one that was left out, as people mean it.
        if value.get(name) is not None:
            yield from shape_problems(shape, value[name], path=(*path, name))
    yield from too_wide(noun, value, path=path)
    if noun == "limit":
        yield from _range(value, path)


def _keys(noun: str, value: Mapping[Any, Any], path: Path) -> Problems:
    """Keys that are not known, and those that must be there and are not."""
    shapes = {name.rstrip("!"): shape for name, shape in KEYS[noun].items()}
    for name in value:
        if name not in shapes:
            yield Problem((*path, name), f"unknown key {name}", nearest(str(name), shapes))
    for name in (name[:-1] for name in KEYS[noun] if name.endswith("!")):
        if value.get(name) is None:
            yield Problem(path, f"{name} is missing", f"{name}: {shapes[name]}")


def _range(limit: Mapping[str, Any], path: Path) -> Problems:
    """A survey chooses between ``min`` and ``value``: turned round, there would be nothing to choose."""
    least, most = limit.get("min"), limit.get("value")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield Problem((*path, "min"), f"min {least} is over value {most}", f"at most {most}")


def _mapping(noun: str, value: Any, path: Path) -> Problems:
    if not isinstance(value, Mapping):
        yield Problem(path, f"{quoted(value)} is not a mapping", f"KEY: {noun}")
        return
    for key, entry in value.items():
        if not isinstance(key, str):
            yield Problem((*path, key), f"the key {key!r} is not text", "a key in quotes")
        yield from longer(key, KEY, path=(*path, key))
        yield from shape_problems(noun, entry, path=(*path, key))


def _list(shape: str, value: Any, path: Path) -> Problems:
    if not isinstance(value, list):
        yield Problem(path, f"{quoted(value)} is not a list", f"a list of {shape}")
        return
    for at, entry in enumerate(value):
        yield from shape_problems(shape, entry, path=(*path, at))
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
        said = f"{quoted(value)} is no {shape.replace('_', ' ')}"
        yield Problem(path, said, nearest(str(value), WORDS[shape]))


def _special_days(value: Any, path: Path) -> Problems:
    """Days with office hours of their own; a day without any belongs under off."""
    yield from _mapping("hours", value, path)
    for day in value if isinstance(value, Mapping) else ():
        yield from CHECKS["day"](day, (*path, day))


#: Shapes that are walked in a way of their own.
DAYS = {"special_days": _special_days}
