"""A condition in words, for notice sheets, refusals and the trail: 经营面积不小于300，且使用明火为是."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

from app.domain.fields import FIELD_KINDS
from app.domain.refusal import msgid

Condition = Mapping[str, Any]
Translate = Callable[[str], str]

SAID: dict[str, str] = {
    "eq": msgid("%(field)s is %(value)s"),
    "is": msgid("%(field)s is %(value)s"),
    "ne": msgid("%(field)s is not %(value)s"),
    "gt": msgid("%(field)s is more than %(value)s"),
    "ge": msgid("%(field)s is at least %(value)s"),
    "lt": msgid("%(field)s is less than %(value)s"),
    "le": msgid("%(field)s is at most %(value)s"),
    "between": msgid("%(field)s is from %(low)s to %(high)s"),
    "in": msgid("%(field)s is one of %(value)s"),
    "has": msgid("%(field)s includes %(value)s"),
    "has_any": msgid("%(field)s includes one of %(value)s"),
    "before": msgid("%(field)s is before %(value)s"),
    "after": msgid("%(field)s is after %(value)s"),
    "empty": msgid("%(field)s is not filled in"),
    "filled": msgid("%(field)s is filled in"),
}
#: How long ago, by operator and unit.
SAID_AGO: dict[tuple[str, str], str] = {
    ("ago_ge", "day"): msgid("%(field)s is at least %(n)s days ago"),
    ("ago_ge", "month"): msgid("%(field)s is at least %(n)s months ago"),
    ("ago_ge", "year"): msgid("%(field)s is at least %(n)s years ago"),
    ("ago_le", "day"): msgid("%(field)s is at most %(n)s days ago"),
    ("ago_le", "month"): msgid("%(field)s is at most %(n)s months ago"),
    ("ago_le", "year"): msgid("%(field)s is at most %(n)s years ago"),
}
JOINED = {
    "all": msgid("%(first)s and %(second)s"),
    "any": msgid("%(first)s or %(second)s"),
}
NESTED = msgid("(%(condition)s)")
#: Between the values of a list.
COMMA = "、"


def explain(
    condition: Condition,
    fields: Mapping[str, Mapping[str, Any]],
    *,
    translate: Translate = str,
) -> str:
    """The condition as one sentence: labels and options as configured, the rest translated.

    ``fields`` are the specs by key; a field that is not there is named by its key.
    """
    for joined, sentence in JOINED.items():
        if joined in condition:
            parts = [_part(part, fields, translate) for part in condition[joined]]
            said = translate(sentence)
            return reduce(lambda one, other: said % {"first": one, "second": other}, parts)
    return _row(condition, fields, translate)


def _part(part: Condition, fields: Mapping[str, Mapping[str, Any]], translate: Translate) -> str:
    """A group inside a group stands in brackets."""
    said = explain(part, fields, translate=translate)
    # A group of one reads like what is in it.
    group = part.get("all") or part.get("any") or ()
    return translate(NESTED) % {"condition": said} if len(group) > 1 else said


def _row(row: Condition, fields: Mapping[str, Mapping[str, Any]], translate: Translate) -> str:
    spec = fields.get(row["field"]) or {"kind": "text", "label": row["field"]}
    op, wanted = row["op"], row.get("value")
    if isinstance(wanted, Mapping):
        said = translate(SAID_AGO[op, wanted["unit"]])
        return said % {"field": spec["label"], "n": wanted["n"]}
    values = [_shown(value, spec, translate) for value in _listed(wanted)]
    ends = {"low": values[0], "high": values[-1]} if values else {}
    return translate(SAID[op]) % {"field": spec["label"], "value": COMMA.join(values), **ends}


def _listed(wanted: Any) -> list[Any]:
    if wanted is None:
        return []
    return wanted if isinstance(wanted, list) else [wanted]


def _shown(value: Any, spec: Mapping[str, Any], translate: Translate) -> str:
    """One value as its field shows it; a field of several choices is asked about one of them."""
    kind = FIELD_KINDS[spec["kind"]]
    return kind.display([value] if kind.many else value, spec, translate=translate)
