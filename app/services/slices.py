"""The part of a package that one entry needs: what is exported alone, what a version freezes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from app.domain.package import normalise
from app.domain.package_references import references

__all__ = ["FROZEN", "closure", "frozen_slice", "references"]

#: What a version freezes beside itself; departments stay rows, named by their code.
FROZEN = ("items", "documents", "sla", "patterns")


def closure(
    package: Mapping[str, Any], top: str, *, code: str, nouns: Collection[str]
) -> dict[str, Any]:
    """An entry with everything of these nouns that it refers to, near or far. Raises KeyError."""
    entry = package[top]
    found: dict[str, Any] = {"package": 1}
    found |= {top: entry if top == "rectification" else {code: entry[code]}}
    reached = True
    while reached:
        reached = False
        for noun, _path, key in list(references(found)):
            if noun in nouns and key not in found.get(noun, {}):
                found.setdefault(noun, {})[key] = package[noun][key]
                reached = True
    return found


def frozen_slice(
    package: Mapping[str, Any], top: str, *, code: str, published: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """What a version of this entry freezes. Raises KeyError where an item was never published.

    ``published``: the slices of the items in force, the one published first in front. A theme takes
    each item as it was published (spine §9), its limits too, whatever the rows say by now; a paper
    that several items share is the one published last.
    """
    if top == "themes":
        package = _as_published(package, code, published)
    found = closure(package, top, code=code, nouns=FROZEN)
    return {"documents": {}, "sla": {}, **found, "templates": package.get("templates") or {}}


def _as_published(
    package: Mapping[str, Any], code: str, published: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    used = {entry["item"] for entry in package["themes"][code]["items"]}
    slices = {key: frozen for key, frozen in published.items() if key in used}
    merged = {noun: dict(package.get(noun) or {}) for noun in ("documents", "patterns")}
    for frozen in slices.values():
        for noun, entries in merged.items():
            entries |= frozen.get(noun) or {}
    sla = package.get("sla") or {}
    items = {key: _body(frozen, key, sla) for key, frozen in slices.items()}
    return {**package, **merged, "items": items}


def _body(frozen: Mapping[str, Any], key: str, sla: Mapping[str, Any]) -> Any:
    """An item as published: a limit's name stays a name while it still means the same."""
    same = all(sla.get(name) == limit for name, limit in (frozen.get("sla") or {}).items())
    return (frozen if same else normalise(frozen))["items"][key]
