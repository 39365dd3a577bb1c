"""The catalogue as plain dicts: is it well said, do its references exist; names put in place.

Reading files is services.package_files; here a place is a path of keys, which the reader turns into
file and line. The keys themselves stand in package_keys.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from app.domain.package_field_keys import field_key_problems
from app.domain.package_fields import field_problems
from app.domain.package_keys import KEYS, TOP_KEYS
from app.domain.package_patterns import Counter, pattern_problems
from app.domain.package_problem import Path, Problem
from app.domain.package_references import LIMITS, reference_problems
from app.domain.package_sense import sense_problems
from app.domain.package_shapes import shape_problems

__all__ = ["TOP_KEYS", "Problem", "arranged", "normalise", "problems"]

#: Top keys under which entries stand by key.
NAMED = tuple(name for name, shape in KEYS["package"].items() if shape.startswith("{"))


def problems(
    package: Any,
    *,
    known: Mapping[str, Any] | None = None,
    counter: Counter | None = None,
) -> list[Problem]:
    """Everything wrong with a package; empty where it may be imported (spine §7).

    ``known`` are the keys already in the rows by noun ({"documents": {key: …}, …}): a reference
    may point into the package or at one of them. Entries that are themselves badly said are left
    out of the search for broken references, but may be pointed at. ``counter`` tries
    patterns and their samples.
    """
    found = list(shape_problems("package", package, path=()))
    bad = {problem.path[:2] for problem in found}
    if () in bad or any((noun,) in bad for noun in NAMED):
        return found
    there = {noun: dict((known or {}).get(noun) or {}) for noun in NAMED}
    for noun, key in (path for path in bad if path[0] in NAMED):
        # Badly said, but said: what points at it is not wrong as well.
        there[str(noun)][key] = None
    sound = _sound(package, bad)
    return [
        *found,
        *reference_problems(sound, there),
        *field_problems(sound, there),
        *field_key_problems(sound),
        *sense_problems(sound),
        *(pattern_problems(sound, counter) if counter else ()),
    ]


def _sound(package: Mapping[str, Any], bad: set[Path]) -> dict[str, Any]:
    """The package without the entries, and the nouns, that are badly said."""
    sound: dict[str, Any] = {}
    for noun, value in package.items():
        if noun in NAMED:
            sound[noun] = {key: value[key] for key in value or {} if (noun, key) not in bad}
        elif not any(path[0] == noun for path in bad):
            sound[noun] = value
    return sound


def normalise(package: Mapping[str, Any]) -> dict[str, Any]:
    """The package in one way of saying: named limits written in place, an extension beside the
    limit it belongs to, steps as dicts.

    What is given stays as it is; what is normalised already comes back equal. Raises KeyError
    where a limit's name is unknown.
    """
    plain: dict[str, Any] = copy.deepcopy(dict(package))
    sla = plain.get("sla") or {}
    plain["documents"] = plain.get("documents") or {}
    owners = [
        owner
        for noun in ("items", "themes", "appeals")
        for owner in (plain.get(noun) or {}).values()
    ]
    for owner in [*owners, *filter(None, [plain.get("rectification")])]:
        _put_in_place(owner, sla)
    return plain


def _put_in_place(owner: dict[str, Any], sla: Mapping[str, Any]) -> None:
    _resolve(owner, LIMITS, sla)
    _resolve(owner.get("reopen"), ("within",), sla)
    _resolve(owner.get("inquiry"), ("limit",), sla)
    for special in (owner.get("special") or {}).values():
        _resolve(special, ("max",), sla)
    if owner.get("steps"):
        owner["steps"] = [{"step": s} if isinstance(s, str) else dict(s) for s in owner["steps"]]
        for step in owner["steps"]:
            _resolve(step, ("limit",), sla)
    for name in LIMITS:
        # Beside the limit in the package, so that naming the limit brings its extension along.
        extend = (owner.get(name) or {}).pop("extend", None)
        if extend and name == "legal" and not owner.get("extend"):
            owner["extend"] = extend


def _resolve(owner: dict[str, Any] | None, names: tuple[str, ...], sla: Mapping[str, Any]) -> None:
    """Names of limits become the limits, without what they are called."""
    for name in names:
        limit = (owner or {}).get(name)
        if owner is not None and limit is not None:
            found = sla[limit] if isinstance(limit, str) else limit
            owner[name] = {key: copy.deepcopy(found[key]) for key in found if key != "name"}


def arranged(value: Any, shape: str = "package") -> Any:
    """The same package with its keys in the order of package_keys, and what is free by name.

    Lists keep their order: it has a meaning (fields, steps, items).
    """
    if isinstance(value, list):
        inner = shape[1:-1] if shape.startswith("[") else "free"
        return [arranged(entry, inner) for entry in value]
    if not isinstance(value, Mapping):
        return value
    if shape.startswith("{"):
        return {key: arranged(value[key], shape[1:-1]) for key in sorted(value)}
    shapes = {
        name.rstrip("!"): of for name, of in KEYS.get(shape.rsplit("|", maxsplit=1)[-1], {}).items()
    }
    order = {name: at for at, name in enumerate(shapes)}
    keys = sorted(value, key=lambda key: (order.get(key, len(order)), str(key)))
    return {key: arranged(value[key], shapes.get(key, "free")) for key in keys}
