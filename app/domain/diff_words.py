"""A difference between two versions as a sentence: nouns, attributes and values in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.blueprint_diff import Change
from app.domain.diff_names import ATTRIBUTES, LIMITS, NOUNS
from app.domain.diff_values import Translate, Words, value_words
from app.domain.refusal import msgid

#: How each kind of change is said; attributes and values come in already in words.
SAID = {
    "added": msgid("New: %(noun)s %(label)s"),
    "removed": msgid("Gone: %(noun)s %(label)s"),
    "moved": msgid("Other place: %(noun)s %(label)s"),
    "changed": msgid("%(noun)s %(label)s, %(attribute)s: %(before)s → %(after)s"),
}
OF_THE_WHOLE = msgid("%(attribute)s: %(before)s → %(after)s")
OF_A_LIMIT = msgid("%(label)s, %(attribute)s: %(before)s → %(after)s")
#: What is kept of a text is its mark, which says nothing to anybody.
REWRITTEN = msgid("%(noun)s %(label)s: its text was changed")
OWNED = msgid("%(owner)s · %(said)s")
LABEL = msgid("“%(label)s”")
NOTHING = msgid("nothing")


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


def _pattern(change: Change) -> str:
    """What belongs to the whole, and a limit's length, needs no noun."""
    if change.change != "changed":
        return SAID[change.change]
    if change.attribute == "sha256":
        return REWRITTEN
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
    return value_words(str(change.attribute), value, words=words, fields=fields)
