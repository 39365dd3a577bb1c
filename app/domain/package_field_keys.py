"""What the keys of one field must be to each other: rows only in a group, options where one chooses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from app.domain.field_parts import ROWS_LIMIT
from app.domain.fields import FIELD_KINDS, Checks, as_posted
from app.domain.package_problem import Problem, Problems, quoted
from app.domain.package_references import all_fields, owners

Field = Mapping[str, Any]
#: Keys that only these kinds of field have.
ONLY = {
    "fields": ("group",),
    "min_rows": ("group",),
    "max_rows": ("group",),
    "particulars": ("person",),
    "pattern": ("text", "long_text", "address", "phone", "id_number", "credit_code"),
}


def _unhurried(field: Field) -> dict[str, Any]:
    """The field without its demands: what is filled in beforehand may be the half of it."""
    inner = [_unhurried(part) for part in field.get("fields") or ()]
    return {**field, "required": False, "min_rows": 0, "fields": inner}


#: Check digits are asked at the window, not of an example.
ANY = Checks(lambda _text, _today: None, lambda _text: None, lambda _text: None)


def field_key_problems(package: Mapping[str, Any]) -> Problems:
    """Everything in which the keys of a field contradict each other."""
    for path, owner in owners(package):
        for place, field in all_fields(owner):
            for check in CHECKS:
                for key, message, expected in check(field):
                    yield Problem((*path, *place, key), message, expected)


Said = Iterator[tuple[str, str, str]]


def _misplaced(field: Field) -> Said:
    for key, kinds in ONLY.items():
        if field.get(key) is not None and field["kind"] not in kinds:
            yield key, f"{field['key']} is of kind {field['kind']}", f"{key} at a {kinds[0]} only"


def _empty(field: Field) -> Said:
    if field["kind"] == "group" and not field.get("fields"):
        yield "fields", f"the group {field['key']} has no fields", "a list of row_field"
    if field["kind"] in ("choice", "multiple") and not field.get("options"):
        yield "options", f"{field['key']} has nothing to choose from", "a list of option"


def _backwards(field: Field) -> Said:
    most = field.get("max_rows")
    if most is not None and not 1 <= most <= ROWS_LIMIT:
        yield "max_rows", f"{most} rows cannot be", f"1 to {ROWS_LIMIT}"
    if (field.get("min_rows") or 0) > (most or ROWS_LIMIT):
        yield "min_rows", f"{field['min_rows']} rows are more than there may be", "a smaller number"
    low, high = field.get("min"), field.get("max")
    if low is not None and high is not None and low > high:
        yield "min", f"{low} is more than {high}", "the smaller number"


def _default(field: Field) -> Said:
    """What a field is filled in with beforehand must be an answer to it."""
    default = field.get("default")
    if default is None:
        return
    said = f"{field['key']} cannot be filled in with {quoted(default)}"
    if field["kind"] == "attachment":
        yield "default", said, "nothing: files are added at the window"
        return
    kind = FIELD_KINDS[field["kind"]]
    value, problem = kind.parse(as_posted(default), _unhurried(field), checks=ANY, today=date.min)
    if value is None:
        yield "default", said, problem or "an answer"


def _hidden(field: Field) -> Said:
    """What is kept encrypted is in no index in clear, and of yes and no there is nothing to find."""
    kind = FIELD_KINDS[field["kind"]]
    if field.get("searchable") and (kind.personal or kind.name in UNFOUND):
        said = f"{field['key']} is of kind {kind.name}, which nobody finds a case by"
        yield "searchable", said, "searchable at what is not personal"


#: Kinds without words of their own.
UNFOUND = ("yes_no", "attachment")
CHECKS: tuple[Callable[[Field], Said], ...] = (
    _misplaced,
    _empty,
    _backwards,
    _default,
    _hidden,
)
