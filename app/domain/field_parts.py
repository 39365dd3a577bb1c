"""Kinds of fields that are lists: attachments, and rows that repeat.

A group is a list of rows {key: value} of its own fields, one level deep. Attachments are numbers of
stored files: their bytes never stand among the answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from app.domain.field_readers import Checks, Parsed, Spec
from app.domain.refusal import msgid

Translate = Callable[[str], str]
#: How a value of a field inside a row is read, shown or described: the registry, closed over.
Inner = Callable[[Any, Spec], Any]

ROWS_LIMIT, FILES_LIMIT = 50, 20
MISSING = msgid("Please fill this in.")
NOT_STORED = msgid("This file is not stored; please add it again.")


def as_posted(value: Any) -> Any:
    """A value, or what a field is filled in with beforehand, as a form would send it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return [as_posted(part) for part in value]
    if isinstance(value, Mapping):
        return {key: as_posted(part) for key, part in value.items()}
    return "" if value is None else str(value)


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def read_files(posted: list[Any], _spec: Spec, checks: Checks, _today: date) -> Parsed:
    """Numbers of stored files, each once, in the order in which they came."""
    texts = [text for text in map(_text, posted) if text]
    if not all(text.isascii() and text.isdigit() and int(text) > 0 for text in texts):
        return None, NOT_STORED
    numbers = list(dict.fromkeys(map(int, texts)))
    if checks.stored is not None and not all(map(checks.stored, numbers)):
        return None, NOT_STORED
    if len(numbers) > FILES_LIMIT:
        return None, msgid("At most 20 files.")
    return numbers or None, None


def show_files(value: Any, _spec: Spec, translate: Translate) -> str:
    """How many files there are; their names stand with the files."""
    return translate(msgid("%(count)s files")) % {"count": len(value)}


class RowProblem(NamedTuple):
    """What is wrong inside a group: which row (from 0) and field, and the msgid."""

    row: int
    key: str
    say: str


def read_rows(
    posted: Any, spec: Spec, parse: Inner
) -> tuple[list[dict[str, Any]], list[RowProblem]]:
    """The rows that say something, and everything that is wrong in them, each at its place.

    ``parse(raw, spec)`` reads one field. A row in which nothing is filled in is no row.
    """
    rows, problems = [], []
    for at, said in enumerate(_listed(posted)):
        if not isinstance(said, Mapping):
            continue
        read = {field["key"]: parse(said.get(field["key"]), field) for field in spec["fields"]}
        row = {key: value for key, (value, _problem) in read.items() if value is not None}
        wrong = {key: problem for key, (_value, problem) in read.items() if problem}
        if row or wrong:
            wrong = dict(_missing(spec, row)) | wrong
            problems += [RowProblem(at, key, say) for key, say in wrong.items()]
            rows.append(row)
    return rows, problems


def _listed(posted: Any) -> list[Any]:
    return posted if isinstance(posted, list) else [posted]


def _missing(spec: Spec, row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for field in spec["fields"]:
        if field.get("required") and field["key"] not in row:
            yield field["key"], MISSING


def read_group(posted: Any, spec: Spec, parse: Inner) -> Parsed:
    """The rows, or the first sentence of what is wrong in or with them; no text is dropped unsaid."""
    if any(not isinstance(said, Mapping) and _text(said) for said in _listed(posted)):
        return None, msgid("Fill this in row by row.")
    rows, problems = read_rows(posted, spec, parse)
    if problems:
        return None, problems[0].say
    if not rows:
        return None, None
    if len(rows) < (spec.get("min_rows") or 0):
        return None, msgid("There are too few rows.")
    if len(rows) > most_rows(spec):
        return None, msgid("There are too many rows.")
    return rows, None


def most_rows(spec: Spec) -> int:
    """How many rows a group may have."""
    return min(spec.get("max_rows") or ROWS_LIMIT, ROWS_LIMIT)


def show_rows(rows: Any, spec: Spec, show: Inner) -> str:
    """Row by row, each field with its label; ``show(value, spec)`` says one value."""
    return "；".join(
        "，".join(
            f"{field['label']} {show(row[field['key']], field)}"
            for field in spec["fields"]
            if field["key"] in row
        )
        for row in rows
    )


def numbers_in(value: Any, spec: Spec) -> list[int]:
    """The files an answer names: its own, or those in its rows."""
    if spec["kind"] == "attachment":
        return list(value or ())
    inner = [field for field in spec.get("fields") or () if field["kind"] == "attachment"]
    rows = value or () if inner else ()
    return [number for row in rows for field in inner for number in row.get(field["key"]) or ()]


def renumbered(value: Any, spec: Spec, numbers: Mapping[int, int]) -> Any:
    """An answer that names files by other numbers; a file without one is left out of it."""
    if spec["kind"] == "attachment":
        return [numbers[number] for number in value or () if number in numbers]
    inner = {field["key"] for field in spec.get("fields") or () if field["kind"] == "attachment"}
    if not inner:
        return value
    told = {"kind": "attachment"}
    return [
        {key: renumbered(one, told, numbers) if key in inner else one for key, one in row.items()}
        for row in value or ()
    ]


def rows_schema(spec: Spec, schema: Callable[[Spec], dict[str, Any]]) -> dict[str, Any]:
    """JSON Schema of the rows of a group; ``schema(spec)`` describes one of its fields."""
    row = {
        "type": "object",
        "properties": {field["key"]: schema(field) for field in spec["fields"]},
        "required": [field["key"] for field in spec["fields"] if field.get("required")],
        "additionalProperties": False,
        "minProperties": 1,
    }
    least = max(1, spec.get("min_rows") or 0)
    return {"type": "array", "items": row, "minItems": least, "maxItems": most_rows(spec)}
