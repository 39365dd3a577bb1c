"""Do the references of a package point at something: in the package, or already in the rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.package_follows import follow_problems
from app.domain.package_problem import Path, Problem, Problems, nearest

#: Keys of a limit wherever an owner has one.
LIMITS = ("promise", "legal", "post_check", "hand_over")
#: Noun of the top keys → how one of them is called.
ONE_OF = {
    "departments": "department",
    "documents": "document",
    "items": "item",
    "sla": "SLA class",
    "patterns": "pattern",
}
#: Noun of the flat dictionaries → its key that names a row, and of which noun.
FLAT = (
    ("departments", "parent", "departments"),
    ("windows", "department", "departments"),
    ("documents", "folds_into", "documents"),
)
Known = Mapping[str, Any]
Owner = Mapping[str, Any]


def reference_problems(package: Mapping[str, Any], known: Known) -> Problems:
    """A problem for each reference that points at nothing, each circle of folds or departments, each
    series of papers that two templates print, each day that is said to be off and to be worked.

    ``known`` are the keys of the rows by noun.
    """
    for noun, path, key in references(package):
        there = {**(known.get(noun) or {}), **(package.get(noun) or {})}
        if key not in there:
            yield Problem(path, f"there is no {ONE_OF[noun]} {key}", nearest(key, there))
    yield from follow_problems(package, known)
    yield from _days_twice(package)


Reference = tuple[str, Path, str]


def references(package: Mapping[str, Any]) -> Iterator[Reference]:
    """(noun, path, key) of every reference by key."""
    for noun, name, to in FLAT:
        for key, entry in (package.get(noun) or {}).items():
            if entry.get(name):
                yield to, (noun, key, name), entry[name]
    for path, owner in owners(package):
        yield from _of_owner(path, owner)
    for code, theme in (package.get("themes") or {}).items():
        for at, entry in enumerate(theme.get("items") or []):
            yield "items", ("themes", code, "items", at, "item"), entry["item"]


def owners(package: Mapping[str, Any]) -> Iterator[tuple[Path, Owner]]:
    """Everything that departments handle, with its place: items, themes, appeal classes, rectification."""
    for noun in ("items", "themes", "appeals"):
        for code, owner in (package.get(noun) or {}).items():
            yield (noun, code), owner
    if package.get("rectification"):
        yield ("rectification",), package["rectification"]


def _of_owner(path: Path, owner: Owner) -> Iterator[Reference]:
    for place, code in _departments(owner):
        yield "departments", (*path, *place), code
    for place, limit in limits_of(owner):
        if isinstance(limit, str):
            yield "sla", (*path, *place), limit
    for at, need in enumerate(owner.get("documents") or []):
        yield "documents", (*path, "documents", at, "document"), need["document"]
    for place, field in all_fields(owner):
        if isinstance(field.get("pattern"), str):
            yield "patterns", (*path, *place, "pattern"), field["pattern"]
    if owner.get("result"):
        yield "documents", (*path, "result"), result_of(owner)


def all_fields(owner: Owner) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """(path within the owner, field) of every field, those inside a row too."""
    for at, field in enumerate(owner.get("fields") or []):
        yield ("fields", at), field
        for inner, part in enumerate(field.get("fields") or []):
            yield ("fields", at, "fields", inner), part


def _departments(owner: Owner) -> Iterator[tuple[Path, str]]:
    for name in ("department", "lead"):
        if owner.get(name):
            yield (name,), owner[name]
    if owner.get("inquiry"):
        yield ("inquiry", "department"), owner["inquiry"]["department"]


def result_of(owner: Owner) -> Any:
    """The document that an item hands out, or None: its key, written alone or with its validity."""
    result = owner.get("result")
    return result["document"] if isinstance(result, Mapping) else result


def is_numbered(owner: Owner) -> bool:
    """Whether what an item hands out bears a number: it does unless the package says otherwise."""
    result = owner.get("result")
    return not isinstance(result, Mapping) or result.get("numbered", True) is not False


def limits_of(owner: Owner) -> Iterator[tuple[Path, Any]]:
    """(path within the owner, limit or its name) of every limit it sets."""
    holders: list[tuple[Path, Any, tuple[str, ...]]] = [
        ((), owner, LIMITS),
        (("reopen",), owner.get("reopen"), ("within",)),
        (("inquiry",), owner.get("inquiry"), ("limit",)),
    ]
    for name, special in (owner.get("special") or {}).items():
        holders.append((("special", name), special, ("max",)))
    for at, step in enumerate(owner.get("steps") or []):
        holders.append((("steps", at), step if isinstance(step, Mapping) else None, ("limit",)))
    for path, holder, names in holders:
        for name in names:
            if holder and holder.get(name):
                yield (*path, name), holder[name]


def _days_twice(package: Mapping[str, Any]) -> Problems:
    calendar = package.get("calendar") or {}
    for day in sorted(set(calendar.get("off") or ()) & set(calendar.get("work") or ())):
        said = f"{day} is off and worked at the same time"
        yield Problem(("calendar", "work", day), said, "each day under one of off and work")
