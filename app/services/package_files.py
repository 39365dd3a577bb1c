"""Packages as YAML files (spine §7): every problem with file and line, all or nothing.

A package is one file or a folder of files with the same top keys; entries by key may stand in any
of them, each in one.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ruamel import yaml

from app.domain.package import Problem, arranged, problems
from app.domain.package_keys import KEYS
from app.services import yaml_nodes
from app.services.pattern_check import COUNTER

Place = tuple[str | int, ...]
#: Top keys whose entries several files may share: those by key, and the lists.
BY_KEY = tuple(name for name, shape in KEYS["package"].items() if shape.startswith("{"))
LISTS = tuple(name for name, shape in KEYS["package"].items() if shape.startswith("["))
ENDINGS = (".yaml", ".yml")


class Located(NamedTuple):
    """A problem with its place in a file; ``line`` counts from 1, 0 is the file as a whole."""

    file: str
    line: int
    key: str
    message: str
    expected: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        key = f" {self.key}:" if self.key else ""
        return f"{where}:{key} {self.message} (expected: {self.expected})"


class PackageRefused(Exception):
    """A package is refused whole; ``problems`` says every reason, by file and line."""

    def __init__(self, found: Iterable[Located]) -> None:
        self.problems = sorted(found)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass
class Package:
    """Plain dicts (``content``) and the file and line of each of their keys (``places``)."""

    content: dict[str, Any] = field(default_factory=dict)
    places: dict[Place, tuple[str, int]] = field(default_factory=dict)

    def located(self, problem: Problem) -> Located:
        """A problem with the file and line of its key, or of what holds it."""
        path = problem.path
        while path and path not in self.places:
            path = path[:-1]
        file, line = self.places.get(path) or next(iter(self.places.values()), ("package", 0))
        key = ".".join(map(str, problem.path))
        return Located(file, line if path else 0, key, problem.message, problem.expected)


def read_package(
    source: Path | Iterable[Path], *, known: Mapping[str, Any] | None = None
) -> Package:
    """Read one file, a folder of files, or several of both, and check them together.

    ``known`` are the keys already in the rows (domain.package.problems). Raises PackageRefused.
    """
    texts = {}
    refused: list[Located] = []
    for path in [source] if isinstance(source, Path) else source:
        for file in _files(path):
            name = str(file.relative_to(path)) if path.is_dir() else file.name
            try:
                texts[name if name not in texts else str(file)] = file.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as wrong:
                said = f"the file cannot be read: {wrong}"
                refused.append(Located(name, 0, "", said, "a file in UTF-8"))
    return _read(texts, refused, known)


def read_text(
    text: str, name: str = "package.yaml", *, known: Mapping[str, Any] | None = None
) -> Package:
    """Read a package from one text and check it; ``name`` is told as its file.

    Raises PackageRefused.
    """
    return _read({name: text}, [], known)


def check(package: Package, *, known: Mapping[str, Any] | None = None) -> None:
    """Raises PackageRefused with every problem of what was read, located."""
    found = problems(package.content, known=known, counter=COUNTER)
    if found:
        raise PackageRefused(map(package.located, found))


@cache
def _written() -> type[yaml.representer.SafeRepresenter]:
    """How texts are written: as the library does, but one that begins like a key of a mapping is quoted."""

    class Written(yaml.representer.SafeRepresenter):
        def represent_str(self, data: str) -> Any:
            """Within a line of a list a plain "?0" reads back as a mapping."""
            style = "'" if data.startswith("?") else None
            return self.represent_scalar("tag:yaml.org,2002:str", data, style=style)

    Written.add_representer(str, Written.represent_str)
    return Written


def write_package(content: Mapping[str, Any]) -> str:
    """The package as YAML in one order: the same package is the same text, and reads back equal."""
    writer: Any = yaml.YAML(typ="safe", pure=True)
    writer.Representer = _written()
    # None: the innermost mappings stand in one line; the library annotates a bool.
    writer.default_flow_style = None
    writer.allow_unicode = True
    writer.width = 100
    writer.sort_base_mapping_type_on_output = False
    writer.representer.ignore_aliases = lambda _data: True
    out = io.StringIO()
    writer.dump(arranged(content), out)
    return out.getvalue()


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.rglob("*") if file.suffix in ENDINGS and file.is_file())


def _read(
    texts: Mapping[str, str], refused: list[Located], known: Mapping[str, Any] | None
) -> Package:
    package = Package()
    for name, text in texts.items():
        try:
            found = yaml_nodes.read(text)
        except yaml_nodes.Unreadable as wrong:
            refused += [_located(name, mark) for mark in wrong.marks]
            continue
        if isinstance(found.value, dict):
            refused += _add(package, found, name)
        else:
            refused.append(Located(name, 1, "", "the file holds no keys", "package: 1 and more"))
    if refused:
        raise PackageRefused(refused)
    check(package, known=known)
    return package


def _located(name: str, mark: yaml_nodes.Marked) -> Located:
    return Located(name, mark.line, ".".join(map(str, mark.path)), mark.message, mark.expected)


def _add(package: Package, found: yaml_nodes.Read, file: str) -> list[Located]:
    """Join a file's keys to the package; gives what stands in two files."""
    twice: list[tuple[str, ...]] = []
    for key, value in found.value.items():
        there = package.content.get(key)
        shift = 0
        if key in BY_KEY and isinstance(value, dict) and isinstance(there, dict):
            twice += [(key, entry) for entry in value if entry in there]
            there |= {entry: value[entry] for entry in value if entry not in there}
        elif key in LISTS and isinstance(value, list) and isinstance(there, list):
            shift = len(there)
            there += value
        elif key in package.content and key != "package":
            twice.append((key,))
        else:
            package.content[key] = value
        _note(package, found, key, shift, file)
    return [
        Located(file, found.lines[path], ".".join(path), said, "one of the two")
        for path in twice
        for said in [f"it stands in {package.places[path][0]} too"]
    ]


def _note(package: Package, found: yaml_nodes.Read, key: str, shift: int, file: str) -> None:
    """The places of a key's paths, the first to say it first; a joined list counts on."""
    for path, line in found.lines.items():
        if path[0] == key:
            at = path[1] if len(path) > 1 else None
            moved = (key, at + shift, *path[2:]) if shift and isinstance(at, int) else path
            package.places.setdefault(moved, (file, line))
