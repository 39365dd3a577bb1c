"""A difference between two versions as a sentence: nouns, attributes and values in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from app.domain.blueprint_diff import Change
from app.domain.condition_words import explain
from app.domain.diff_names import ATTRIBUTES, LIMITS, NOUNS, OUTCOMES, UNITS, VALUES
from app.domain.refusal import msgid

Translate = Callable[[str], str]
COMMA = "、"
#: How each kind of change is said; attributes and values come in already in words.
SAID = {
    "added": msgid("New: %(noun)s %(label)s"),
    "removed": msgid("Gone: %(noun)s %(label)s"),
    "moved": msgid("Other place: %(noun)s %(label)s"),
    "changed": msgid("%(noun)s %(label)s, %(attribute)s: %(before)s → %(after)s"),
}
OF_THE_WHOLE = msgid("%(attribute)s: %(before)s → %(after)s")
OF_A_LIMIT = msgid("%(label)s, %(attribute)s: %(before)s → %(after)s")
OWNED = msgid("%(owner)s · %(said)s")
LABEL = msgid("“%(label)s”")
NOTHING = msgid("nothing")


class Words(NamedTuple):
    """What turns keys into words: the translation, names by key, the fields of each side."""

    translate: Translate
    names: Mapping[str, str]
    before: Mapping[str, Mapping[str, Any]]
    after: Mapping[str, Mapping[str, Any]]


def words_for(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    translate: Translate = str,
    names: Mapping[str, str] | None = None,
) -> Words:
    """The words for two blueprints or packages; `names` are those that stand in neither, as of
    departments by code.
    """
    found = dict(names or {})
    for side in (before, after):
        for noun in ("documents", "items", "choices"):
            found |= {key: entry["name"] for key, entry in (side.get(noun) or {}).items()}
        found |= {task["key"]: str(task.get("name") or "") for task in side.get("tasks") or ()}
    named = {key: name for key, name in found.items() if name}
    return Words(translate, named, _fields(before), _fields(after))


def _fields(side: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Specs by key; in a package those of every item and theme."""
    owners = [side, *(side.get("items") or {}).values(), *(side.get("themes") or {}).values()]
    return {
        field["key"]: field
        for owner in owners
        if isinstance(owner, Mapping)
        for field in owner.get("fields") or ()
    }


def sentence(change: Change, words: Words) -> str:
    """One change as an administrator reads it: 食品经营许可 · 承诺时限：4 工作日 → 3 工作日."""
    translate = words.translate
    values = {
        "noun": translate(NOUNS.get(change.noun, change.noun)),
        "label": _label(change, words),
        "attribute": translate(ATTRIBUTES.get(str(change.attribute), str(change.attribute))),
        "before": _value(change, change.before, words, words.before),
        "after": _value(change, change.after, words, words.after),
    }
    if change.attribute == "length":
        values["attribute"] = values["label"]
    said = translate(_pattern(change)) % values
    owner = change.owner and words.names.get(change.owner, change.owner)
    return translate(OWNED) % {"owner": owner, "said": said} if owner else said


def value_words(attribute: str, value: Any, words: Words) -> str:
    """One value of the later side in words, as a difference of this attribute would say it."""
    return SAYS.get(attribute, _plain)(value, words, words.after)


def _pattern(change: Change) -> str:
    """What belongs to the whole, and a limit's length, needs no noun."""
    if change.change != "changed":
        return SAID[change.change]
    if change.noun in ("blueprint", "merge", "figures") or change.attribute == "length":
        return OF_THE_WHOLE
    return OF_A_LIMIT if change.noun == "limit" else SAID["changed"]


def _label(change: Change, words: Words) -> str:
    if change.noun in ("limit", "figures"):
        return words.translate(LIMITS.get(change.key, change.key))
    label = words.names.get(change.label, change.label)
    return words.translate(LABEL) % {"label": label}


def _value(change: Change, value: Any, words: Words, fields: Mapping[str, Any]) -> str:
    if change.change in ("added", "removed"):
        return ""
    if value is None or value in ("", [], {}):
        return words.translate(NOTHING)
    say = SAYS.get(str(change.attribute), _plain)
    return say(value, words, fields)


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
        f"{_condition(case['when'], words, fields)} {case.get('value', '')}".strip()
        for case in value
    )


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
}
