"""Sizes that keep the code readable (style §4); a budget is broken only with its reason here."""

from __future__ import annotations

import ast
import statistics
import tokenize
from pathlib import Path

import pytest

from tests.factories.source import nodes, tree

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(path for path in (ROOT / "app").rglob("*.py"))
CORE = [path for path in SOURCES if "domain" in path.parts]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
FILE, FILE_P90, FUNCTION, FUNCTION_P90, FUNCTION_MEDIAN = 250, 180, 40, 20, 7
#: Comments in a hundred lines, of all and of the core alone, for it is read most.
COMMENTS = (3, 8)
#: Where more than two arguments go by place, and why.
WIDE = {
    "app/domain/case/decide.py": "decide(blueprint, state, command): the core's own signature",
    "app/domain/field_readers.py": "one signature for every kind, called from the table",
    "app/domain/field_parts.py": "the same table's kinds that have parts",
    "app/domain/field_people.py": "the same table's kind for a person",
}


def test_files_are_short():
    sizes = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in SOURCES
    }
    assert {name: size for name, size in sizes.items() if size > FILE} == {}
    assert p90(sizes.values()) <= FILE_P90


def test_the_core_is_read_at_a_sitting():
    sizes = [len(path.read_text(encoding="utf-8").splitlines()) for path in CORE]
    assert p90(sizes) <= FILE_P90


@pytest.mark.parametrize("sources", [SOURCES, CORE], ids=["the house", "the core"])
def test_comments_say_why(sources):
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in sources)
    least, most = COMMENTS
    assert least <= 100 * sum(map(comments, sources)) / lines <= most


def test_tests_are_split_by_subject():
    sizes = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in TESTS}
    assert {name for name, size in sizes.items() if size > FILE} == set()


def test_functions_are_short():
    found = [(path.name, node) for path in SOURCES for node in functions(path)]
    sizes = [length(node) for _file, node in found]
    assert [(file, node.name) for file, node in found if whole(node) > FUNCTION] == []
    assert p90(sizes) <= FUNCTION_P90
    assert statistics.median(sizes) <= FUNCTION_MEDIAN


def test_beyond_two_arguments_are_named():
    wide = {
        f"{path.relative_to(ROOT)}:{node.name}": width(node)
        for path in SOURCES
        if {"domain", "services"} & set(path.parts)
        for node in functions(path)
        if not node.name.startswith("_") and width(node) > 2
    }
    assert {name for name, found in wide.items() if found > 4} == set()
    assert {name for name in wide if name.split(":")[0] not in WIDE} == set()


def test_public_functions_of_domain_and_services_say_what_they_promise():
    silent = []
    for path in SOURCES:
        if {"domain", "services"} & set(path.parts):
            silent += [
                f"{path.name}:{node.name}"
                for node in tree(path).body
                if isinstance(node, ast.FunctionDef)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ]
    assert silent == []


def functions(path):
    return nodes(path, ast.FunctionDef)


def width(node):
    """How many arguments may be given by place; ``self`` and the session a verb acts in are none."""
    names = [one.arg for one in (*node.args.posonlyargs, *node.args.args)]
    return len(names) - (names[:1] in (["self"], ["cls"], ["session"]))


def whole(node):
    """Lines of a function, its docstring among them."""
    return node.end_lineno - node.lineno + 1


def length(node):
    """Lines of a function without its docstring."""
    doc = node.body[0].end_lineno - node.body[0].lineno + 1 if ast.get_docstring(node) else 0
    return whole(node) - doc


def comments(path):
    """How many comments a file has, docstrings not among them."""
    with path.open("rb") as source:
        return sum(token.type == tokenize.COMMENT for token in tokenize.tokenize(source.readline))


def p90(sizes):
    return sorted(sizes)[int(len(sizes) * 0.9)]
