"""Do the references of a package point at something: in the package, or already in the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.domain import conditions

Path = tuple[str | int, ...]
Made = Callable[[Path, str, str], Any]


def references(
    package: Mapping[str, Any], known: Mapping[str, Any], problem: Made
) -> Iterator[Any]:
    """A problem for each reference that points at nothing."""
    for noun, path, key in _all(package):
        there = {**(known.get(noun) or {}), **(package.get(noun) or {})}
        if key not in there:
            yield problem(path, f"there is no {ONE_OF[noun]} {key}", _near(noun, there))
    for path, key, fields in _asked(package, known):
        if key not in fields:
            yield problem(
                path,
                f"there is no field {key}",
                "a field of the same theme or item: " + ", ".join(sorted(fields)),
            )


ONE_OF = {"departments": "department", "documents": "document", "items": "item", "sla": "SLA class"}


def _near(noun: str, there: Mapping[str, Any]) -> str:
    return f"one of the {noun}: {', '.join(sorted(there)[:40])}"


def _all(package: Mapping[str, Any]) -> Iterator[tuple[str, Path, str]]:
    """(noun, path, key) of every reference by key."""
    for code, department in (package.get("departments") or {}).items():
        if department.get("parent"):
            yield "departments", ("departments", code, "parent"), department["parent"]
    for key, document in (package.get("documents") or {}).items():
        if document.get("folds_into"):
            yield "documents", ("documents", key, "folds_into"), document["folds_into"]
    for path, owner in _owners(package):
        yield from _of_owner(path, owner)
    for code, theme in (package.get("themes") or {}).items():
        for at, entry in enumerate(theme.get("items") or []):
            yield "items", ("themes", code, "items", at, "item"), entry["item"]


def _owners(package: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    for noun in ("items", "themes", "appeals"):
        for code, owner in (package.get(noun) or {}).items():
            yield (noun, code), owner
    if package.get("rectification"):
        yield ("rectification",), package["rectification"]


def _of_owner(path: Path, owner: Mapping[str, Any]) -> Iterator[tuple[str, Path, str]]:
    for name in ("department", "lead"):
        if owner.get(name):
            yield "departments", (*path, name), owner[name]
    for name in ("promise", "legal", "post_check", "hand_over"):
        if isinstance(owner.get(name), str):
            yield "sla", (*path, name), owner[name]
    inquiry = owner.get("inquiry") or {}
    if inquiry:
        yield "departments", (*path, "inquiry", "department"), inquiry["department"]
    if isinstance(inquiry.get("limit"), str):
        yield "sla", (*path, "inquiry", "limit"), inquiry["limit"]
    for at, need in enumerate(owner.get("documents") or []):
        yield "documents", (*path, "documents", at, "document"), need["document"]
    result = owner.get("result")
    if result:
        yield (
            "documents",
            (*path, "result"),
            result if isinstance(result, str) else result["document"],
        )


def _asked(
    package: Mapping[str, Any], known: Mapping[str, Any]
) -> Iterator[tuple[Path, str, set[str]]]:
    """(path, field, fields there are) of every condition."""
    items = {**(known.get("items") or {}), **(package.get("items") or {})}
    for path, owner in _owners(package):
        fields = _fields(owner)
        for entry in owner.get("items") or []:
            fields |= _fields(items.get(entry["item"]) or {})
        if path[0] == "items":
            # An item's condition may ask what only a theme asks; alone it is then never true.
            fields |= {
                key for theme in (package.get("themes") or {}).values() for key in _fields(theme)
            }
        for place, condition in _conditions(owner):
            for key in sorted(conditions.fields_of(condition)):
                yield (*path, *place), key, fields


def _fields(owner: Any) -> set[str]:
    return (
        {field["key"] for field in owner.get("fields") or []}
        if isinstance(owner, Mapping)
        else set()
    )


def _conditions(owner: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    for name in ("documents", "items", "fields", "steps"):
        for at, entry in enumerate(owner.get(name) or []):
            when = entry.get("when") if isinstance(entry, Mapping) else None
            if when and "ask" not in when:
                yield (name, at, "when"), when
    for at, accept in enumerate(owner.get("accept_conditions") or []):
        if accept.get("check"):
            yield ("accept_conditions", at, "check"), accept["check"]
    for name in ("promise", "legal"):
        limit = owner.get(name)
        for at, case in enumerate(limit.get("cases") or [] if isinstance(limit, Mapping) else []):
            yield (name, "cases", at, "when"), case["when"]
