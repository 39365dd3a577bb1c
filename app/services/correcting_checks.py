"""Whether corrected values are right: by the same checks as at the counter, whatever door they came by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from app.domain import conditions
from app.domain.field_parts import MISSING
from app.domain.fields import FIELD_KINDS, NOTHING
from app.domain.refusal import Refusal, Word
from app.services.identity_checks import CHECKS, credit_code, identity, phone

Values = Mapping[str, Any]
#: Columns of a person that may be empty.
OPTIONAL = ("organisation", "credit_code")
#: Column → what is wrong with a value of it.
COLUMNS: dict[str, Callable[[str], str | None]] = {
    "phone": phone,
    "credit_code": credit_code,
    "name": lambda text: None if len(text) <= LONGEST else "At most 200 characters.",
    "organisation": lambda text: None if len(text) <= LONGEST else "At most 200 characters.",
}
LONGEST = 200


def problem_of(
    blueprint: Mapping[str, Any], *, held: Values, wanted: Values, today: date
) -> Refusal | None:
    """What is wrong with these values, the first thing; None where all are right.

    ``held`` is what stands there. An answer that is asked only by another answer is asked for here
    as well, once that one is corrected.
    """
    specs = {f"answer.{field['key']}": field for field in blueprint["fields"]}
    for field in wanted:
        if field not in specs and field not in held:
            return Refusal("payload", "This cannot be corrected: %(field)s.", {"field": field})
    for field, say in _problems(specs, held, wanted, today):
        label = specs[field]["label"] if field in specs else Word(LABELS[field.partition(".")[2]])
        return Refusal("correct", "%(field)s: %(problem)s", {"field": label, "problem": Word(say)})
    return None


def _problems(
    specs: Mapping[str, Any], held: Values, wanted: Values, today: date
) -> Iterator[tuple[str, str]]:
    after = {**held, **wanted}
    for field, value in wanted.items():
        found = (
            _answer(specs[field], value, today) if field in specs else _person(field, after, today)
        )
        if found:
            yield field, found
    yield from _asked_now(specs, held, after, today)


def _answer(spec: Mapping[str, Any], value: Any, today: date) -> str | None:
    if value in NOTHING:
        return MISSING if spec.get("required") else None
    return FIELD_KINDS[spec["kind"]].parse(value, spec, checks=CHECKS, today=today)[1]


def _person(field: str, after: Values, today: date) -> str | None:
    noun, _, column = field.partition(".")
    value = after[field]
    if value in NOTHING:
        return None if column in OPTIONAL else MISSING
    # The kind of paper and its number are checked together: either may have been the wrong one.
    if column in ("id_type", "id_number"):
        return identity(after[f"{noun}.id_type"], after[f"{noun}.id_number"] or "", today=today)
    return COLUMNS[column](value)


def _asked_now(
    specs: Mapping[str, Any], held: Values, after: Values, today: date
) -> Iterator[tuple[str, str]]:
    """Fields that must be filled in only now that other answers are other."""
    for field, spec in specs.items():
        if not (spec.get("required") and spec.get("when")) or after.get(field) not in NOTHING:
            continue
        asked = [conditions.holds(spec["when"], _keys(side), today=today) for side in (held, after)]
        if asked == [False, True]:
            yield field, MISSING


def _keys(values: Values) -> dict[str, Any]:
    named = (name.partition(".") for name in values)
    return {key: values[f"answer.{key}"] for noun, _, key in named if noun == "answer"}


#: Column of a person → what it is called, as a msgid.
LABELS = {
    "name": "Name",
    "organisation": "Name of the business",
    "id_type": "Kind of ID",
    "id_number": "ID number",
    "credit_code": "Unified social credit code",
    "phone": "Phone",
}
