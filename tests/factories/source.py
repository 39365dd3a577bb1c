"""The sources as the rules read them: each parsed and walked once a process, whoever asks for what."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cache

#: All that is asked for.
KINDS = {ast.Call, ast.Constant, ast.FunctionDef, ast.JoinedStr}


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def nodes(path, kind):
    """The nodes of one kind in a file, in the order of a walk."""
    assert kind in KINDS, kind
    return _by_kind(path)[kind]


@cache
def _by_kind(path):
    found = defaultdict(list)
    for node in ast.walk(tree(path)):
        if type(node) in KINDS:
            found[type(node)].append(node)
    return found
