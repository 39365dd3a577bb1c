"""Values of a blueprint or a package in words: lengths, conditions, copies, what is named by a key."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from app.domain.condition_words import explain
from app.domain.diff_names import OUTCOMES, UNITS, VALUES

Translate = Callable[[str], str]
COMMA = "、"


class Words(NamedTuple):
    """What turns keys into words: the translation, names by key, the fields of each side."""

    translate: Translate
    names: Mapping[str, str]
    before: Mapping[str, Mapping[str, Any]]
    after: Mapping[str, Mapping[str, Any]]


def value_words(
    attribute: str, value: Any, *, words: Words, fields: Mapping[str, Mapping[str, Any]]
) -> str:
    """One value in words, as a difference of this attribute says it; `fields` are its side's specs."""
    return SAYS.get(attribute, _plain)(value, words, fields)


def _plain(value: Any, words: Words, fields: Mapping[str, Any]) -> str:
    """Yes and no, texts and their lists, names where a key has one; else the value as it is kept."""
    if isinstance(value, bool):
        return words.translate("Yes" if value else "No")
    if isinstance(value, list):
        return COMMA.join(_plain(one, words, fields) for one in value)
    if isinstance(value, Mapping):
        named = value.get("label") or value.get("name") or value.get("text")
        return str(named) if named else json.dumps(value, ensure_ascii=False, sort_keys=True)
    text = str(value)
    return words.translate(VALUES[text]) if text in VALUES else words.names.get(text, text)


def _condition(value: Any, words: Words, fields: Mapping[str, Any]) -> str:
    if "ask" in value:
        return str(value["ask"])
    return explain(value, fields, translate=words.translate)


def _length(value: Any, words: Words, _fields: Mapping[str, Any]) -> str:
    """4 working days; a range where the survey fixes the term."""
    said = words.translate(UNITS[value["unit"]])
    least, most = value.get("min"), value.get("value", 0)
    return said % {"n": f"{least}–{most}" if least else most}


def _limit(value: Any, words: Words, fields: Mapping[str, Any]) -> str:
    """A limit written in place, or the name of one."""
    if isinstance(value, Mapping) and "unit" in value:
        return _length(value, words, fields)
    return _plain(value, words, fields)


def _cases(value: Any, words: Words, fields: Mapping[str, Any]) -> str:
    """The situations in which another number holds."""
    return "；".join(
        f"{_condition(case['when'], words, fields)}：{_case_length(case, words, fields)}"
        for case in value
    )


def _case_length(case: Any, words: Words, fields: Mapping[str, Any]) -> str:
    """Its length; the number alone where the unit is that of the limit."""
    return _length(case, words, fields) if "unit" in case else str(case.get("value", "—"))


def _outcomes(value: Any, words: Words, _fields: Mapping[str, Any]) -> str:
    return COMMA.join(words.translate(OUTCOMES.get(one, one)) for one in value)


def _pick(value: Any, words: Words, fields: Mapping[str, Any]) -> str:
    return _plain(value["choice"] if isinstance(value, Mapping) else value, words, fields)


def _copies(value: Any, words: Words, _fields: Mapping[str, Any]) -> str:
    return COMMA.join(f"{words.translate(VALUES.get(form, form))} {n}" for form, n in value.items())


def _supply(value: Any, words: Words, fields: Mapping[str, Any]) -> str:
    if not isinstance(value, Mapping):
        return _plain(value, words, fields)
    parts = [value["output_of"], *([value["else"]] if value.get("else") else [])]
    return COMMA.join(_plain(part, words, fields) for part in parts)


def _pattern(value: Any, words: Words, fields: Mapping[str, Any]) -> str:
    """One by its name, or what it says and how it is written."""
    if not isinstance(value, Mapping):
        return _plain(value, words, fields)
    written = str(value["expression"])
    return f"{value['message']}（{written}）" if value.get("message") else written


#: Attribute → how its value is said.
SAYS: dict[str, Callable[[Any, Words, Mapping[str, Any]], str]] = {
    **dict.fromkeys(("when", "check"), _condition),
    **dict.fromkeys(("promise", "legal", "post_check", "hand_over", "limit", "max"), _limit),
    "length": _length,
    "cases": _cases,
    "outcomes": _outcomes,
    "pick": _pick,
    "copies": _copies,
    "supply": _supply,
    "pattern": _pattern,
}
