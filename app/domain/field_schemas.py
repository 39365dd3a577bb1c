"""JSON Schema of what each kind of field keeps, before a field's own bounds and options."""

from __future__ import annotations

from typing import Any

from app.domain.field_parts import FILES_LIMIT
from app.domain.field_people import PAPERS
from app.domain.field_readers import LONG_LIMIT, NUMBER_LIMIT, PAPER_NUMBER, TEXT_LIMIT, Spec

#: Neither begins nor ends with a space or a line end.
_TRIMMED = r"^(?!\s)(?![\s\S]*\s$)"
STRING = {"type": "string"}
LINE = {**STRING, "maxLength": TEXT_LIMIT, "pattern": rf"{_TRIMMED}[\s\S]+"}
LONG = {**STRING, "maxLength": LONG_LIMIT, "pattern": rf"{_TRIMMED}[^\r]+$"}
NUMBER = {
    "type": "number",
    "exclusiveMinimum": -int(NUMBER_LIMIT),
    "exclusiveMaximum": int(NUMBER_LIMIT),
}
AMOUNT = {**STRING, "pattern": r"^-?(0|[1-9]\d{0,11})\.\d\d$"}
DATE = {**STRING, "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}
OPTIONS = {"type": "array", "uniqueItems": True, "minItems": 1}
FILES = {**OPTIONS, "items": {"type": "integer", "minimum": 1}, "maxItems": FILES_LIMIT}
ID_NUMBER = {**STRING, "pattern": r"^\d{17}[\dX]$"}
CREDIT_CODE = {**STRING, "pattern": r"^[0-9A-Z]{18}$"}
PHONE = {**STRING, "pattern": r"^[\d-]{7,20}$"}
PAPER = {"enum": list(PAPERS)}
KNOWN: dict[str, Any] = {
    "type": "object",
    "properties": {
        "name": LINE,
        "id_type": PAPER,
        "id_number": {**STRING, "pattern": f"^{PAPER_NUMBER.pattern}$"},
        "phone": PHONE,
    },
    "required": ["name"],
    "minProperties": 2,
    "dependentRequired": {"id_type": ["id_number"], "id_number": ["id_type"]},
    "additionalProperties": False,
}


def person(spec: Spec) -> dict[str, Any]:
    """A name alone, or with particulars; where these are demanded, with them."""
    if spec.get("required") and spec.get("particulars"):
        return {**KNOWN, "required": ["name", *spec["particulars"]]}
    return {"anyOf": [LINE, KNOWN]}
