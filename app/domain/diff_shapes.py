"""How blueprints and packages are read for a difference: what is an entry, what tells it from others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.case.state import step_name
from app.domain.package_keys import KEYS

#: Noun of a blueprint → key → shape: [x] a list, {x} by key, x one of it; what is not here is a value.
SHAPES: dict[str, dict[str, str]] = {
    "blueprint": {
        "tasks": "[task]", "limits": "{limit}", "choices": "{choice}", "fields": "[field]",
        "rows": "[need]", "merge": "merge", "documents": "{document}", "told": "[told]",
        "accept_conditions": "[accept_condition]", "notes": "[note]", "papers": "{template}",
        "before": "figures",
    },
    "task": {
        "opens": "[wait]", "limits": "{limit}", "procedures": "{special}", "steps": "[step]",
        "special": "-",
    },
    "field": {"options": "[option]", "fields": "[row_field]"},
    "row_field": {"options": "[option]"},
    "document": {"points": "[point]"},
    "merge": {"lines": "[line]", "exempt": "[exempt]", "proof": "-"},
    "need": {"id": "-"},
}  # fmt: skip
#: Texts in a list of a package → the noun they are.
TEXTS = {"told": "told", "notes": "note", "points": "point"}
#: What is said together: a limit is its value, its unit and its least.
TOGETHER = {"limit": {"length": ("value", "unit", "min")}}
#: Nouns of a package that are said as one value.
AS_ONE = ("own_pattern",)
#: Noun → what tells one entry of a list from another; else its key.
IDENTITY: dict[str, Callable[[Any], str]] = {
    "wait": lambda need: str(need["task"]),
    "entry_need": lambda need: str(need["task"]),
    "need": lambda row: f"{row.get('item') or ''}/{row['document']}",
    "line": lambda line: str(line["document"]),
    "step": step_name,
    "option": lambda option: str(option["value"]),
    "accept_condition": lambda condition: str(condition["text"]),
    "acknowledgement": lambda one: f"{one['of']}/{one['code']}/{one.get('at', '')}",
    "limit_case": lambda case: repr(sorted(case["when"].items())),
    "block": lambda block: str(block["block"]),
    "column": lambda column: str(column["label"]),
}
#: In which order a reader is told; a noun that is not here comes last.
ORDER = (
    "blueprint", "package", "theme", "item", "appeal", "task", "entry", "wait", "entry_need",
    "choice", "limit", "sla", "field", "option", "row_field", "need", "line", "exempt", "merge",
    "document", "point", "step", "special", "accept_condition", "told", "note", "figures",
    "template", "block", "column", "acknowledgement",
)  # fmt: skip


def _plain(shape: str, key: str) -> str:
    """A shape of package_keys in the words of this table."""
    shape = shape.rsplit("|", maxsplit=1)[-1] if shape[0] not in "[{" else shape
    inner = shape.strip("[]{}").rsplit("|", maxsplit=1)[-1]
    if shape[0] == "[" and inner == "text":
        return f"[{TEXTS.get(key, 'text')}]"
    if inner not in KEYS or inner in AS_ONE or shape.startswith("[["):
        return "="
    return f"{shape[0]}{inner}{shape[-1]}" if shape[0] in "[{" else inner


PACKAGE_SHAPES: dict[str, dict[str, str]] = {
    noun: {key.rstrip("!"): _plain(shape, key.rstrip("!")) for key, shape in shapes.items()}
    for noun, shapes in KEYS.items()
}
