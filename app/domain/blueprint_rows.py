"""The fields, requirement rows and documents of a blueprint, gathered from its entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.domain.documents import THEME

Fields = dict[str, dict[str, Any]]
#: Keys of a document that a case needs; the rest of its entry stays in the catalogue.
DOCUMENT = (
    "name", "kind", "source", "made_by", "standard_code", "sample", "blank_form", "folds_into",
)  # fmt: skip


def fields_and_rows(
    head: Mapping[str, Any], entries: Iterable[Mapping[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Every field once, in the order in which they are asked; every requirement row, by its id.

    A field of an entry says in ``items`` which entries ask it; one of the theme has no ``items``.
    """
    fields: Fields = {field["key"]: dict(field) for field in head.get("fields") or []}
    rows = [_row(None, at, need, fields) for at, need in enumerate(head.get("documents") or [])]
    for entry in entries:
        source = entry["source"]
        for field in source.get("fields") or []:
            _ask(fields, field, entry["key"])
        for at, need in enumerate(source.get("documents") or []):
            rows.append(_row(entry["key"], at, need, fields))
    return list(fields.values()), sorted(rows, key=lambda row: str(row["id"]))


def with_pattern(field: Mapping[str, Any], patterns: Mapping[str, Any]) -> dict[str, Any]:
    """The field with its named pattern written out: a pattern edited later reaches no running case.

    One written at the field itself is frozen as it is.
    """
    plain = dict(field)
    if plain.get("pattern"):
        own = isinstance(plain["pattern"], Mapping)
        plain["pattern"] = dict(plain["pattern"] if own else patterns[plain["pattern"]])
    if plain.get("fields"):
        plain["fields"] = [with_pattern(part, patterns) for part in plain["fields"]]
    return plain


def _ask(fields: Fields, field: Mapping[str, Any], entry: str) -> None:
    """What two items ask is one field; it must be filled where one of them says so."""
    kept = fields.setdefault(field["key"], {**field, "items": []})
    # What the theme asks itself it asks of everybody.
    if "items" in kept:
        kept["items"] = sorted({*kept["items"], entry})
        kept["required"] = bool(kept.get("required") or field.get("required"))


def _row(item: str | None, at: int, need: Mapping[str, Any], fields: Fields) -> dict[str, Any]:
    when = need.get("when")
    if when and "ask" in when:
        when = _question(need["document"], when["ask"], fields)
    return {
        "id": f"{item or THEME}/{need['document']}#{at}",
        "item": item,
        "document": need["document"],
        "necessity": need.get("necessity") or "required",
        "copies": dict(need.get("copies") or {"any": 1}),
        "when": when,
        "supply": need.get("supply") or "applicant",
    }


def _question(document: str, text: str, fields: Fields) -> dict[str, Any]:
    """A condition only a person can judge is a question to the clerk (spine §5).

    Same document and same text = one question.
    """
    asked = [field for key, field in fields.items() if key.startswith(f"ask.{document}.")]
    key = next((field["key"] for field in asked if field["label"] == text), None)
    if key is None:
        key = f"ask.{document}.{len(asked) + 1}"
        fields[key] = {"key": key, "kind": "yes_no", "label": text, "asked": "clerk"}
    return {"field": key, "op": "is", "value": True}


def documents_of(
    catalogue: Mapping[str, Mapping[str, Any]], rows: Iterable[Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """The catalogue's entries that these rows use, what they fold into included."""
    wanted: dict[str, dict[str, Any]] = {}
    open_ends = [row["document"] for row in rows]
    while open_ends:
        key = open_ends.pop()
        if key not in wanted:
            entry = catalogue[key]
            plain = {name: entry[name] for name in DOCUMENT if entry.get(name)}
            wanted[key] = {**plain, "points": entry.get("points") or []}
            # The form that takes others in is ticked at the window, so its points are needed.
            open_ends += [entry["folds_into"]] if entry.get("folds_into") else []
    return {key: wanted[key] for key in sorted(wanted)}
