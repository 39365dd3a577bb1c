"""Places whose code an ID number may begin with, and the years each code was given out (GB/T 2260).

The list is python-stdnum's own file. Read by the library it takes ten times the memory in every web
process, and a county that no province has is a KeyError there.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

PROVINCE = re.compile(r"(\d\d) ")
COUNTY = re.compile(r'  (\d{4}) county="([^"]*)"')
#: A name that was not always one is written behind its first and last year.
YEARS = re.compile(r"\[(\d*)-(\d*)\]")
ALWAYS, FIRST, LAST = ((0, 9999),), 0, 9999


def known(code: str, year: int) -> bool:
    """Whether the six digits named a place in this year."""
    return any(first <= year <= last for first, last in _places().get(int(code), ()))


@cache
def _places() -> dict[int, tuple[tuple[int, int], ...]]:
    """Code → the years in which it was given out; the same years are kept once."""
    province, places = "", {}
    same: dict[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]] = {}
    text = files("stdnum").joinpath("cn/loc.dat").read_text(encoding="utf-8")
    for line in text.splitlines():
        if found := PROVINCE.match(line):
            province = found.group(1)
        elif found := COUNTY.match(line):
            stood = _stood(found.group(2))
            places[int(province + found.group(1))] = same.setdefault(stood, stood)
    return places


def _stood(names: str) -> tuple[tuple[int, int], ...]:
    """The years of each name that a code has had."""
    written = [YEARS.match(name) for name in names.split(",")]
    if not all(written):
        return ALWAYS
    return tuple((int(one.group(1) or FIRST), int(one.group(2) or LAST)) for one in written if one)
