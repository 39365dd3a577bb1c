"""YAML text → plain values with the place of each, by the core rules of YAML 1.2.

``on``, ``yes`` and ``off`` are text, and so are days and anything that only begins like a number:
``0433`` loses no zero. Duplicate keys, anchors, tags and merge keys are refused: a package is read
by people and by other programs, and says each thing in one place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ruamel import yaml

Path = tuple[str | int, ...]
#: Deeper than any package; what nests further is no package.
DEEPEST = 40


class Marked(NamedTuple):
    """Something wrong with the text itself: line (from 1), path of keys, what, what was expected."""

    line: int
    path: Path
    message: str
    expected: str


class Unreadable(ValueError):
    """The text is no YAML of ours; ``marks`` says every reason."""

    def __init__(self, marks: list[Marked]) -> None:
        super().__init__("; ".join(mark.message for mark in marks))
        self.marks = marks


class Read(NamedTuple):
    """A value and the line (from 1) of each of its keys and entries, by path."""

    value: Any
    lines: dict[Path, int]


def read(text: str) -> Read:
    """The one document of a text. Raises Unreadable with everything wrong in it."""
    node = _compose(text)
    if node is None:
        return Read(None, {})
    marks: list[Marked] = []
    lines: dict[Path, int] = {}
    value = _value(node, (), lines, marks)
    if marks:
        raise Unreadable(marks)
    return Read(value, lines)


def _compose(text: str) -> yaml.nodes.Node | None:
    try:
        node: yaml.nodes.Node | None = yaml.YAML(typ="safe", pure=True).compose(text)
    except yaml.error.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        line = mark.line + 1 if mark else 0
        raise Unreadable([Marked(line, (), str(wrong.problem), "YAML 1.2")]) from wrong
    except yaml.error.YAMLError as wrong:
        first = str(wrong).splitlines()[0]
        raise Unreadable([Marked(0, (), first, "YAML 1.2, UTF-8")]) from wrong
    except RecursionError:
        raise Unreadable([Marked(0, (), "it nests too deeply", "a package")]) from None
    return node


def _value(node: yaml.nodes.Node, path: Path, lines: dict[Path, int], marks: list[Marked]) -> Any:
    wrong = _refused(node, path)
    if wrong:
        marks.append(Marked(node.start_mark.line + 1, path, *wrong))
        return None
    if isinstance(node, yaml.nodes.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.nodes.SequenceNode):
        return [_entry(one, (*path, at), lines, marks) for at, one in enumerate(node.value)]
    if isinstance(node, yaml.nodes.MappingNode):
        return dict(_pairs(node, path, lines, marks))
    return None


def _entry(node: yaml.nodes.Node, path: Path, lines: dict[Path, int], marks: list[Marked]) -> Any:
    lines[path] = node.start_mark.line + 1
    return _value(node, path, lines, marks)


def _pairs(
    node: yaml.nodes.MappingNode, path: Path, lines: dict[Path, int], marks: list[Marked]
) -> Iterator[tuple[Any, Any]]:
    seen: dict[Any, int] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = _scalar(key_node) if isinstance(key_node, yaml.nodes.ScalarNode) else None
        if not isinstance(key, str | int) or isinstance(key, bool):
            marks.append(Marked(line, path, "a key is neither text nor a number", "a plain key"))
            continue
        if key in seen:
            said = f"the key {key} stands here twice, first in line {seen[key]}"
            marks.append(Marked(line, (*path, key), said, "each key once"))
            continue
        seen[key] = lines[*path, key] = line
        yield key, _value(value_node, (*path, key), lines, marks)


def _refused(node: yaml.nodes.Node, path: Path) -> tuple[str, str] | None:
    """(what, what was expected) where a node is none that a package uses."""
    if len(path) > DEEPEST:
        return "it nests too deeply", "a package"
    if node.anchor:
        return "an anchor is not used here", "a limit by its name in sla, else the text itself"
    if node.tag not in PLAIN_TAGS:
        return f"the tag {node.tag} is not used here", "no tag"
    if (
        isinstance(node, yaml.nodes.ScalarNode)
        and node.style is None
        and WEIRD.fullmatch(node.value)
    ):
        return f"{node.value} is no number", "a whole number"
    return None


PLAIN_TAGS = {
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "map", "seq", "timestamp", "merge", "value")
}
WEIRD = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
#: The core schema's plain scalars (YAML 1.2 §10.3.2), but no number with zeros before it.
RESOLVED: tuple[tuple[re.Pattern[str], Callable[[str], Any]], ...] = (
    (re.compile(r"null|Null|NULL|~|"), lambda _text: None),
    (re.compile(r"true|True|TRUE"), lambda _text: True),
    (re.compile(r"false|False|FALSE"), lambda _text: False),
    (re.compile(r"[-+]?(0|[1-9][0-9]*)"), int),
    (re.compile(r"0o[0-7]+"), lambda text: int(text, 0)),
    (re.compile(r"0x[0-9a-fA-F]+"), lambda text: int(text, 0)),
    (re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), float),
)


def _scalar(node: yaml.nodes.ScalarNode) -> Any:
    """A quoted or folded scalar is text; a plain one is what the core rules say."""
    text: str = node.value
    if node.style is not None:
        return text
    for pattern, convert in RESOLVED:
        if pattern.fullmatch(text):
            return convert(text)
    return text
