"""What entries are to each other: papers that fold and departments that belong, series that are printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.circles import circle
from app.domain.documents import FoldCycle, fold_target
from app.domain.package_problem import Problem, Problems
from app.domain.package_widths import SERIES, longer

Known = Mapping[str, Any]


def follow_problems(package: Mapping[str, Any], known: Known) -> Problems:
    """Circles of folds and of departments, and series that two templates print (R26)."""
    yield from _circles(package, known)
    yield from _parents(package, known)
    yield from _series(package, known)


def _circles(package: Mapping[str, Any], known: Known) -> Problems:
    """Documents that fold into each other; what is in the rows counts."""
    own = package.get("documents") or {}
    documents = {key: entry or {} for key, entry in (known.get("documents") or {}).items()} | own
    # Only what comes in is blamed: the rows were sound before.
    for key in own:
        try:
            fold_target(key, documents)
        except FoldCycle as cycle:
            path = ("documents", key, "folds_into")
            said = f"the papers fold in a circle: {cycle}"
            yield Problem(path, said, "a paper that folds into nothing at the end")


def _parents(package: Mapping[str, Any], known: Known) -> Problems:
    """Departments that belong to each other; what is in the rows counts."""
    own = package.get("departments") or {}
    every = {**(known.get("departments") or {}), **own}
    follows = {code: (entry or {}).get("parent") for code, entry in every.items()}
    for code in own:
        found = circle(code, follows)
        if code in found:
            said = f"the departments belong to each other in a circle: {' → '.join(found)}"
            path = ("departments", code, "parent")
            yield Problem(path, said, "a department that belongs to none at the end")


def _series(package: Mapping[str, Any], known: Known) -> Problems:
    """Templates that print one series: each counts for itself, so two papers would bear one number."""
    own = package.get("templates") or {}
    every = {**(known.get("templates") or {}), **own}
    printed = {key: series_of(entry) for key, entry in every.items() if entry}
    for key in own:
        path, series = ("templates", key, "series"), printed.get(key, "")
        # What is too long as a series is told at its own key; a name alone may be.
        yield from longer(series, SERIES, path=path) if not own[key].get("series") else ()
        for other, said in printed.items():
            if other != key and said == series:
                message = f"{other} prints the series {series} too"
                yield Problem(path, message, "a series that no other template prints")
                break


def series_of(template: Mapping[str, Any]) -> str:
    """What a paper's number begins with: the template's series, or its name where it has none."""
    return str(template.get("series") or template["name"])
