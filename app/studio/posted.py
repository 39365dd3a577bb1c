"""What a browser posts, as a tree: ``documents.r1.copies.copy=2`` under its dotted names.

Rows of a list stand under tokens of the page's own choosing; their order is the order in which they
were posted, so moving a row renames nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

#: A name deeper than this is nobody's form.
DEEPEST = 12


@dataclass
class Node:
    """One name of the form: the values posted under it, and the names below it in order."""

    values: list[str] = field(default_factory=list)
    children: dict[str, Node] = field(default_factory=dict)

    def child(self, name: str) -> Node:
        """The node below; an empty one where nothing was posted."""
        return self.children.get(name) or Node()

    @property
    def text(self) -> str:
        """The value posted under this name, trimmed; empty where there is none."""
        return self.values[-1].strip() if self.values else ""

    def rows(self) -> list[tuple[str, Node]]:
        """The rows of a list by token; names that begin with _ are the list's own."""
        return [(name, node) for name, node in self.children.items() if not name.startswith("_")]


def tree(pairs: Iterable[tuple[str, str]]) -> Node:
    """The posted pairs as one tree. Raises ValueError for names deeper than any form of ours."""
    root = Node()
    for name, value in pairs:
        parts = name.split(".")
        if len(parts) > DEEPEST:
            raise ValueError(name)
        node = root
        for part in parts:
            node = node.children.setdefault(part, Node())
        node.values.append(value)
    return root
