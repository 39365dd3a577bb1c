"""Kinds of fields that are more than one text: a person, attachments, rows that repeat.

A person of whom only the name was given is that name, as a text; with papers or a phone it is
{name, id_type, id_number, phone}. A group is a list of rows {key: value} of its own fields, one
level deep. Attachments are numbers of stored files: their bytes never stand among the answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from app.domain.field_readers import (
    PAPER_NUMBER,
    Checks,
    Parsed,
    Spec,
    half_width,
    read_phone,
    read_text,
)
from app.domain.refusal import msgid

Translate = Callable[[str], str]
#: How a value of a field inside a row is read, shown or described: the registry, closed over.
Inner = Callable[[Any, Spec], Any]

ROWS_LIMIT, FILES_LIMIT = 50, 20
MISSING = msgid("Please fill this in.")
#: Papers a person is known by → what they are called.
PAPERS = {
    "id_card": msgid("Resident ID card"),
    "passport": msgid("Passport"),
    "hk_macau_permit": msgid("Hong Kong and Macau permit"),
    "taiwan_permit": msgid("Taiwan permit"),
    "foreign_permit": msgid("Foreign permanent resident ID card"),
    "birth_certificate": msgid("Birth certificate"),
}


def read_person(posted: Any, spec: Spec, checks: Checks, today: date) -> Parsed:
    """A name alone stays a text; with a number or a phone it is the person's particulars."""
    said = posted if isinstance(posted, Mapping) else {"name": posted}
    texts = {name: _text(said.get(name)) for name in ("name", "id_type", "id_number", "phone")}
    if not any(texts[name] for name in ("name", "id_number", "phone")):
        return None, None
    # Who a number belongs to must be said before the number means anything.
    name, problem = read_text(texts["name"], spec, checks, today)
    if not name:
        return None, problem or MISSING
    person = {"name": name}
    for read in (_read_paper, _read_phone):
        more, problem = read(texts, checks, today)
        if problem:
            return None, problem
        person |= more
    return (person if len(person) > 1 else name), None


def _read_paper(
    texts: dict[str, str], checks: Checks, today: date
) -> tuple[dict[str, str], str | None]:
    number = half_width(texts["id_number"]).upper()
    if not number:
        return {}, None
    # Nearly everybody shows this one, so nothing chosen means it.
    paper = texts["id_type"] or "id_card"
    if paper not in PAPERS:
        return {}, msgid("Choose the kind of ID.")
    problem = checks.identity(paper, number, today) if checks.identity else None
    if problem is None and not PAPER_NUMBER.fullmatch(number):
        problem = msgid("This is not an ID number.")
    return {"id_type": paper, "id_number": number}, problem


def _read_phone(
    texts: dict[str, str], checks: Checks, today: date
) -> tuple[dict[str, str], str | None]:
    if not texts["phone"]:
        return {}, None
    phone, problem = read_phone(texts["phone"], {}, checks, today)
    return {"phone": phone}, problem


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def show_person(value: Any, _spec: Spec, translate: Translate) -> str:
    """The name, then what else is known of the person."""
    if not isinstance(value, Mapping):
        return str(value)
    paper = ""
    if value.get("id_number"):
        paper = f"{translate(PAPERS[value['id_type']])} {value['id_number']}"
    return "、".join(part for part in (value["name"], paper, value.get("phone")) if part)


def read_files(posted: list[Any], _spec: Spec, _checks: Checks, _today: date) -> Parsed:
    """Numbers of stored files, each once, in the order in which they came."""
    texts = [text for text in map(_text, posted) if text]
    if not all(text.isascii() and text.isdigit() and int(text) > 0 for text in texts):
        return None, msgid("This file is not stored; please add it again.")
    numbers = list(dict.fromkeys(map(int, texts)))
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
