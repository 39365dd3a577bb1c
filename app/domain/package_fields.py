"""Fields and conditions of a package: one key is one field, and a condition asks what is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain import conditions
from app.domain.package_problem import Path, Problem, Problems
from app.domain.package_references import limits_of, owners

Known = Mapping[str, Any]
Owner = Mapping[str, Any]
Fields = dict[str, Mapping[str, Any]]


def field_problems(package: Mapping[str, Any], known: Known) -> Problems:
    """A problem for each key that is two fields, each condition on a field that nobody asks, or
    asks in a way its kind does not know.

    ``known``: of items and themes already in the rows, their entries, where a condition may ask.
    """
    catalogue = {noun: _entries(package, known, noun) for noun in ("items", "themes", "sla")}
    yield from _clashes(package, catalogue)
    for path, condition, fields in _asked(package, catalogue):
        for problem in conditions.problems(condition, fields):
            yield Problem(path, problem, _fields_said(fields))


def _entries(package: Mapping[str, Any], known: Known, noun: str) -> dict[str, Owner]:
    there = {**(known.get(noun) or {}), **(package.get(noun) or {})}
    return {key: entry for key, entry in there.items() if isinstance(entry, Mapping)}


def _fields_said(fields: Fields) -> str:
    return f"a field of the same item or theme: {', '.join(sorted(fields)) or 'there is none'}"


def _clashes(package: Mapping[str, Any], catalogue: Mapping[str, dict[str, Owner]]) -> Problems:
    """A field that two items of one theme ask under one key is one field of one kind."""
    for code, theme in (package.get("themes") or {}).items():
        kinds = {field["key"]: (field["kind"], code) for field in theme.get("fields") or []}
        for at, entry in enumerate(theme.get("items") or []):
            for field in (catalogue["items"].get(entry["item"]) or {}).get("fields") or []:
                # Who asks first decides the kind, the theme before its items.
                kind, where = kinds.setdefault(field["key"], (field["kind"], entry["item"]))
                if kind != field["kind"]:
                    said = f"field {field['key']} is {field['kind']} here and {kind} in {where}"
                    path = ("themes", code, "items", at)
                    yield Problem(path, said, "one kind for a key within a theme")


def _asked(
    package: Mapping[str, Any], catalogue: Mapping[str, dict[str, Owner]]
) -> Iterator[tuple[Path, Any, Fields]]:
    """(path, condition, fields it may ask) of every condition."""
    for path, owner in owners(package):
        fields = _fields_in_reach(path, owner, catalogue)
        for place, condition in _conditions(owner, catalogue["sla"]):
            yield (*path, *place), condition, fields


def _fields_in_reach(path: Path, owner: Owner, catalogue: Mapping[str, dict[str, Owner]]) -> Fields:
    """A theme asks its own fields and its items'; an item also those of the themes it is part of.

    Handled alone, an item's condition on such a field is never true.
    """
    items, themes = catalogue["items"], catalogue["themes"]
    with_it = [owner] if path[0] == "themes" else []
    # Through its themes an item may ask what the form of a sister item asks.
    if path[0] == "items":
        with_it = [
            theme
            for theme in themes.values()
            if path[1] in {entry["item"] for entry in theme.get("items") or []}
        ]
    fields: Fields = {}
    for theme in with_it:
        for entry in theme.get("items") or []:
            fields |= _fields(items.get(entry["item"]) or {})
        fields |= _fields(theme)
    return fields | _fields(owner)


def _fields(owner: Owner) -> Fields:
    return {field["key"]: field for field in owner.get("fields") or []}


def _conditions(owner: Owner, sla: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    for name in ("documents", "items", "fields", "steps"):
        for at, entry in enumerate(owner.get(name) or []):
            when = entry.get("when") if isinstance(entry, Mapping) else None
            if when and "ask" not in when:
                yield (name, at, "when"), when
    for at, accept in enumerate(owner.get("accept_conditions") or []):
        if accept.get("check"):
            yield ("accept_conditions", at, "check"), accept["check"]
    for place, limit in limits_of(owner):
        # A named limit is written elsewhere: its problem is told where it is used.
        named = isinstance(limit, str)
        cases = ((sla.get(limit) if named else limit) or {}).get("cases") or []
        for at, case in enumerate(cases):
            yield place if named else (*place, "cases", at, "when"), case["when"]
