"""How names of persons and firms sound, by a table of initials: no dictionary is loaded at the counter.

``initials.txt`` has the letter of each sign from U+4E00 on, as pypinyin reads it alone.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from app.domain import surnames
from app.domain.search_words import Person

FIRST = 0x4E00
SILENT = "-"


@cache
def _letters() -> str:
    return Path(__file__).with_name("initials.txt").read_text(encoding="ascii").replace("\n", "")


def letter(sign: str) -> str:
    """The initial of one sign; Latin letters and digits are their own, everything else is silent."""
    plain = unicodedata.normalize("NFKC", sign).lower()
    if plain.isascii():
        return plain if plain.isalnum() else ""
    at = ord(plain[0]) - FIRST
    found = _letters()[at] if 0 <= at < len(_letters()) else SILENT
    return "" if found == SILENT else found


def person(name: str) -> Person:
    """A person: read with the surname's own sound, and as the signs sound elsewhere."""
    read = dict.fromkeys((surnames.initials(name, letter), "".join(map(letter, name))))
    return Person(name, tuple(read))


def firm(name: str) -> Person:
    """An organisation."""
    return Person(name, ("".join(map(letter, name)),))
