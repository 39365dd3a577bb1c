"""What a case is found by: its words cut into grams, and what was typed cut the same way.

Chinese has no blanks, so words are cut into overlapping pairs of signs, and letters and digits into
threes: any two signs, any part of a number are found by looking up whole grams. Each gram bears
before it what it is of, so that somebody finds only by what they may read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.domain.fields import FIELD_KINDS, NOTHING

#: What a gram is of: the number, items and themes, persons, how persons sound, answers, departments.
NUMBER, THING, PERSON, SOUND, ANSWER, DEPARTMENT = ("n·", "t·", "p·", "q·", "a·", "d·")
#: Longest word of which grams are made: a text field of a page, not of a book.
LONGEST = 200
PAIR, THREE = 2, 3
_RUN = re.compile(r"[0-9a-z]+|[^\W_0-9a-z]+")


@dataclass(frozen=True)
class Person:
    """A name with the initials that it may be read with."""

    name: str
    initials: tuple[str, ...]


@dataclass(frozen=True)
class Word:
    """One typed word: what a gram is of → the grams that a case must have; one of them is enough.

    ``runs`` are those grams by the piece they were cut from: a piece of several must stand in one.
    """

    choices: Mapping[str, Sequence[Sequence[str]]]


def runs(text: str) -> list[str]:
    """Pieces of one kind: letters and digits, or signs; blanks, marks, width and case do not matter."""
    return _RUN.findall(unicodedata.normalize("NFKC", text[:LONGEST]).lower())


def size(run: str) -> int:
    """How long the grams of a piece are."""
    return THREE if run.isascii() else PAIR


def grams(run: str) -> list[str]:
    """海兰江 → 海兰 兰江; 0007X → 000 007 07x; what is shorter than a gram stays as it is."""
    long = size(run)
    return [run[at : at + long] for at in range(max(1, len(run) - long + 1))]


def answer_mark(department: str | None) -> str:
    """What stands before the grams of an answer for those who read only their department's."""
    return ANSWER if department is None else f"{ANSWER}{department.encode().hex()}·"


def department_mark(department: str) -> str:
    """The gram of a department that has a part of the case."""
    return DEPARTMENT + department.encode().hex()


def words_of(
    number: str,
    blueprint: Mapping[str, Any],
    *,
    departments: Mapping[str, str],
    people: Iterable[Person],
    answers: Mapping[str, Any],
    external: str | None = None,
) -> str:
    """All grams of a case as one text: a line for each of its words, in the order in which they stand.

    ``departments`` are those of its parts by key: an answer is found by those whose part asks it.
    ``external`` is what another system calls the case: no number of ours, so it may have any signs.
    """
    named = {task.get("name") for task in blueprint["tasks"] if task["key"] in departments}
    lines = [_line(NUMBER, number), _line(THING, external or "")]
    lines += [_thing(name) for name in sorted({blueprint["name"], *filter(None, named)})]
    for person in people:
        lines += _person(person)
    for spec in blueprint["fields"]:
        lines += _answer(spec, answers.get(spec["key"]), departments)
    lines.append(" ".join(sorted({department_mark(code) for code in departments.values()})))
    return "\n".join(dict.fromkeys(filter(None, lines)))


def _line(mark: str, text: str) -> str:
    return " ".join(mark + gram for run in runs(text) for gram in grams(run))


@lru_cache(maxsize=4096)
def _thing(name: str) -> str:
    """An item's or a theme's name: a few hundred in all, and in every case of theirs."""
    return _line(THING, name)


def _person(person: Person) -> list[str]:
    """Names are also found by one sign, and without the dot between their parts; initials by the
    first two letters or any three.
    """
    signs = " ".join(
        PERSON + sign for run in runs(person.name) if not run.isascii() for sign in run
    )
    said = [said for said in person.initials if len(said) >= PAIR]
    begins = [SOUND + said[:PAIR] for said in said]
    threes = [_line(SOUND, said) for said in said if len(said) >= THREE]
    whole = _line(PERSON, "".join(runs(person.name)))
    return [_line(PERSON, person.name), whole, signs, *begins, *threes]


def _answer(spec: Mapping[str, Any], value: Any, departments: Mapping[str, str]) -> list[str]:
    kind = FIELD_KINDS[spec["kind"]]
    if not spec.get("searchable") or kind.personal or value in NOTHING:
        return []
    asking = {departments[key] for key in spec.get("items") or departments if key in departments}
    text = kind.display(value, spec)
    return [_line(answer_mark(code), text) for code in (None, *sorted(asking))]


def typed(text: str, *, marks: Collection[str]) -> list[Word] | None:
    """The words that were typed; None where one is too short to be looked for.

    ``marks`` are what somebody may find by. Digits alone are no name.
    """
    found = [_word(runs(part), marks) for part in text.split() if runs(part)]
    return None if not found or None in found else [word for word in found if word]


def _word(pieces: list[str], marks: Collection[str]) -> Word | None:
    strong = [piece for piece in pieces if len(piece) >= size(piece)]
    # A piece shorter than a gram is in the index only where it stood alone.
    cut = [grams(piece) for piece in strong or pieces]
    fitting = [mark for mark in marks if _fits(mark, pieces, bool(strong))]
    return Word(dict.fromkeys(fitting, cut)) if fitting else None


def _fits(mark: str, pieces: list[str], strong: bool) -> bool:
    """Whether what was typed can be found at all under a mark."""
    whole = "".join(pieces)
    if mark == NUMBER:
        return len(pieces) == 1 and strong and whole.isascii()
    if mark == SOUND:
        return len(pieces) == 1 and len(whole) >= PAIR and whole.isascii() and whole.isalpha()
    return not (len(whole) == 1 and whole.isascii()) and not (mark == PERSON and whole.isdigit())
