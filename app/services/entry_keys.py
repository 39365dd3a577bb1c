"""Keys of new rows, made from their words: nobody who configures a service types a key."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from app.services import sounds

LONGEST = 32


def make_key(noun: str, words: str, *, taken: Collection[str]) -> str:
    """A key for a new row of a noun, from its words; never one of ``taken``.

    Two items that ask the same question in the same words get the same key, so that a theme asks it
    once. An option is its own words.
    """
    return _free(KINDS.get(noun, _initials)(words), taken)


def _sounds(words: str) -> str:
    """经营面积 → jing_ying_mian_ji, as far as whole syllables go."""
    from pypinyin import lazy_pinyin  # a dictionary of sounds, a third of a second: when asked

    parts = [part for part in map(_plain, lazy_pinyin(words)) if part]
    said = ""
    for part in parts:
        longer = f"{said}_{part}" if said else part
        if len(longer) > LONGEST:
            break
        said = longer
    return _letter_first(said)


def _initials(words: str) -> str:
    """开办药店 → kbyd; Latin words stay."""
    return _letter_first(sounds.initials(words)[:LONGEST])


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _letter_first(said: str) -> str:
    return said if said[:1].isalpha() else f"n{said}"


def _words(words: str) -> str:
    return words.strip()[:LONGEST]


def _same(words: str) -> str:
    return re.sub(r"[^A-Za-z0-9_]", "", words) or "item"


#: Noun → how its keys are made; initials where it is not here.
KINDS: dict[str, Callable[[str], str]] = {
    "field": _sounds,
    "row_field": _sounds,
    "option": _words,
    "entry": _same,
}


def _free(said: str, taken: Collection[str]) -> str:
    number = 1
    found = said
    while found in taken:
        number += 1
        found = f"{said}{number}"
    return found
