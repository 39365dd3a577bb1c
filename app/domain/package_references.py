"""Do the references of a package point at something: in the package, or already in the rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain import conditions
from app.domain.documents import FoldCycle, fold_target
from app.domain.package_shapes import Path, Problem, Problems, nearest

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
Known = Mapping[str, Any]
Owner = Mapping[str, Any]
Fields = dict[str, Mapping[str, Any]]


def reference_problems(package: Mapping[str, Any], known: Known) -> Problems:
    """A problem for each reference that points at nothing, each circle of folds, each field asked
    in a way its kind does not know.

    ``known`` are the keys of the rows by noun; of items and themes their entries too, where a
    condition may ask their fields.
    """
    for noun, path, key in references(package):
        there = {**(known.get(noun) or {}), **(package.get(noun) or {})}
        if key not in there:
            yield Problem(path, f"there is no {ONE_OF[noun]} {key}", nearest(key, there))
    yield from _circles(package, known)
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


Reference = tuple[str, Path, str]


def references(package: Mapping[str, Any]) -> Iterator[Reference]:
    """(noun, path, key) of every reference by key."""
    for code, department in (package.get("departments") or {}).items():
        if department.get("parent"):
            yield "departments", ("departments", code, "parent"), department["parent"]
    for key, document in (package.get("documents") or {}).items():
        if document.get("folds_into"):
            yield "documents", ("documents", key, "folds_into"), document["folds_into"]
    for path, owner in owners(package):
        yield from _of_owner(path, owner)
    for code, theme in (package.get("themes") or {}).items():
        for at, entry in enumerate(theme.get("items") or []):
            yield "items", ("themes", code, "items", at, "item"), entry["item"]


def owners(package: Mapping[str, Any]) -> Iterator[tuple[Path, Owner]]:
    """(path, entry) of everything that has fields, papers and limits."""
    for noun in ("items", "themes", "appeals"):
        for code, owner in (package.get(noun) or {}).items():
            yield (noun, code), owner
    if package.get("rectification"):
        yield ("rectification",), package["rectification"]


def _of_owner(path: Path, owner: Owner) -> Iterator[Reference]:
    for place, code in _departments(owner):
        yield "departments", (*path, *place), code
    for place, limit in _limits(owner):
        if isinstance(limit, str):
            yield "sla", (*path, *place), limit
    for at, need in enumerate(owner.get("documents") or []):
        yield "documents", (*path, "documents", at, "document"), need["document"]
    for place, field in all_fields(owner):
        if field.get("pattern"):
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


def _limits(owner: Owner) -> Iterator[tuple[Path, Any]]:
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


def _circles(package: Mapping[str, Any], known: Known) -> Problems:
    """Documents that fold into each other; what is in the rows counts."""
    own = package.get("documents") or {}
    documents = {key: entry or {} for key, entry in (known.get("documents") or {}).items()} | own
    for key in own:
        try:
            fold_target(key, documents)
        except FoldCycle as cycle:
            path = ("documents", key, "folds_into")
            said = f"the papers fold in a circle: {cycle}"
            yield Problem(path, said, "a paper that folds into nothing at the end")


def _clashes(package: Mapping[str, Any], catalogue: Mapping[str, dict[str, Owner]]) -> Problems:
    """A field that two items of one theme ask under one key is one field of one kind."""
    for code, theme in (package.get("themes") or {}).items():
        kinds = {field["key"]: (field["kind"], code) for field in theme.get("fields") or []}
        for at, entry in enumerate(theme.get("items") or []):
            for field in (catalogue["items"].get(entry["item"]) or {}).get("fields") or []:
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
    for place, limit in _limits(owner):
        named = isinstance(limit, str)
        cases = ((sla.get(limit) if named else limit) or {}).get("cases") or []
        for at, case in enumerate(cases):
            yield place if named else (*place, "cases", at, "when"), case["when"]
