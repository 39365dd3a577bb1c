"""Packages as YAML files: YAML 1.2 rules, duplicate keys refused, every problem with file and line."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from app.domain.package import Problem, problems

Place = tuple[str | int, ...]
#: Top keys whose entries several files may share.
MERGED = ("departments", "sla", "patterns", "documents", "items", "themes", "appeals", "templates")


class Located(NamedTuple):
    """A problem with its place in a file."""

    file: str
    line: int
    key: str
    message: str
    expected: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key}: {self.message} (expected: {self.expected})"


class PackageRefused(Exception):
    """A package is refused whole; ``problems`` says every reason."""

    def __init__(self, found: list[Located]) -> None:
        """``found`` in the order of the files."""
        super().__init__("\n".join(map(str, found)))
        self.problems = found


@dataclass
class Package:
    """Plain dicts with the places they were read from."""

    content: dict[str, Any]
    places: dict[Place, tuple[str, int]]

    def located(self, problem: Problem) -> Located:
        """A problem with the file and line of its key, or of what holds it."""
        path = problem.path
        while path and path not in self.places:
            path = path[:-1]
        file, line = self.places.get(path, ("", 0))
        return Located(
            file, line, ".".join(map(str, problem.path)), problem.message, problem.expected
        )


def read_package(source: Path, *, known: Mapping[str, Any] | None = None) -> Package:
    """Read one file or a folder of files and check them. Raises PackageRefused."""
    files = sorted(source.rglob("*.yaml")) if source.is_dir() else [source]
    package = Package({}, {})
    root = source if source.is_dir() else source.parent
    for file in files:
        _add(package, _load(file, str(file.relative_to(root))), str(file.relative_to(root)))
    check(package, known=known)
    return package


def read_text(
    text: str, name: str = "package.yaml", *, known: Mapping[str, Any] | None = None
) -> Package:
    """Read a package from text and check it. Raises PackageRefused."""
    package = Package({}, {})
    _add(package, _parse(text, name), name)
    check(package, known=known)
    return package


def check(package: Package, *, known: Mapping[str, Any] | None = None) -> None:
    """Raises PackageRefused with every problem, located."""
    found = [package.located(problem) for problem in problems(package.content, known=known)]
    if found:
        raise PackageRefused(found)


def write_package(content: Mapping[str, Any]) -> str:
    """The package as YAML in a stable order: what was exported twice reads the same."""
    yaml = _yaml()
    yaml.default_flow_style = False
    out = io.StringIO()
    yaml.dump(dict(content), out)
    return out.getvalue()


def _yaml() -> YAML:
    yaml = YAML(typ="rt", pure=True)
    yaml.version = "1.2"
    yaml.allow_duplicate_keys = False
    yaml.width = 120
    return yaml


def _load(file: Path, name: str) -> Any:
    try:
        return _parse(file.read_text(encoding="utf-8"), name)
    except (OSError, UnicodeDecodeError) as problem:
        raise PackageRefused(
            [Located(name, 0, "", f"cannot be read: {problem}", "a readable UTF-8 file")]
        ) from problem


def _parse(text: str, name: str) -> Any:
    try:
        return _yaml().load(text)
    except MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 0
        expected = "each key once" if "duplicate key" in str(problem) else "YAML 1.2"
        raise PackageRefused([Located(name, line, "", str(problem.problem), expected)]) from problem


def _add(package: Package, loaded: Any, file: str) -> None:
    """Merge a file's top keys into the package; the same entry in two files is refused."""
    if not isinstance(loaded, CommentedMap):
        raise PackageRefused(
            [Located(file, 1, "", "the file holds no keys", "package: 1 and the keys of a package")]
        )
    for key, value in loaded.items():
        place = (key,)
        line = loaded.lc.key(key)[0] + 1
        plain = _plain(value)
        if key in MERGED and isinstance(plain, dict) and isinstance(package.content.get(key), dict):
            _refuse_twice(package, key, plain, file, line)
            package.content[key].update(plain)
        elif key == "acknowledged" and isinstance(plain, list):
            package.content.setdefault(key, []).extend(plain)
        elif key in package.content and key != "package":
            raise PackageRefused(
                [Located(file, line, key, "this key stands in two files", "each key in one file")]
            )
        else:
            package.content[key] = plain
        package.places[place] = (file, line)
        _note_places(package.places, value, place, file)


def _refuse_twice(package: Package, key: str, plain: dict[str, Any], file: str, line: int) -> None:
    twice = sorted(set(plain) & set(package.content[key]))
    if twice:
        raise PackageRefused(
            [
                Located(
                    file,
                    line,
                    f"{key}.{twice[0]}",
                    "this entry stands in two files",
                    "each entry once",
                )
            ]
        )


def _plain(value: Any) -> Any:
    """Plain dicts and lists, so that nothing of the reader travels on."""
    if isinstance(value, CommentedMap):
        return {
            str(key) if not isinstance(key, int) else key: _plain(inner)
            for key, inner in value.items()
        }
    if isinstance(value, CommentedSeq):
        return [_plain(inner) for inner in value]
    if isinstance(value, bool) or value is None:
        return value
    return (
        int(value)
        if isinstance(value, int)
        else float(value)
        if isinstance(value, float)
        else str(value)
    )


def _note_places(places: dict[Place, tuple[str, int]], value: Any, path: Place, file: str) -> None:
    for key, line in _lines(value):
        places[(*path, key)] = (file, line)
        _note_places(places, value[key], (*path, key), file)


def _lines(value: Any) -> Iterable[tuple[Any, int]]:
    if isinstance(value, CommentedMap):
        return [(key, value.lc.key(key)[0] + 1) for key in value]
    if isinstance(value, CommentedSeq):
        return [(at, value.lc.item(at)[0] + 1) for at in range(len(value))]
    return []
