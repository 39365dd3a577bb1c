"""compile: package → blueprint. Item, theme, appeal class and rectification become the same thing.

The kinds differ in one place only: where the list of entries comes from (spine §0.2). The blueprint
is plain JSON with sorted keys, integers only, no day of validity and no id of a row; its SHA-256 is
what a case pins.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from app.domain.blueprint_rows import documents_of, fields_and_rows, with_pattern
from app.domain.blueprint_tasks import tasks_of
from app.domain.documents import merge
from app.domain.package import normalise

SCHEMA = 1
#: Room for an extension of a legal limit where nothing is said: ten working days by the head,
#: fifteen by the government's for what is handled jointly (Art. 42, R18).
EXTEND = {"cap": 10, "by": "head"}
EXTEND_JOINT = {"cap": 15, "by": "government_head"}
#: What an item says for the case as a whole when it is applied for alone.
HEAD = (
    "name", "promise", "legal", "extend", "intake", "hand_over", "handing_over", "reopen",
    "accept_conditions", "before", "for", "channels", "told",
)  # fmt: skip
#: Keys that go into the blueprint as they are, where they are there.
CARRIED = ("for", "area", "channels", "green_channel", "told", "issue", "notes")

Package = Mapping[str, Any]
Head = dict[str, Any]
Entry = dict[str, Any]
Source = Callable[[Package, str], tuple[Head, list[Entry]]]


def canonical(value: Any) -> str:
    """JSON that is the same for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(blueprint: Any) -> str:
    """SHA-256 of the canonical JSON, in hex."""
    return hashlib.sha256(canonical(blueprint).encode()).hexdigest()


def compile_blueprint(package: Package, kind: str, *, code: str) -> dict[str, Any]:
    """The blueprint (spine §2) of one entry of a package in which ``package.problems`` finds none.

    ``kind`` is joint, single, appeal or rectification; ``code`` the entry's key. Raises KeyError
    where the package has no such entry.
    """
    plain = normalise(package)
    # The kinds differ up to here and nowhere after.
    head, entries = SOURCES[kind](plain, code)
    fields, rows = fields_and_rows(head, entries)
    documents = documents_of(plain["documents"], rows)
    return {
        "schema": SCHEMA,
        "kind": kind,
        "code": code,
        "name": head["name"],
        "lead": head.get("lead"),
        "fields": [with_pattern(field, plain.get("patterns") or {}) for field in fields],
        "choices": head.get("choices") or {},
        "limits": {name: head[name] for name in ("promise", "legal") if head.get(name)},
        "extend": _extend(head, joint=kind == "joint"),
        "accept_conditions": head.get("accept_conditions") or [],
        "reopen": head.get("reopen"),
        "documents": documents,
        "rows": rows,
        "merge": merge(rows, documents),
        "tasks": tasks_of(head, entries),
        "papers": _papers(plain),
        "before": head.get("before") or {},
        **{name: head[name] for name in CARRIED if head.get(name)},
    }


def _of_theme(package: Package, code: str) -> tuple[Head, list[Entry]]:
    theme = package["themes"][code]
    entries = [{**entry, "source": package["items"][entry["item"]]} for entry in theme["items"]]
    return theme, entries


def _of_item(package: Package, code: str) -> tuple[Head, list[Entry]]:
    return _alone(package["items"][code], code)


def _of_appeal(package: Package, code: str) -> tuple[Head, list[Entry]]:
    return _alone({"intake": "at_once", **package["appeals"][code]}, code)


def _of_rectification(package: Package, code: str) -> tuple[Head, list[Entry]]:
    # Its reply is read where the rating was given: nothing lies ready at a window.
    answered = {"intake": "at_once", "handing_over": "at_once"}
    return _alone({**answered, **package["rectification"]}, code)


def _alone(source: Mapping[str, Any], code: str) -> tuple[Head, list[Entry]]:
    """An item is a theme of one; registering an appeal (a rectification) is accepting it."""
    head = {name: source.get(name) for name in HEAD} | {"lead": source["department"]}
    return head, [{"key": "main", "item": code, "source": source}]


SOURCES: dict[str, Source] = {
    "joint": _of_theme,
    "single": _of_item,
    "appeal": _of_appeal,
    "rectification": _of_rectification,
}


def _extend(head: Head, *, joint: bool) -> dict[str, Any] | None:
    """Who may extend the case's limit, how far; without a rule or a legal limit, nobody (R18)."""
    given: dict[str, Any] | None = head.get("extend")
    if given or not head.get("legal"):
        return given
    return EXTEND_JOINT if joint else EXTEND


def _papers(package: Package) -> dict[str, Any]:
    """The print templates a case is received under: name, and hash of the blocks."""
    return {
        key: {"template": template["name"], "sha256": digest(template.get("blocks") or [])}
        for key, template in sorted((package.get("templates") or {}).items())
    }
