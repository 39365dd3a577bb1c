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

from app.domain.blueprint_tasks import tasks_of
from app.domain.documents import merge
from app.domain.package import normalise

SCHEMA = 1
#: Kind of blueprint → its place in a package.
PLACE = {
    "joint": "themes",
    "single": "items",
    "appeal": "appeals",
    "rectification": "rectification",
}
#: Default room for an extension: Art. 42, 10 days by the head, 15 jointly by the government's.
EXTEND = {"joint": {"cap": 15, "by": "government_head"}}
EXTEND_ALONE = {"cap": 10, "by": "head"}
#: Keys of a document that a case needs; the rest of the catalogue's entry stays in the catalogue.
DOCUMENT = (
    "name",
    "kind",
    "source",
    "points",
    "made_by",
    "standard_code",
    "sample",
    "blank_form",
    "folds_into",
)
#: Keys of a theme that go into the blueprint as they are, where they are there.
CARRIED = ("for", "area", "channels", "told", "issue", "notes")


def canonical(value: Any) -> str:
    """JSON that is the same for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(blueprint: Any) -> str:
    """SHA-256 of the canonical JSON, in hex."""
    return hashlib.sha256(canonical(blueprint).encode()).hexdigest()


def compile_blueprint(package: Mapping[str, Any], kind: str, code: str) -> dict[str, Any]:
    """The blueprint of one theme, item or appeal class of a package whose references are right.

    ``kind`` is joint, single, appeal or rectification. Raises KeyError where the package has no
    such entry.
    """
    plain = normalise(package)
    head, entries = SOURCES[kind](plain, code)
    fields, rows = _fields_and_rows(head, entries)
    documents = _documents(plain["documents"], rows)
    merged = merge(rows, documents)
    return {
        "schema": SCHEMA,
        "kind": kind,
        "code": code,
        "name": head["name"],
        "lead": head.get("lead"),
        "fields": list(fields.values()),
        "choices": head.get("choices") or {},
        "limits": {name: head[name] for name in ("promise", "legal") if head.get(name)},
        "extend": head.get("extend")
        or (EXTEND.get(kind, EXTEND_ALONE) if head.get("legal") or kind != "joint" else None),
        "accept_conditions": head.get("accept_conditions") or [],
        "reopen": head.get("reopen"),
        "documents": documents,
        "rows": sorted(rows, key=lambda row: str(row["id"])),
        "merge": merged,
        "tasks": tasks_of(head, entries),
        "papers": _papers(plain),
        "before": head.get("before") or {},
        "green_channel": bool(head.get("green_channel")),
        **{name: head[name] for name in CARRIED if head.get(name) is not None},
    }


Head = dict[str, Any]
Entry = dict[str, Any]


def _of_theme(package: Mapping[str, Any], code: str) -> tuple[Head, list[Entry]]:
    theme = package["themes"][code]
    entries = [{**entry, "source": package["items"][entry["item"]]} for entry in theme["items"]]
    return theme, entries


def _alone(place: str) -> Callable[[Mapping[str, Any], str], tuple[Head, list[Entry]]]:
    """An item (an appeal class) is a theme of one."""

    def sources(package: Mapping[str, Any], code: str) -> tuple[Head, list[Entry]]:
        source = package[place] if place == "rectification" else package[place][code]
        head = {name: source.get(name) for name in HEAD}
        head["intake"] = head["intake"] or INTAKE.get(place)
        return {**head, "lead": source.get("department")}, [
            {"key": "main", "item": code, "source": source}
        ]

    return sources


#: Registering an appeal (a rectification) is accepting it.
INTAKE = {"appeals": "at_once", "rectification": "at_once"}
#: What an item says for the case as a whole when it is applied for alone.
HEAD = (
    "name",
    "promise",
    "legal",
    "extend",
    "intake",
    "hand_over",
    "reopen",
    "accept_conditions",
    "before",
    "for",
    "channels",
    "told",
)
SOURCES: dict[str, Callable[[Mapping[str, Any], str], tuple[Head, list[Entry]]]] = {
    "joint": _of_theme,
    **{kind: _alone(place) for kind, place in PLACE.items() if kind != "joint"},
}


def _fields_and_rows(
    head: Head, entries: list[Entry]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Every field once, with the entries that ask it; every requirement row with its id."""
    fields = {field["key"]: dict(field) for field in head.get("fields") or []}
    rows: list[dict[str, Any]] = []
    for key, source in [(None, head), *((entry["key"], entry["source"]) for entry in entries)]:
        for field in source.get("fields") or [] if key else []:
            kept = fields.setdefault(field["key"], {**field, "items": []})
            if "items" in kept:
                kept["items"] = sorted({*kept["items"], key})
                kept["required"] = bool(kept.get("required") or field.get("required"))
        for at, need in enumerate(source.get("documents") or []):
            rows.append(_row(key, at, need, fields))
    return fields, rows


def _row(
    item: str | None, at: int, need: Mapping[str, Any], fields: dict[str, Any]
) -> dict[str, Any]:
    """One requirement row; a condition only a person can judge becomes a question to the clerk."""
    when = need.get("when")
    if when and "ask" in when:
        when = _question(need["document"], when["ask"], fields)
    return {
        "id": f"{item or '_theme'}/{need['document']}#{at}",
        "item": item,
        "document": need["document"],
        "necessity": need.get("necessity") or "required",
        "copies": dict(need.get("copies") or {"any": 1}),
        "when": when,
        "supply": need.get("supply") or "applicant",
    }


def _question(document: str, text: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Same document and same text = one question."""
    asked = [field for field in fields.values() if field["key"].startswith(f"ask.{document}.")]
    found = next((field for field in asked if field["label"] == text), None)
    key = found["key"] if found else f"ask.{document}.{len(asked) + 1}"
    fields.setdefault(key, {"key": key, "kind": "yes_no", "label": text, "asked": "clerk"})
    return {"field": key, "op": "is", "value": True}


def _documents(catalogue: Mapping[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The catalogue's entries that this blueprint uses, fold targets included."""
    wanted, queue = set(), [row["document"] for row in rows]
    while queue:
        key = queue.pop()
        if key not in wanted:
            wanted.add(key)
            queue += [catalogue[key]["folds_into"]] if catalogue[key].get("folds_into") else []
    return {
        key: {name: catalogue[key][name] for name in DOCUMENT if catalogue[key].get(name)}
        | {"points": catalogue[key].get("points") or []}
        for key in sorted(wanted)
    }


def _papers(package: Mapping[str, Any]) -> dict[str, Any]:
    """Which print templates the case was received under: name and hash of the blocks."""
    return {
        key: {"name": template["name"], "sha256": digest(template.get("blocks") or [])}
        for key, template in sorted((package.get("templates") or {}).items())
    }
