"""The papers of a theme's items, each with what becomes of it, for the items' own rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.domain.findings import work_of
from app.studio import words


@dataclass(frozen=True)
class Paper:
    """One paper as its item asks for it, and what it comes to with the answers that are tried."""

    name: str
    necessity: str
    becomes: str
    #: the condition that decides it, in words
    why: str


def by_item(seen: Any) -> dict[str, list[Paper]]:
    """Item → its papers in the item's own order; an item without papers has an empty list."""
    blueprint = seen.derived.blueprint
    tasks = work_of(blueprint)
    found: dict[str, list[Paper]] = {
        str(task["item"]): [] for task in tasks.values() if task["item"]
    }
    rules = {entry["row"]: entry for entry in seen.tried.outlined.merged["proof"]}
    for row in sorted(blueprint["rows"], key=_place):
        task = tasks.get(str(row["item"]))
        if task and task["item"]:
            found[task["item"]].append(_paper(row, rules[row["id"]], blueprint, seen.why))
    return found


def _place(row: Mapping[str, Any]) -> int:
    """Where the item lists it: rows of a blueprint are in the order of their ids."""
    at = str(row["id"]).rpartition("#")[2]
    return int(at) if at.isdecimal() else 0


def _paper(row: Any, entry: Mapping[str, Any], blueprint: Mapping[str, Any], why: Any) -> Paper:
    name = blueprint["documents"][row["document"]]["name"]
    rule = str(entry["rule"])
    told = BECOMES[rule](entry, blueprint) if rule in BECOMES else str(words.rule(rule))
    return Paper(name, str(words.said("necessity", row["necessity"])), told, why.rows[row["id"]])


def _folded(entry: Mapping[str, Any], blueprint: Mapping[str, Any]) -> str:
    return _("folded into %(paper)s", paper=blueprint["documents"][entry["to"]]["name"])


def _made(entry: Mapping[str, Any], blueprint: Mapping[str, Any]) -> str:
    producer = work_of(blueprint).get(str(entry["to"]), {})
    return _("result of an earlier item: %(item)s", item=producer.get("name", entry["to"]))


def _exempt(entry: Mapping[str, Any], _blueprint: Mapping[str, Any]) -> str:
    return _("exempt: %(source)s", source=SOURCES[entry["to"]]())


#: What makes a paper exempt → its words here, where "exempt" is said already.
SOURCES: dict[str, Callable[[], str]] = {
    "e_cert": lambda: _("by the e-certificate"),
    "data_share": lambda: _("checked by data sharing"),
}
#: Rule of the merge → what becomes of the paper; the others are said by their rule.
BECOMES: dict[str, Callable[[Mapping[str, Any], Mapping[str, Any]], str]] = {
    "folded": _folded,
    "sibling_output": _made,
    "exempt": _exempt,
    "kept": lambda _entry, _blueprint: _("kept: the applicant brings it"),
}
