"""JSON Schemas of what is sent, from the same registry of kinds that the forms are built from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from app.domain.field_people import PAPERS
from app.domain.fields import FIELD_KINDS

Spec = dict[str, Any]
TEXT = {"type": "string"}


def of_fields(specs: Iterable[Spec]) -> dict[str, Any]:
    """An object with a property for each field."""
    listed = [*specs]
    return {
        "type": "object",
        "properties": {spec["key"]: of(spec) for spec in listed},
        "required": [spec["key"] for spec in listed if spec.get("required")],
        "additionalProperties": False,
    }


def act_schema(specs: Iterable[Spec], *, title: str) -> dict[str, Any]:
    """What one act asks here and now."""
    return {"title": title, **of_fields(specs)}


def of(spec: Spec) -> dict[str, Any]:
    """One field: its kind's schema, or that of what only acts ask."""
    if spec["kind"] in OF_ACTS:
        return OF_ACTS[spec["kind"]](spec)
    return FIELD_KINDS[spec["kind"]].json_schema(spec)


def _points(spec: Spec) -> dict[str, Any]:
    return {
        "title": str(spec["label"]),
        "type": "object",
        "properties": {
            key: {
                "title": name,
                "description": "；".join(map(str, points)),
                "type": "array",
                "items": {"type": "boolean"},
                "maxItems": max(1, len(points)),
            }
            for key, name, points in spec["papers"]
        },
        "additionalProperties": False,
    }


def _lines(spec: Spec) -> dict[str, Any]:
    papers = [option["value"] for option in spec["options"]]
    return {
        "title": str(spec["label"]),
        "oneOf": [
            {"type": "array", "items": {"enum": papers}, "minItems": 1},
            {"type": "object", "properties": dict.fromkeys(papers, TEXT), "minProperties": 1},
        ],
    }


def _correction(spec: Spec) -> dict[str, Any]:
    entry = spec["entry"]
    if entry.spec is not None:
        return of(entry.spec)
    if len(entry.names) == 1:
        return TEXT
    return {"type": "object", "properties": dict.fromkeys(entry.names, TEXT)}


#: Kinds that only acts ask → their schema.
OF_ACTS: dict[str, Callable[[Spec], dict[str, Any]]] = {
    "points": _points, "lines": _lines, "correction": _correction,
}  # fmt: skip


def person(*, organisation: bool) -> dict[str, Any]:
    """Who applies, or who came for them."""
    more = {"organisation": TEXT, "credit_code": TEXT} if organisation else {}
    return {
        "type": "object",
        "properties": {
            "name": {**TEXT, "maxLength": 100},
            "id_type": {"enum": [*PAPERS], "default": "id_card"},
            "id_number": TEXT,
            "phone": TEXT,
            **more,
        },
        "required": ["name", "id_number", "phone"],
    }


def intake(blueprint: dict[str, Any]) -> dict[str, Any]:
    """What ``POST /cases`` takes for one service."""
    organisation = set(blueprint.get("for") or ()) != {"natural_person"}
    papers = {
        key: {"title": one["name"], "type": "array", "items": {"type": "boolean"}}
        for key, one in blueprint["documents"].items()
    }
    applicant = person(organisation=organisation)
    applicant["properties"]["bad_credit"] = {"type": "boolean"}
    # Which answers are demanded hangs on the others: the server says it by their paths.
    answers = of_fields(blueprint["fields"]) | {"required": []}
    return {
        "type": "object",
        "properties": {
            "kind": {"const": blueprint["kind"]},
            "code": {"const": blueprint["code"]},
            "applicant": applicant,
            "agent": person(organisation=False),
            "answers": answers,
            "picked": {"type": "array", "items": TEXT},
            "documents": {"type": "object", "properties": papers},
            "confirmed": {"type": "array", "items": {"type": "integer", "minimum": 0}},
            "then": {"enum": ["", "accept", "accept_deferred", "supplement"]},
            "deadline": {**TEXT, "format": "date"},
            "commitment": {"type": "boolean"},
            "external_ref": {**TEXT, "maxLength": 64},
            "external_source": {**TEXT, "maxLength": 40},
        },
        "required": ["kind", "code", "applicant"],
        "additionalProperties": False,
    }
